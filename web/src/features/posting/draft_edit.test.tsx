import { fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyStore } from '../../social/store.ts';
import { aPoll, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { ComposerForm } from './composer_form.tsx';
import { Draft } from './draft.ts';
import { keptDrafts } from './kept_drafts.ts';
import { publishDraft } from './publish.ts';

const kept = new Map<string, unknown>();
vi.mock('idb-keyval', () => ({
  entries: () => Promise.resolve([...kept.entries()]),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, structuredClone(value))),
  del: (key: string) => Promise.resolve(kept.delete(key)),
}));

const picture = { id: '3', type: 'image', url: '/3.png', preview_url: '/3.png', description: 'x' };
const source = { id: '5', text: 'Four geese', spoiler_text: 'Birds' };

beforeEach(() => {
  emptyStore();
  kept.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function serveThePost(change: object = {}) {
  return serve({
    'GET /api/v1/statuses/5/source': () => source,
    'GET /api/v1/statuses/5': () => aStatus({ id: '5', ...change }),
    'GET /api/v1/media/3': () => picture,
    'GET /api/v1/instance/languages': () => [],
    'PUT /api/v1/statuses/5': () => aStatus({ id: '5' }),
  });
}

async function begunAndLeft(text: string): Promise<void> {
  vi.useFakeTimers();
  const draft = new Draft({ edit: '5' });
  await draft.open();
  draft.active.value.text.value = text;
  await vi.advanceTimersByTimeAsync(500);
  draft.close();
  vi.useRealTimers();
}

test('a change that is put away leaves the post with its media, its warning and its text', async () => {
  const server = serveThePost({ media_attachments: [picture] });
  await begunAndLeft('Five geese');
  const draft = new Draft({ edit: '5' });
  await draft.open();
  expect(draft.active.value.text.value).toBe('Five geese');
  await draft.startAfresh();
  expect(draft.active.value.text.value).toBe('Four geese');
  draft.active.value.text.value = 'Six geese';
  await publishDraft(draft);
  expect(server.bodies.at(-1)).toMatchObject({
    status: 'Six geese',
    spoiler_text: 'Birds',
    media_ids: ['3'],
  });
  expect((await keptDrafts()).map(one => one.parts[0]?.text)).toEqual(['Five geese']);
});

test('a change that is put away leaves the post with its poll', async () => {
  const server = serveThePost({ poll: aPoll() });
  await begunAndLeft('Five geese');
  const draft = new Draft({ edit: '5' });
  await draft.open();
  await draft.startAfresh();
  await publishDraft(draft);
  expect(server.bodies.at(-1)).toMatchObject({ poll: { options: ['Rye', 'Dill'] } });
});

test('a post that cannot be read cannot be written over, and is read when asked once more', async () => {
  serve({});
  const draft = new Draft({ edit: '5' });
  render(<ComposerForm draft={draft} done={() => undefined} />);
  expect(draft.ready.value).toBe(false);
  expect(screen.queryByRole('textbox')).toBeNull();
  await draft.open();
  expect(await screen.findByText('This could not be loaded')).toBeTruthy();
  expect(draft.ready.value).toBe(false);
  serveThePost();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text' });
  expect(text.value).toBe('Four geese');
  draft.close();
});

test('what was closed before it was read keeps nothing', async () => {
  vi.useFakeTimers();
  serveThePost();
  const draft = new Draft({ edit: '5' });
  const opening = draft.open();
  draft.close();
  await opening;
  draft.active.value.text.value = 'Five geese';
  await vi.advanceTimersByTimeAsync(500);
  expect(kept.size).toBe(0);
});
