import { render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyStore } from '../../social/store.ts';
import { aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { ComposerForm } from './composer_form.tsx';
import { Draft } from './draft.ts';
import DraftsPage from './drafts_page.tsx';
import { endDraft, keptDrafts } from './kept_drafts.ts';
import { publishDraft } from './publish.ts';

const kept = new Map<string, unknown>();
vi.mock('idb-keyval', () => ({
  entries: () => Promise.resolve([...kept.entries()]),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, structuredClone(value))),
  del: (key: string) => Promise.resolve(kept.delete(key)),
}));

/** Web Locks, as far as they are used. */
function fakeLocks() {
  const held = new Set<string>();
  const request = async (name: string, _how: object, act: (lock: object | null) => unknown) => {
    if (held.has(name)) return act(null);
    held.add(name);
    await act({ name });
    held.delete(name);
  };
  return { request };
}

const open: Draft[] = [];

async function opened(about = {}): Promise<Draft> {
  const draft = new Draft(about);
  open.push(draft);
  await draft.open();
  return draft;
}

/** Begun here, and kept at the first pause. */
async function begun(text: string): Promise<Draft> {
  const draft = await opened();
  draft.active.value.text.value = text;
  await draft.save();
  return draft;
}

const textOf = (draft: Draft) => draft.active.value.text.value;

beforeEach(() => {
  emptyStore();
  kept.clear();
  Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
});
afterEach(() => {
  for (const draft of open.splice(0)) draft.close();
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
  vi.unstubAllGlobals();
});

test('what is written here is not offered elsewhere, until it is left', async () => {
  const here = await begun('half a thought');
  expect(textOf(await opened())).toBe('');
  here.close();
  await Promise.resolve();
  expect(textOf(await opened())).toBe('half a thought');
});

test('a draft of the list that is open elsewhere is said to be', async () => {
  await begun('half a thought');
  const [draft] = await keptDrafts();
  const again = await opened({ draft: draft?.id });
  render(<ComposerForm draft={again} done={() => undefined} />);
  expect(screen.getByText('This draft is open elsewhere')).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
  again.close();
  expect(await keptDrafts()).toHaveLength(1);
});

test('what is published in one place is let go in all others, where there are no locks as well', async () => {
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
  const server = serve({ 'POST /api/v1/statuses': () => aStatus({ id: '8' }) });
  const here = await begun('half a thought');
  const there = await opened();
  expect(textOf(there)).toBe('half a thought');
  await publishDraft(here);
  await vi.waitFor(() => expect(textOf(there)).toBe(''));
  expect(there.ready.value).toBe(false);
  expect(server.asked).toEqual(['POST /api/v1/statuses']);
});

test('the list of drafts hears of those that are gone', async () => {
  await begun('half a thought');
  render(<DraftsPage />);
  expect(await screen.findByText('half a thought')).toBeTruthy();
  const [draft] = await keptDrafts();
  await endDraft(draft?.id ?? '');
  expect(await screen.findByText('No drafts')).toBeTruthy();
});
