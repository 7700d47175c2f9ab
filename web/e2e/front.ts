// Stands before the server and hands everything on, but for what a test wants to hear answered otherwise.

import { once } from 'node:events';
import * as http from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface Front {
  url: string;
  /** Said at the end of these paths' answers. */
  append: Map<string, string>;
  close: () => void;
}

export async function startFront(server: string): Promise<Front> {
  const { hostname, port } = new URL(server);
  const append = new Map<string, string>();
  let own = '';
  // To the server its pages come from where it says that it is.
  const headersOf = (request: http.IncomingMessage) => {
    const { origin, ...headers } = request.headers;
    return { ...headers, ...(origin && { origin: origin === own ? server : origin }) };
  };
  const front = http.createServer((request, response) => {
    const more = append.get(request.url ?? '');
    const headers = headersOf(request);
    if (more) headers['accept-encoding'] = 'identity';
    const options = { hostname, port, method: request.method, path: request.url, headers };
    const asked = http.request(options as http.RequestOptions, answer => {
      const { 'content-length': length, etag: _etag, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, more ? kept : answer.headers);
      if (!more) return void answer.pipe(response);
      answer.on('data', piece => response.write(piece));
      answer.on('end', () => response.end(more));
    });
    asked.on('error', () => response.writeHead(502).end());
    request.pipe(asked);
  });
  front.on('upgrade', (request, socket, head) => {
    const lines = Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${value}`);
    const upstream = connect(Number(port), hostname, () => {
      upstream.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  own = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  return { url: own, append, close: () => front.close() };
}
