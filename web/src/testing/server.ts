import { vi } from 'vitest';

type Answer = (path: string, body: unknown) => unknown;

export interface FakeServer {
  /** What was asked, in order: `GET /api/…`. */
  asked: string[];
  bodies: unknown[];
}

/** Answers by the beginning of `METHOD /path`. What is a number is a refusal with that status. */
export function serve(routes: Record<string, Answer>): FakeServer {
  const server: FakeServer = { asked: [], bodies: [] };
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const question = `${init.method ?? 'GET'} ${path}`;
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : init.body;
    server.asked.push(question);
    server.bodies.push(body);
    const found = Object.entries(routes)
      .sort(([one], [other]) => other.length - one.length)
      .find(([start]) => question.startsWith(start));
    const answer = found?.[1](path, body);
    if (typeof answer === 'number' || answer === undefined)
      return Promise.resolve(
        new Response('{"error":"The server refuses"}', { status: answer ?? 404 }),
      );
    return Promise.resolve(answer instanceof Response ? answer : Response.json(answer));
  });
  return server;
}
