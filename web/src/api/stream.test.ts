import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watch } from './stream.ts';

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen?: () => void;
  onclose?: () => void;
  onmessage?: (message: { data: string }) => void;

  constructor() {
    FakeSocket.all.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

function last(): FakeSocket {
  const socket = FakeSocket.all.at(-1);
  if (!socket) throw new Error('no socket was opened');
  return socket;
}

function watcher() {
  return { event: vi.fn(), resumed: vi.fn(), opened: vi.fn(), closed: vi.fn() };
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('several streams share one socket, which closes with the last', () => {
  const user = watcher();
  const stopUser = watch({ name: 'user' }, user);
  const stopTag = watch({ name: 'hashtag', tag: 'birds' }, watcher());
  expect(FakeSocket.all).toHaveLength(1);
  last().open();
  expect(last().sent).toEqual([
    '{"type":"subscribe","stream":"user"}',
    '{"type":"subscribe","stream":"hashtag","tag":"birds"}',
  ]);
  stopTag();
  expect(last().sent.at(-1)).toBe('{"type":"unsubscribe","stream":"hashtag","tag":"birds"}');
  stopUser();
  expect(last().readyState).toBe(3);
});

test('an event reaches those who watch its stream, with its payload read', () => {
  const user = watcher();
  const tag = watcher();
  const stops = [watch({ name: 'user' }, user), watch({ name: 'hashtag', tag: 'birds' }, tag)];
  last().open();
  last().onmessage?.({
    data: '{"stream":["hashtag","birds"],"event":"update","payload":"{\\"id\\":\\"5\\"}"}',
  });
  last().onmessage?.({ data: '{"stream":["user"],"event":"delete","payload":"5"}' });
  expect(tag.event).toHaveBeenCalledExactlyOnceWith('update', { id: '5' });
  expect(user.event).toHaveBeenCalledExactlyOnceWith('delete', '5');
  for (const stop of stops) stop();
});

test('a broken socket is opened again, later each time, and the watchers hear of it', () => {
  const user = watcher();
  const stop = watch({ name: 'user' }, user);
  last().open();
  last().close();
  vi.advanceTimersByTime(1500);
  expect(FakeSocket.all).toHaveLength(2);
  last().close();
  vi.advanceTimersByTime(1400);
  expect(FakeSocket.all).toHaveLength(2);
  vi.advanceTimersByTime(2000);
  expect(FakeSocket.all).toHaveLength(3);
  last().open();
  expect(user.resumed).toHaveBeenCalledTimes(1);
  stop();
});

test('who watches hears when the connection is there, and when it is not', () => {
  const first = watcher();
  const second = watcher();
  const stops = [watch({ name: 'user' }, first)];
  expect(first.opened).not.toHaveBeenCalled();
  last().open();
  expect(first.opened).toHaveBeenCalledTimes(1);
  expect(first.resumed).not.toHaveBeenCalled();
  stops.push(watch({ name: 'public' }, second));
  expect(second.opened).toHaveBeenCalledTimes(1);
  last().close();
  expect(second.closed).toHaveBeenCalledTimes(1);
  for (const stop of stops) stop();
});

test('a connection that is dropped as soon as it is there is not asked for again at once', () => {
  const stop = watch({ name: 'user' }, watcher());
  for (let times = 0; times < 4; times += 1) {
    last().open();
    last().close();
    vi.advanceTimersByTime(80_000);
  }
  last().open();
  last().close();
  const many = FakeSocket.all.length;
  vi.advanceTimersByTime(5000);
  expect(FakeSocket.all).toHaveLength(many);
  vi.advanceTimersByTime(80_000);
  last().open();
  vi.advanceTimersByTime(20_000);
  last().close();
  vi.advanceTimersByTime(1500);
  expect(FakeSocket.all).toHaveLength(many + 2);
  stop();
});

test.each([
  ['the network is back', () => window.dispatchEvent(new Event('online'))],
  ['somebody looks', () => document.dispatchEvent(new Event('visibilitychange'))],
])('when %s it is tried at once', (_when, happens) => {
  const stop = watch({ name: 'user' }, watcher());
  last().open();
  for (let times = 0; times < 7; times += 1) {
    last().close();
    vi.advanceTimersByTime(80_000);
  }
  last().close();
  const many = FakeSocket.all.length;
  happens();
  expect(FakeSocket.all).toHaveLength(many + 1);
  happens();
  expect(FakeSocket.all).toHaveLength(many + 1);
  stop();
});
