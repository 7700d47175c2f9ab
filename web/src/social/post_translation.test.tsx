import { fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Instance } from '../api/gen/entities.ts';
import { aPoll, aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { instance } from './me.ts';
import { PostCard } from './post_card.tsx';
import { emptyStore, keepStatus } from './store.ts';

beforeEach(() => {
  emptyStore();
  instance.value = { configuration: { translation: { enabled: true } } } as Instance;
});
afterEach(() => {
  instance.value = undefined;
  vi.unstubAllGlobals();
});

const german = aStatus({
  content: '<p>Viertausend Gänse</p>',
  language: 'de',
  poll: aPoll({ options: [{ title: 'Roggen', votes_count: 0 }], voted: false }),
});

test('a post in another language is read in one’s own, and as it was written again', async () => {
  serve({
    'POST /api/v1/statuses/100/translate': () => ({
      content: '<p>Four thousand geese</p>',
      spoiler_text: '',
      language: 'en',
      poll: { id: '7', options: [{ title: 'Rye' }] },
      media_attachments: [],
      detected_source_language: 'de',
      provider: 'Testlate',
    }),
  });
  keepStatus(german);
  render(<PostCard id="100" />);
  fireEvent.click(screen.getByRole('button', { name: 'Translate from German' }));
  expect(await screen.findByText('Four thousand geese')).toBeTruthy();
  expect(screen.getByRole('radio', { name: 'Rye' })).toBeTruthy();
  expect(screen.getByText('Translated from German by Testlate')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Show original' }));
  expect(screen.getByText('Viertausend Gänse')).toBeTruthy();
});

test('where the server translates nothing, or one reads the language, nothing is offered', () => {
  keepStatus(aStatus());
  const { unmount } = render(<PostCard id="100" />);
  expect(screen.queryByRole('button', { name: /^Translate/ })).toBeNull();
  unmount();
  instance.value = { configuration: { translation: { enabled: false } } } as Instance;
  keepStatus(german);
  render(<PostCard id="100" />);
  expect(screen.queryByRole('button', { name: /^Translate/ })).toBeNull();
});
