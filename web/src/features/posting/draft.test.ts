import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { me, preferences } from '../../social/me.ts';
import { emptyStore, keepStatus } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { Draft } from './draft.ts';
import { postLength } from './text_length.ts';

const kept = new Map<string, unknown>();
vi.mock('idb-keyval', () => ({
  get: (key: string) => Promise.resolve(kept.get(key)),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)),
  del: (key: string) => Promise.resolve(kept.delete(key)),
}));

beforeEach(() => {
  emptyStore();
  kept.clear();
  vi.useFakeTimers();
  preferences.value = undefined;
  me.value = undefined;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a link counts the same however long it is, and a mention without its server', () => {
  expect(postLength('https://example.org/a/very/long/path', '', 23)).toBe(23);
  expect(postLength('@maja@ottenby.example hi', '', 23)).toBe('@maja hi'.length);
  expect(postLength('👩‍👩‍👧', 'cw', 23)).toBe(3);
});

test('what is written is there again after a crash', async () => {
  const first = new Draft({});
  await first.open();
  first.text.value = 'half a thought';
  first.visibility.value = 'private';
  await vi.advanceTimersByTimeAsync(500);
  const second = new Draft({});
  await second.open();
  expect(second.text.value).toBe('half a thought');
  expect(second.visibility.value).toBe('private');
  expect(second.restored.value).toBe(true);
});

test('an answer begins with whom it answers, and is for no more people', async () => {
  keepStatus(
    aStatus({
      id: '5',
      visibility: 'private',
      spoiler_text: 'the final',
      mentions: [{ id: '3', username: 'tomas', acct: 'tomas@b.example', url: '' }],
    }),
  );
  const draft = new Draft({ reply: '5' });
  await draft.open();
  expect(draft.text.value).toBe('@maja @tomas@b.example ');
  expect(draft.visibility.value).toBe('private');
  expect(draft.warning.value).toBe('the final');
  expect(draft.worthKeeping).toBe(false);
});

test('an answer to oneself does not mention oneself', () => {
  me.value = anAccount() as never;
  keepStatus(aStatus({ id: '5' }));
  expect(new Draft({ reply: '5' }).text.value).toBe('');
});

test('a post goes out once under its key, and the draft with it', async () => {
  const server = serve({ 'POST /api/v1/statuses': () => aStatus({ id: '8' }) });
  const draft = new Draft({});
  await draft.open();
  draft.text.value = 'geese';
  draft.poll.value = { options: ['yes', 'no', ' '], multiple: false, lasts: 3600 };
  await vi.advanceTimersByTimeAsync(500);
  await draft.publish();
  expect(server.bodies[0]).toMatchObject({
    status: 'geese',
    poll: { options: ['yes', 'no'], expires_in: 3600 },
    visibility: 'public',
  });
  expect(kept.size).toBe(0);
});

test('an empty post, a poll with one answer and a text too long cannot be sent', () => {
  const draft = new Draft({});
  expect(draft.ready.value).toBe(false);
  draft.text.value = 'x';
  expect(draft.ready.value).toBe(true);
  draft.poll.value = { options: ['only', ''], multiple: false, lasts: 3600 };
  expect(draft.ready.value).toBe(false);
  draft.poll.value = undefined;
  draft.text.value = 'x'.repeat(501);
  expect(draft.left.value).toBe(-1);
  expect(draft.ready.value).toBe(false);
});

test('a refused post stays where it was', async () => {
  serve({ 'POST /api/v1/statuses': () => 422 });
  const draft = new Draft({});
  await draft.open();
  draft.text.value = 'geese';
  await expect(draft.publish()).rejects.toThrow('The server refuses');
  expect(draft.text.value).toBe('geese');
  expect(draft.sending.value).toBe(false);
});
