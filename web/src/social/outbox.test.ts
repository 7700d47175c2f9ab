import { beforeEach, expect, test, vi } from 'vitest';
import { aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';

const kept = vi.hoisted(() => new Map<string, unknown>());
vi.mock('idb-keyval', () => ({
  get: (key: string) => Promise.resolve(kept.get(key)),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)),
}));

const { discardWaiting, retryWaiting, sendLater, sendWaiting, waitingPosts } = await import(
  './outbox.ts'
);
const { me } = await import('./me.ts');

beforeEach(() => {
  kept.clear();
  waitingPosts.value = [];
  me.value = { id: '1' } as NonNullable<typeof me.value>;
});

test('what waits is kept for its account, and sent once under its key', async () => {
  const server = serve({ 'POST /api/v1/statuses': () => aStatus({ id: '7' }) });
  await sendLater({ status: 'geese' }, 'key-1');
  expect(kept.get('outbox 1')).toMatchObject([{ key: 'key-1', input: { status: 'geese' } }]);
  await sendWaiting();
  await sendWaiting();
  expect(server.asked).toEqual(['POST /api/v1/statuses']);
  expect(waitingPosts.value).toEqual([]);
  expect(kept.get('outbox 1')).toEqual([]);
});

test('without a network it goes on waiting, and the next ones are not tried', async () => {
  vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('no network')));
  await sendLater({ status: 'one' }, 'a');
  await sendLater({ status: 'two' }, 'b');
  await sendWaiting();
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(waitingPosts.value.map(one => one.refused)).toEqual([undefined, undefined]);
});

test('what the server refuses says why, and goes out when it is tried again', async () => {
  let refuses = true;
  serve({ 'POST /api/v1/statuses': () => (refuses ? 422 : aStatus({ id: '8' })) });
  await sendLater({ status: 'too long' }, 'a');
  await sendWaiting();
  expect(waitingPosts.value[0]?.refused).toBe('The server refuses');
  refuses = false;
  await retryWaiting('a');
  expect(waitingPosts.value).toEqual([]);
});

test('a post whose answer got lost is looked for before it is sent after an hour', async () => {
  const now = Date.now();
  const server = serve({
    'GET /api/v1/accounts/1/statuses': () => [
      aStatus({ id: '9', created_at: new Date(now - 3_590_000).toISOString() }),
    ],
    'GET /api/v1/statuses/9/source': () => ({ id: '9', text: 'geese', spoiler_text: '' }),
  });
  waitingPosts.value = [{ key: 'a', input: { status: 'geese' }, since: now - 3_600_000 }];
  await sendWaiting();
  expect(server.asked.some(question => question.startsWith('POST'))).toBe(false);
  expect(waitingPosts.value).toEqual([]);
});

test('what is discarded is gone', async () => {
  await sendLater({ status: 'no' }, 'a');
  await discardWaiting('a');
  expect(kept.get('outbox 1')).toEqual([]);
});
