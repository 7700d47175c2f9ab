import { render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reached } from '../api/reach.ts';
import { aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { QuotedPost } from './quoted_post.tsx';
import { emptyStore } from './store.ts';

const quote = { state: 'accepted' as const, status_id: '5' };

beforeEach(emptyStore);
afterEach(() => {
  reached.value = true;
  vi.unstubAllGlobals();
});

test('a post that is gone is said to be, and not on its way for ever', async () => {
  serve({ 'GET /api/v1/statuses/5': () => 404 });
  render(<QuotedPost quote={quote} />);
  expect(screen.getByText('The quoted post is on its way.')).toBeTruthy();
  expect(
    await screen.findByText('The post was deleted, or it is not for you to see.'),
  ).toBeTruthy();
});

test('without a network it could not be loaded, and is asked for when there is one', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  render(<QuotedPost quote={quote} />);
  expect(await screen.findByText('This could not be loaded')).toBeTruthy();
  serve({ 'GET /api/v1/statuses/5': () => aStatus({ id: '5' }) });
  reached.value = true;
  expect(await screen.findByText('Four thousand geese')).toBeTruthy();
});
