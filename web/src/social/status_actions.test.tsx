import { render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aPoll, aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { Toasts } from '../ui/toast.tsx';
import { toggleBoost, toggleFavourite, vote } from './status_actions.ts';
import { emptyStore, keepStatus, postOf } from './store.ts';

beforeEach(emptyStore);
afterEach(() => vi.unstubAllGlobals());

test('a favourite is seen at once, and then as the server counts it', async () => {
  serve({
    'POST /api/v1/statuses/5/favourite': () =>
      aStatus({ id: '5', favourited: true, favourites_count: 12 }),
  });
  keepStatus(aStatus({ id: '5', favourites_count: 3 }));
  const done = toggleFavourite('5');
  expect(postOf('5')).toMatchObject({ favourited: true, favourites_count: 4 });
  expect(await done).toBe(true);
  expect(postOf('5')?.favourites_count).toBe(12);
});

test("a refused favourite is taken back, with the server's words", async () => {
  serve({ 'POST /api/v1/statuses/5/favourite': () => 422 });
  keepStatus(aStatus({ id: '5', favourites_count: 3 }));
  render(<Toasts />);
  expect(await toggleFavourite('5')).toBe(false);
  expect(postOf('5')).toMatchObject({ favourited: false, favourites_count: 3 });
  expect((await screen.findByRole('status')).textContent).toContain('The server refuses');
});

test('a boost is undone by the same button', async () => {
  const server = serve({
    'POST /api/v1/statuses/5/unreblog': () => aStatus({ id: '5', reblogs_count: 0 }),
  });
  keepStatus(aStatus({ id: '5', reblogged: true, reblogs_count: 1 }));
  await toggleBoost('5');
  expect(server.asked).toEqual(['POST /api/v1/statuses/5/unreblog']);
  expect(postOf('5')).toMatchObject({ reblogged: false, reblogs_count: 0 });
});

test('a vote counts at once and is taken back when it is refused', async () => {
  serve({ 'POST /api/v1/polls/7/votes': () => 404 });
  keepStatus(aStatus({ id: '5', poll: aPoll() }));
  const done = vote('5', [1]);
  expect(postOf('5')?.poll).toMatchObject({ voted: true, own_votes: [1], votes_count: 4 });
  await done;
  expect(postOf('5')?.poll).toMatchObject({ voted: false, own_votes: [], votes_count: 3 });
});
