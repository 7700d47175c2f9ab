import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Filter } from '../../api/gen/entities.ts';
import { emptyStore, keepStatus, postOf } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { FilterDraft } from './filter_draft.ts';
import FilterPage from './filter_page.tsx';
import { filters } from './filters.ts';
import PostFilterDialog from './post_filter_dialog.tsx';

const filter = (change: Partial<Filter> = {}): Filter => ({
  id: '5',
  title: 'Geese',
  context: ['home'],
  expires_at: null,
  filter_action: 'hide',
  keywords: [{ id: '51', keyword: 'geese', whole_word: true }],
  statuses: [],
  ...change,
});

beforeEach(() => {
  emptyStore();
  filters.value = undefined;
});
afterEach(() => vi.unstubAllGlobals());

test('a word of a post is muted for a day, and posts with it are filtered at once', async () => {
  const server = serve({
    'POST /api/v2/filters': () => filter(),
    'GET /api/v2/filters': () => [filter()],
  });
  keepStatus(aStatus({ account: anAccount({ id: '2' }) }));
  const onClose = vi.fn();
  render(<PostFilterDialog about={{ post: '100' }} onClose={onClose} />);
  fireEvent.click(screen.getByRole('button', { name: 'geese' }));
  expect(screen.getByRole('radio', { name: 'A day' })).toHaveProperty('checked', true);
  fireEvent.click(screen.getByRole('button', { name: 'Mute' }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(server.bodies[0]).toMatchObject({
    title: 'geese',
    filter_action: 'hide',
    expires_in: 86_400,
    keywords_attributes: [{ keyword: 'geese', whole_word: true }],
  });
  expect(postOf('100')?.filtered?.[0]?.filter.title).toBe('Geese');
});

test('before it is saved, one sees what it would catch', async () => {
  serve({
    'GET /api/v2/filters': () => [],
    'GET /api/v1/timelines/home': () => [
      aStatus({ id: '1', content: '<p>Bread at three</p>' }),
      aStatus({ id: '2' }),
    ],
  });
  render(<FilterPage parameters={{}} />);
  const field = await screen.findByRole('textbox', { name: 'A word or a phrase' });
  await screen.findByText(/Type a word/);
  fireEvent.input(field, { target: { value: 'GEESE' } });
  expect(await screen.findByText('1 of the 2 posts you read lately.')).toBeTruthy();
  expect(screen.getByText('geese').tagName).toBe('MARK');
});

test('changing a filter keeps its end unless another is chosen, and drops the words taken out', () => {
  const draft = new FilterDraft(filter({ expires_at: '2099-01-01T00:00:00.000Z' }));
  draft.remove('geese');
  draft.typed.value = 'ducks';
  draft.wholeWord.value = false;
  expect(draft.input).toEqual({
    title: 'Geese',
    filter_action: 'hide',
    context: ['home'],
    keywords_attributes: [
      { keyword: 'ducks', whole_word: false },
      { id: '51', _destroy: true },
    ],
  });
  draft.add();
  draft.toggleWhole('ducks');
  expect(draft.input.keywords_attributes[0]).toEqual({ keyword: 'ducks', whole_word: true });
  draft.lasts.value = 'ever';
  expect(draft.input.expires_in).toBeNull();
  draft.lasts.value = '86400';
  expect(draft.input.expires_in).toBe(86_400);
});

test('a filter needs words and a place', () => {
  const draft = new FilterDraft();
  expect(draft.ready.value).toBe(false);
  draft.typed.value = 'ducks';
  expect(draft.ready.value).toBe(true);
  expect(draft.input.title).toBe('ducks');
  draft.lasts.value = 'until';
  draft.until.value = '2020-01-01T12:00';
  expect(draft.ready.value).toBe(false);
  draft.until.value = '2099-01-01T12:00';
  expect(draft.ready.value).toBe(true);
  for (const place of draft.context.value) draft.toggleContext(place);
  expect(draft.ready.value).toBe(false);
});
