// The only place that calls `fetch`. A route is named as the reference names it, and what goes in and comes out is
// typed from there:
//
//     const status = await call('POST /api/v1/statuses/{id}/favourite', { id });
//     const page = await list('GET /api/v1/timelines/home', { limit: 20 });
//     const older = page.next && (await page.next());

import { ApiError } from './errors.ts';
import type { Routes } from './gen/routes.ts';
import { reached, signedOut } from './reach.ts';

export type Route = keyof Routes;
export type Answer<R extends Route> = Routes[R]['answer'];
type PathName<T> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathName<Rest>
  : never;
export type Input<R extends Route> = Routes[R]['parameters'] & Record<PathName<R>, string>;

/** Part of a list, with the ways on from it. */
export interface Page<T> {
  answer: T;
  /** Older entries. */
  next?: () => Promise<Page<T>>;
  /** Newer entries. */
  previous?: () => Promise<Page<T>>;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Sent again with the same key, a post is published once. */
  idempotencyKey?: string;
  /** It is sent even if the window closes meanwhile. */
  keepalive?: boolean;
  /** What the server says now, however slow it is, and not what was kept from an earlier time. */
  fresh?: boolean;
}

/** Answers that came with the page itself, each good for one asking, and not for long. */
export interface FirstAnswer {
  path: string;
  link?: string;
  body: unknown;
}

const retriesMax = 2;
const waitSecondsMax = 20;
const firstAnswersLast = 10_000;
/** On what the service worker had kept from an earlier time. */
const keptHeader = 'X-Skein-Kept';
const firstAnswers = new Map<string, FirstAnswer>();

export function adoptFirstAnswers(answers: readonly FirstAnswer[]): void {
  for (const answer of answers) firstAnswers.set(answer.path, answer);
  setTimeout(() => firstAnswers.clear(), firstAnswersLast);
}

export async function call<R extends Route>(
  route: R,
  input: Input<R>,
  options: CallOptions = {},
): Promise<Answer<R>> {
  return (await send<Answer<R>>(requestOf(route, input, options))).body;
}

export async function list<R extends Route>(
  route: R,
  input: Input<R>,
  options: CallOptions = {},
): Promise<Page<Answer<R>>> {
  return pageOf(await send<Answer<R>>(requestOf(route, input, options)));
}

interface Ask {
  path: string;
  init: RequestInit & { method: string; headers: Record<string, string> };
}

interface Reply<T> {
  body: T;
  link: string;
}

function requestOf(route: Route, input: object, options: CallOptions): Ask {
  const [method = 'GET', template = ''] = route.split(' ');
  const rest: Record<string, unknown> = { ...input };
  let path = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  const init: Ask['init'] = { method, headers, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  if (options.keepalive) init.keepalive = true;
  if (options.fresh) init.cache = 'no-store';
  if (method === 'GET' || method === 'DELETE') path += queryOf(rest);
  else addBody(init, rest);
  return { path, init };
}

function queryOf(input: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    if (Array.isArray(value)) for (const one of value) query.append(`${name}[]`, String(one));
    else if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

function addBody(init: Ask['init'], input: Record<string, unknown>): void {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  if (entries.some(([, value]) => value instanceof Blob)) {
    const form = new FormData();
    for (const [name, value] of entries)
      form.append(name, value instanceof Blob ? value : String(value));
    init.body = form;
  } else if (entries.length > 0) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(Object.fromEntries(entries));
  }
}

async function send<T>(ask: Ask): Promise<Reply<T>> {
  // What is changed now may be what they say.
  if (ask.init.method !== 'GET') firstAnswers.clear();
  const first = ask.init.cache ? undefined : firstAnswers.get(ask.path);
  if (first) {
    firstAnswers.delete(ask.path);
    return { body: first.body as T, link: first.link ?? '' };
  }
  for (let tries = 0; ; tries += 1) {
    const response = await reach(ask);
    if (response.ok)
      return { body: (await response.json()) as T, link: response.headers.get('Link') ?? '' };
    const seconds = secondsToWait(response, ask);
    if (seconds === undefined || tries >= retriesMax) throw await errorOf(response);
    await wait(seconds * 1000, ask.init.signal);
  }
}

async function reach(ask: Ask): Promise<Response> {
  try {
    const response = await fetch(ask.path, ask.init);
    reached.value = !response.headers.has(keptHeader);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    reached.value = false;
    throw new ApiError(0, '');
  }
}

/** How long to wait before asking again, when that is what the server wants and asking twice does no harm. */
function secondsToWait(response: Response, ask: Ask): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined;
  if (ask.init.method !== 'GET' && !ask.init.headers['Idempotency-Key']) return undefined;
  const header = response.headers.get('Retry-After');
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds <= waitSecondsMax ? Math.max(0, seconds) : undefined;
}

function wait(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

async function errorOf(response: Response): Promise<ApiError> {
  if (response.status === 401) signedOut.value = true;
  const body = (await response.json().catch(() => undefined)) as { error?: string } | undefined;
  return new ApiError(response.status, body?.error ?? '');
}

function pageOf<T>(reply: Reply<T>): Page<T> {
  const page: Page<T> = { answer: reply.body };
  const next = linkOf(reply.link, 'next');
  const previous = linkOf(reply.link, 'prev');
  if (next) page.next = () => follow(next);
  if (previous) page.previous = () => follow(previous);
  return page;
}

async function follow<T>(path: string): Promise<Page<T>> {
  const headers = { Accept: 'application/json' };
  return pageOf(
    await send<T>({ path, init: { method: 'GET', headers, credentials: 'same-origin' } }),
  );
}

/** The path of a link (RFC 8288): our own server's only, whatever name it gives itself. */
export function linkOf(header: string, relation: string): string | undefined {
  for (const [, target, parameters] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (!target || !new RegExp(`;\\s*rel="?${relation}"?`).test(parameters ?? '')) continue;
    const url = new URL(target, location.origin);
    return url.pathname + url.search;
  }
  return undefined;
}
