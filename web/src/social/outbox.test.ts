import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MediaAttachment } from '../api/gen/entities.ts';
import { anAccount, aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';

const kept = vi.hoisted(() => new Map<string, unknown>());
vi.mock('idb-keyval', () => ({
  get: (key: string) => Promise.resolve(kept.get(key)),
  update: (key: string, by: (value: unknown) => unknown) =>
    Promise.resolve(kept.set(key, by(kept.get(key)))),
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
afterEach(() => vi.useRealTimers());

const whoAmI = 'GET /api/v1/accounts/verify_credentials';
const itIsMe = { [whoAmI]: () => anAccount() };

function published(server: { asked: string[] }): number {
  return server.asked.filter(question => question.startsWith('POST')).length;
}

test('what waits is kept for its account, and sent once under its key', async () => {
  const server = serve({ ...itIsMe, 'POST /api/v1/statuses': () => aStatus({ id: '7' }) });
  await sendLater({ status: 'geese' }, 'key-1');
  expect(kept.get('outbox 1')).toMatchObject([{ key: 'key-1', input: { status: 'geese' } }]);
  await sendWaiting();
  await sendWaiting();
  expect(published(server)).toBe(1);
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
  serve({ ...itIsMe, 'POST /api/v1/statuses': () => (refuses ? 422 : aStatus({ id: '8' })) });
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
    ...itIsMe,
    'GET /api/v1/accounts/1/statuses': () => [
      aStatus({ id: '9', created_at: new Date(now - 3_590_000).toISOString() }),
    ],
    'GET /api/v1/statuses/9/source': () => ({ id: '9', text: 'geese', spoiler_text: '' }),
  });
  waitingPosts.value = [{ key: 'a', input: { status: 'geese' }, since: now - 3_600_000 }];
  await sendWaiting();
  expect(published(server)).toBe(0);
  expect(waitingPosts.value).toEqual([]);
});

test('what is discarded is gone', async () => {
  await sendLater({ status: 'no' }, 'a');
  await discardWaiting('a');
  expect(kept.get('outbox 1')).toEqual([]);
});

test('what another window put there is not lost, whichever writes last', async () => {
  await sendLater({ status: 'here' }, 'a');
  kept.set('outbox 1', [
    ...(kept.get('outbox 1') as object[]),
    { key: 'b', input: { status: 'there' }, since: 1 },
  ]);
  await sendLater({ status: 'here too' }, 'c');
  await discardWaiting('a');
  expect(kept.get('outbox 1')).toMatchObject([{ key: 'b' }, { key: 'c' }]);
});

test('a server that answers and cannot is asked again, later each time', async () => {
  vi.useFakeTimers();
  let fails = true;
  const server = serve({
    ...itIsMe,
    'POST /api/v1/statuses': () => (fails ? 502 : aStatus({ id: '7' })),
  });
  await sendLater({ status: 'geese' }, 'a');
  await sendWaiting();
  expect(waitingPosts.value).toMatchObject([{ key: 'a' }]);
  await vi.advanceTimersByTimeAsync(60_000);
  const many = published(server);
  expect(many).toBeGreaterThan(1);
  expect(many).toBeLessThan(6);
  fails = false;
  await vi.advanceTimersByTimeAsync(20 * 60_000);
  expect(waitingPosts.value).toEqual([]);
  expect(published(server)).toBe(many + 1);
});

test.each([
  ['the same words with other pictures', { status: 'geese', media_ids: ['4'] }, { text: 'geese' }],
  ['no words and no pictures', { status: '', poll: { options: ['a', 'b'] } }, { text: '' }],
  ['an answer to something else', { status: 'geese', in_reply_to_id: '3' }, { text: 'geese' }],
])('%s are not the same post', async (_what, input, source) => {
  const server = serve({
    ...itIsMe,
    'GET /api/v1/accounts/1/statuses': () => [
      aStatus({ id: '9', created_at: new Date().toISOString() }),
    ],
    'GET /api/v1/statuses/9/source': () => ({ id: '9', spoiler_text: '', ...source }),
    'POST /api/v1/statuses': () => aStatus({ id: '10' }),
  });
  kept.set('outbox 1', [{ key: 'a', input, since: Date.now() - 3_600_000 }]);
  await sendWaiting();
  expect(published(server)).toBe(1);
});

test('a post of pictures alone is known by its pictures', async () => {
  const server = serve({
    ...itIsMe,
    'GET /api/v1/accounts/1/statuses': () => [
      aStatus({
        id: '9',
        created_at: new Date().toISOString(),
        media_attachments: [{ id: '4' } as MediaAttachment],
      }),
    ],
    'GET /api/v1/statuses/9/source': () => ({ id: '9', text: '', spoiler_text: '' }),
  });
  kept.set('outbox 1', [
    { key: 'a', input: { status: '', media_ids: ['4'] }, since: Date.now() - 3_600_000 },
  ]);
  await sendWaiting();
  expect(published(server)).toBe(0);
  expect(waitingPosts.value).toEqual([]);
});

test('nothing is sent as somebody else, who signed in meanwhile', async () => {
  const server = serve({ [whoAmI]: () => anAccount({ id: '2' }) });
  await sendLater({ status: 'geese' }, 'a');
  await sendWaiting();
  expect(published(server)).toBe(0);
  expect(waitingPosts.value).toHaveLength(1);
});
