// Serves dist/ as Skein will: the shell with its first answers for every page of the app, hashed files for ever, and
// the headers a browser must be told. Everything else goes to the running server at SKEIN_URL, with SKEIN_TOKEN for a
// session. For trying the built app, and for the tests in e2e/.
//
//     SKEIN_URL=http://127.0.0.1:3000 SKEIN_TOKEN=… node tools/serve_built.ts 4173

import { existsSync, readFileSync } from 'node:fs';
import * as http from 'node:http';
import { connect } from 'node:net';
import { extname } from 'node:path';

const server = new URL(process.env.SKEIN_URL ?? 'http://127.0.0.1:3000');
const token = process.env.SKEIN_TOKEN ?? '';
const port = Number(process.argv[2] ?? 4173);
const dist = new URL(process.env.WEB_DIST ?? '../dist/', import.meta.url);

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types skein-html skein-url',
].join('; ');
/** Paths the server answers itself. */
const ofServer =
  /^\/(api|\.well-known|media|assets|auth|oauth|rules|privacy-policy|terms-of-service|settings\/(email|password|sessions|apps|exports?|imports?|archives?|move|aliases|delete|mails|invites|severances)|@[^/]+\.rss)\b/;

const always = ['/api/v1/accounts/verify_credentials', '/api/v2/instance', '/api/v1/preferences'];

async function firstAnswers(path: string): Promise<string> {
  const paths =
    path === '/' || path === '/home' ? [...always, '/api/v1/timelines/home?limit=20'] : always;
  const answers = await Promise.all(
    paths.map(async one => {
      const response = await fetch(new URL(one, server), {
        headers: { Authorization: `Bearer ${token}`, Host: `127.0.0.1:${port}` },
      });
      return { path: one, link: response.headers.get('Link') ?? '', body: await response.json() };
    }),
  );
  // Nothing in it may end the element it stands in.
  return JSON.stringify({ answers }).replaceAll('<', '\\u003c');
}

function sendFile(path: string, response: http.ServerResponse): void {
  const file = new URL(`.${path}`, dist);
  const compressed = new URL(`.${path}.gz`, dist);
  const packed = existsSync(compressed);
  // A worker lives by the policy it came with, and asks the API.
  if (!path.startsWith('/web/'))
    response.setHeader('Content-Security-Policy', "default-src 'self'");
  response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
  response.setHeader(
    'Cache-Control',
    path.startsWith('/web/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (packed) response.setHeader('Content-Encoding', 'gzip');
  response.end(readFileSync(packed ? compressed : file));
}

async function sendShell(path: string, response: http.ServerResponse): Promise<void> {
  const shell = readFileSync(new URL('index.html', dist), 'utf8');
  const first = await firstAnswers(path);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.end(shell.replace('id="first"></script>', () => `id="first">${first}</script>`));
}

function toServer(request: http.IncomingMessage): http.RequestOptions {
  const headers = { ...request.headers };
  if (token) headers.authorization = `Bearer ${token}`;
  return {
    host: server.hostname,
    port: server.port,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers,
  };
}

function pass(request: http.IncomingMessage, response: http.ServerResponse): void {
  const asked = http.request(toServer(request), answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.writeHead(502).end());
  request.pipe(asked);
}

const proxy = http.createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://here').pathname;
  if (ofServer.test(path)) pass(request, response);
  else if (path !== '/' && existsSync(new URL(`.${path}`, dist)) && extname(path))
    sendFile(path, response);
  else sendShell(path, response).catch(() => response.writeHead(502).end());
});

proxy.on('upgrade', (request, socket, head) => {
  const { headers } = toServer(request);
  const lines = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map(one => `${name}: ${one}`),
  );
  const upstream = connect(Number(server.port), server.hostname, () => {
    upstream.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.on('error', () => socket.destroy());
  socket.on('error', () => upstream.destroy());
});

proxy.listen(port, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${port}\n`));
