import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aPoll, aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { Confirmation } from '../ui/confirm.tsx';
import { Toasts } from '../ui/toast.tsx';
import { composing } from './composing.ts';
import {
  boostFor,
  redraftPost,
  revokeQuote,
  sharePost,
  toggleBoost,
  toggleFavourite,
  vote,
} from './status_actions.ts';
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

test('a boost for some says for whom, and is taken back when it is refused', async () => {
  const server = serve({ 'POST /api/v1/statuses/5/reblog': () => 422 });
  keepStatus(aStatus({ id: '5', reblogs_count: 1 }));
  const done = boostFor('5', 'private');
  expect(postOf('5')).toMatchObject({ reblogged: true, reblogs_count: 2 });
  await done;
  expect(server.bodies).toEqual([{ visibility: 'private' }]);
  expect(postOf('5')).toMatchObject({ reblogged: false, reblogs_count: 1 });
});

test('one’s post is taken out of a quote after asking', async () => {
  const server = serve({ 'POST /api/v1/statuses/5/quotes/9/revoke': () => aStatus({ id: '9' }) });
  keepStatus(
    aStatus({ id: '9', quote: { state: 'accepted', quoted_status: aStatus({ id: '5' }) } }),
  );
  render(<Confirmation />);
  const done = revokeQuote('9');
  fireEvent.click(await screen.findByRole('button', { name: 'Take it out' }));
  await done;
  expect(server.asked).toEqual(['POST /api/v1/statuses/5/quotes/9/revoke']);
  expect(postOf('9')?.quote).toEqual({ state: 'revoked', status_id: null });
});

test('a post is deleted and its words go back into the composer, with what it answered', async () => {
  const deleted = aStatus({ id: '5', text: 'geese' });
  serve({ 'DELETE /api/v1/statuses/5': () => deleted });
  keepStatus(aStatus({ id: '5', in_reply_to_id: '4' }));
  render(<Confirmation />);
  const done = redraftPost('5');
  fireEvent.click(await screen.findByRole('button', { name: 'Delete and write anew' }));
  await done;
  await waitFor(() => expect(postOf('5')).toBeUndefined());
  expect(composing.value).toEqual({ redraft: deleted, reply: '4' });
  composing.value = undefined;
});

test('where the device shares nothing, the link is copied', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  keepStatus(aStatus({ id: '5' }));
  await sharePost('5');
  expect(writeText).toHaveBeenCalledWith('https://skein.example/@maja/5');
  const share = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { share });
  await sharePost('5');
  expect(share).toHaveBeenCalledWith({ url: 'https://skein.example/@maja/5' });
});
