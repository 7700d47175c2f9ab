// One WebSocket for every stream that is watched, opened with the first and closed with the last. When it breaks it is
// opened again, later each time, and whoever watches is told, since what happened meanwhile must be asked for.

import type { StreamEvent } from './gen/entities.ts';

export interface Stream {
  name: 'user' | 'public' | 'public:local' | 'hashtag' | 'list' | 'direct';
  tag?: string;
  list?: string;
}

export interface Watcher {
  /** `payload` is what the event carries: JSON read already, or an id. */
  event(kind: string, payload: unknown): void;
  /** The connection is back after a break. */
  resumed?(): void;
  /** From now on everything is heard, for the first time or again. */
  opened?(): void;
  /** From now on nothing is. */
  closed?(): void;
}

const firstDelay = 1000;
const longestDelay = 60_000;
/** Whoever takes a connection and drops it at once is not asked again at once. */
const lasting = 10_000;

const watchers = new Map<string, { stream: Stream; all: Set<Watcher> }>();
let socket: WebSocket | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let delay = firstDelay;
let wasBroken = false;

/** Watches a stream until the function it gives back is called. */
export function watch(stream: Stream, watcher: Watcher): () => void {
  const key = keyOf(stream);
  const entry = watchers.get(key) ?? { stream, all: new Set<Watcher>() };
  if (!watchers.has(key)) {
    watchers.set(key, entry);
    say('subscribe', stream);
  }
  entry.all.add(watcher);
  connect();
  if (isOpen()) watcher.opened?.();
  return () => {
    entry.all.delete(watcher);
    if (entry.all.size > 0) return;
    watchers.delete(key);
    say('unsubscribe', stream);
    if (watchers.size === 0) close();
  };
}

function keyOf(stream: Stream): string {
  return [stream.name, stream.tag ?? stream.list].filter(Boolean).join(' ');
}

function isOpen(): boolean {
  return socket?.readyState === WebSocket.OPEN;
}

function everybody(): Watcher[] {
  return [...watchers.values()].flatMap(({ all }) => [...all]);
}

function say(type: 'subscribe' | 'unsubscribe', stream: Stream): void {
  if (!isOpen()) return;
  const { name, ...rest } = stream;
  socket?.send(JSON.stringify({ type, stream: name, ...rest }));
}

function connect(): void {
  if (socket || timer) return;
  const url = new URL('/api/v1/streaming', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const opened = new WebSocket(url);
  socket = opened;
  let since = Number.POSITIVE_INFINITY;
  opened.onopen = () => {
    since = Date.now();
    for (const { stream } of watchers.values()) say('subscribe', stream);
    for (const watcher of everybody()) {
      watcher.opened?.();
      if (wasBroken) watcher.resumed?.();
    }
    wasBroken = false;
  };
  opened.onmessage = message => hear(String(message.data));
  opened.onclose = () => {
    if (socket !== opened) return;
    socket = undefined;
    wasBroken = true;
    for (const watcher of everybody()) watcher.closed?.();
    if (Date.now() - since >= lasting) delay = firstDelay;
    timer = setTimeout(reconnect, delay * (0.75 + Math.random() / 2));
    delay = Math.min(delay * 2, longestDelay);
  };
}

function reconnect(): void {
  clearTimeout(timer);
  timer = undefined;
  if (watchers.size > 0) connect();
}

/** The network is back, or somebody looks: that is worth a try at once. */
function hurry(): void {
  if (timer && document.visibilityState === 'visible') reconnect();
}

addEventListener('online', hurry);
document.addEventListener('visibilitychange', hurry);

function close(): void {
  const closing = socket;
  socket = undefined;
  clearTimeout(timer);
  timer = undefined;
  wasBroken = false;
  closing?.close();
}

function hear(text: string): void {
  const event = JSON.parse(text) as StreamEvent;
  const payload = readPayload(event.payload);
  const all = watchers.get(event.stream.join(' '))?.all ?? [];
  for (const watcher of all) watcher.event(event.event, payload);
}

function readPayload(payload: string | undefined): unknown {
  return payload?.startsWith('{') ? JSON.parse(payload) : payload;
}
