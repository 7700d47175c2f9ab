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
  return { event: vi.fn(), resumed: vi.fn() };
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
