import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ScheduledStatus } from '../../api/gen/entities.ts';
import { composing } from '../../social/composing.ts';
import { preferences } from '../../social/me.ts';
import { emptyStore, keepStatus } from '../../social/store.ts';
import { aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { startingVisibility } from './beginnings.ts';
import { Draft } from './draft.ts';
import { keptDrafts } from './kept_drafts.ts';
import { takeBack } from './scheduled.ts';

const kept = new Map<string, unknown>();
vi.mock('idb-keyval', () => ({
  entries: () => Promise.resolve([...kept.entries()]),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, structuredClone(value))),
  del: (key: string) => Promise.resolve(kept.delete(key)),
}));

function waiting(params: object): ScheduledStatus {
  return {
    id: '70',
    scheduled_at: '2031-05-06T07:08:00.000Z',
    params: { text: 'Prints are ready.', poll: null, in_reply_to_id: null, ...params },
    media_attachments: [],
  } as unknown as ScheduledStatus;
}

function usually(visibility: string, quotes: string): void {
  preferences.value = {
    'posting:default:visibility': visibility,
    'posting:default:quote_policy': quotes,
  } as never;
}

beforeEach(() => {
  kept.clear();
  emptyStore();
});
afterEach(() => {
  composing.value = undefined;
  preferences.value = undefined;
  vi.unstubAllGlobals();
});

test('what it quotes and who may quote it come back with a post that waited', async () => {
  serve({ 'DELETE /api/v1/scheduled_statuses/70': () => ({}) });
  await takeBack(
    waiting({ visibility: 'unlisted', quoted_status_id: '5', quote_approval_policy: 'nobody' }),
  );
  expect(composing.value).toEqual({ quote: '5', draft: '70' });
  const draft = new Draft(composing.value ?? {});
  await draft.open();
  draft.close();
  expect([draft.visibility.value, draft.quotes.value]).toEqual(['unlisted', 'nobody']);
});

test.each([
  [null, 'private'],
  ['circle', 'direct'],
])('a post that waited for those the server calls %s is for %s', async (visibility, becomes) => {
  usually('private', 'followers');
  serve({ 'DELETE /api/v1/scheduled_statuses/70': () => ({}) });
  await takeBack(waiting({ visibility }));
  expect((await keptDrafts())[0]).toMatchObject({ visibility: becomes, quotes: 'followers' });
});

test('a post that could not be taken back is not a draft as well', async () => {
  serve({ 'DELETE /api/v1/scheduled_statuses/70': () => 500 });
  await takeBack(waiting({ visibility: 'public' }));
  expect(kept.size).toBe(0);
});

test('what is written anew, or answers, is for no more people when those are not known here', async () => {
  const draft = new Draft({ redraft: aStatus({ text: 'geese', visibility: 'circle' }) });
  await draft.open();
  draft.close();
  expect(draft.visibility.value).toBe('direct');
  keepStatus(aStatus({ id: '5', visibility: 'circle' }));
  expect(startingVisibility({ reply: '5' })).toBe('direct');
});
