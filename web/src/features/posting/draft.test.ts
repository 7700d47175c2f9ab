import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { me, preferences } from '../../social/me.ts';
import { emptyStore, keepStatus } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { Draft } from './draft.ts';
import { keptDrafts } from './kept_drafts.ts';
import type { Part } from './part.ts';
import { publishDraft } from './publish.ts';
import { postLength } from './text_length.ts';

const kept = new Map<string, unknown>();
vi.mock('idb-keyval', () => ({
  entries: () => Promise.resolve([...kept.entries()]),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, structuredClone(value))),
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

function first(draft: Draft): Part {
  return draft.parts.value[0] as Part;
}

async function opened(about = {}): Promise<Draft> {
  const draft = new Draft(about);
  await draft.open();
  return draft;
}

const aPause = () => vi.advanceTimersByTimeAsync(500);

test('a link counts the same however long it is, and a mention without its server', () => {
  expect(postLength('https://example.org/a/very/long/path', '', 23)).toBe(23);
  expect(postLength('@maja@ottenby.example hi', '', 23)).toBe('@maja hi'.length);
  expect(postLength('👩‍👩‍👧', 'cw', 23)).toBe(3);
});

test('what is written is there again after a crash, thread and all', async () => {
  const before = await opened();
  first(before).text.value = 'half a thought';
  before.visibility.value = 'private';
  before.addPart();
  before.active.value.text.value = 'and half another';
  await aPause();
  const after = await opened();
  expect(after.parts.value.map(part => part.text.value)).toEqual([
    'half a thought',
    'and half another',
  ]);
  expect(after.visibility.value).toBe('private');
  expect(after.restored.value).toBe(true);
});

test('a draft that is put away stays on the list and is not offered again', async () => {
  const draft = await opened();
  first(draft).text.value = 'half a thought';
  await draft.startAfresh();
  first(draft).text.value = 'another';
  await aPause();
  const texts = (await keptDrafts()).map(one => one.parts[0]?.text);
  expect(new Set(texts)).toEqual(new Set(['another', 'half a thought']));
  draft.close();
  expect(first(await opened()).text.value).toBe('another');
  const aside = (await keptDrafts()).find(one => one.aside);
  expect(first(await opened({ draft: aside?.id })).text.value).toBe('half a thought');
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
  const draft = await opened({ reply: '5' });
  expect(first(draft).text.value).toBe('@maja @tomas@b.example ');
  expect(draft.visibility.value).toBe('private');
  expect(draft.warning.value).toBe('the final');
  expect(draft.worthKeeping).toBe(false);
});

test('an answer to oneself does not mention oneself', () => {
  me.value = anAccount() as never;
  keepStatus(aStatus({ id: '5' }));
  expect(first(new Draft({ reply: '5' })).text.value).toBe('');
});

test('a post goes out once under its key, and the draft with it', async () => {
  const server = serve({ 'POST /api/v1/statuses': () => aStatus({ id: '8' }) });
  const draft = await opened();
  first(draft).text.value = 'geese';
  first(draft).poll.value = { options: ['yes', 'no', ' '], multiple: false, lasts: 3600 };
  draft.quotes.value = 'nobody';
  await aPause();
  await publishDraft(draft);
  expect(server.bodies[0]).toMatchObject({
    status: 'geese',
    poll: { options: ['yes', 'no'], expires_in: 3600 },
    visibility: 'public',
    quote_approval_policy: 'nobody',
  });
  expect(kept.size).toBe(0);
});

test('the key stays while nothing is changed, and is another when something is', () => {
  const part = first(new Draft({}));
  const key = part.keyFor({ status: 'geese' });
  expect(part.keyFor({ status: 'geese' })).toBe(key);
  expect(part.keyFor({ status: 'four geese' })).not.toBe(key);
});

test('a thread goes out post by post; what is refused is left, and goes on from what is out', async () => {
  let next = 8;
  let refuse = true;
  const server = serve({
    'POST /api/v1/statuses': (_path, body) => {
      if (refuse && (body as { status: string }).status === 'two') return 422;
      next += 1;
      return aStatus({ id: String(next) });
    },
  });
  const draft = await opened();
  first(draft).text.value = 'one';
  for (const text of ['two', 'three']) {
    draft.addPart();
    draft.active.value.text.value = text;
  }
  await expect(publishDraft(draft)).rejects.toThrow('The server refuses');
  expect(draft.parts.value.map(part => part.text.value)).toEqual(['two', 'three']);
  refuse = false;
  const done = await publishDraft(draft);
  expect(done.map(one => one.id)).toEqual(['10', '11']);
  expect(server.bodies.map(body => (body as { in_reply_to_id?: string }).in_reply_to_id)).toEqual([
    undefined,
    '9',
    '9',
    '10',
  ]);
});

test('an empty post, a poll with one answer and a text too long cannot be sent', () => {
  const draft = new Draft({});
  const part = first(draft);
  expect(draft.ready.value).toBe(false);
  part.text.value = 'x';
  expect(draft.ready.value).toBe(true);
  part.poll.value = { options: ['only', ''], multiple: false, lasts: 3600 };
  expect(draft.ready.value).toBe(false);
  part.poll.value = undefined;
  part.text.value = 'x'.repeat(501);
  expect(draft.left.value).toBe(-1);
  expect(draft.ready.value).toBe(false);
});

test('a refused post stays where it was', async () => {
  serve({ 'POST /api/v1/statuses': () => 422 });
  const draft = await opened();
  first(draft).text.value = 'geese';
  await expect(publishDraft(draft)).rejects.toThrow('The server refuses');
  expect(first(draft).text.value).toBe('geese');
  expect(draft.sending.value).toBe(false);
});

test('a post that was deleted to be written anew comes with its words, its warning and its audience', async () => {
  const status = aStatus({ text: 'geese #birds', spoiler_text: 'Birds', visibility: 'unlisted' });
  const draft = await opened({ redraft: status });
  expect(first(draft).text.value).toBe('geese #birds');
  expect(draft.shownWarning.value).toBe('Birds');
  expect(draft.visibility.value).toBe('unlisted');
  expect(draft.worthKeeping).toBe(true);
});

test('a change that was begun is offered again over what the post says', async () => {
  serve({
    'GET /api/v1/statuses/5/source': () => ({ id: '5', text: 'Four geese', spoiler_text: '' }),
    'GET /api/v1/statuses/5': () => aStatus({ id: '5' }),
  });
  const draft = await opened({ edit: '5' });
  expect(draft.worthKeeping).toBe(false);
  first(draft).text.value = 'Five geese';
  await aPause();
  expect(first(await opened({ edit: '5' })).text.value).toBe('Five geese');
});
