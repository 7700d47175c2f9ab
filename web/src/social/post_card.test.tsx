import { fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Filter } from '../api/gen/entities.ts';
import { anAccount, aPoll, aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { choices } from './choices.ts';
import { PostCard } from './post_card.tsx';
import { emptyStore, keepStatus } from './store.ts';

beforeEach(emptyStore);
afterEach(() => {
  vi.unstubAllGlobals();
  choices.value = { ...choices.value, hideCounts: false };
});

test('a post is an article named by its author and its time', () => {
  keepStatus(aStatus());
  render(<PostCard id="100" />);
  expect(screen.getByRole('article', { name: /Maja/ })).toBeTruthy();
  expect(screen.getByText('Four thousand geese')).toBeTruthy();
});

test('a boost says whose it is and shows what is boosted', () => {
  keepStatus(
    aStatus({
      id: '9',
      account: anAccount({ id: '2', username: 'ada', display_name: 'Ada' }),
      reblog: aStatus(),
    }),
  );
  render(<PostCard id="9" />);
  expect(screen.getByText(/boosted/).textContent).toBe('Ada boosted');
  expect(screen.getByRole('article', { name: /Maja/ })).toBeTruthy();
});

test('a warning hides the text until it is asked for', () => {
  keepStatus(aStatus({ spoiler_text: 'Spoiler' }));
  render(<PostCard id="100" />);
  expect(screen.queryByText('Four thousand geese')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show' }));
  expect(screen.getByText('Four thousand geese')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Hide' }).getAttribute('aria-expanded')).toBe('true');
});

test('a favourite is a button that is pressed, with the count in its name', () => {
  serve({
    'POST /api/v1/statuses/100/favourite': () =>
      aStatus({ favourited: true, favourites_count: 55 }),
  });
  keepStatus(aStatus({ favourites_count: 54 }));
  render(<PostCard id="100" />);
  const button = screen.getByRole('button', { name: 'Favourite 54' });
  fireEvent.click(button);
  expect(screen.getByRole('button', { name: 'Favourite 55', pressed: true })).toBeTruthy();
});

test('counts can be hidden', () => {
  choices.value = { ...choices.value, hideCounts: true };
  keepStatus(aStatus({ favourites_count: 54 }));
  render(<PostCard id="100" />);
  expect(screen.getByRole('button', { name: 'Favourite' })).toBeTruthy();
});

test('what was said to some cannot be boosted', () => {
  keepStatus(aStatus({ visibility: 'direct' }));
  render(<PostCard id="100" />);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Boost' }).disabled).toBe(true);
});

test('a poll is voted in and then shows where it stands', () => {
  serve({
    'POST /api/v1/polls/7/votes': () => aPoll({ voted: true, own_votes: [0], votes_count: 4 }),
  });
  keepStatus(aStatus({ poll: aPoll() }));
  render(<PostCard id="100" />);
  fireEvent.click(screen.getByRole('radio', { name: 'Rye' }));
  fireEvent.click(screen.getByRole('button', { name: 'Vote' }));
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.getAllByText('50%')).toHaveLength(2);
});

test('sensitive media is covered, and told of', () => {
  const picture = {
    id: '3',
    type: 'image' as const,
    url: '/a.png',
    preview_url: '/b.png',
    remote_url: null,
    meta: null,
    description: 'Geese',
    blurhash: null,
  };
  keepStatus(aStatus({ sensitive: true, media_attachments: [picture] }));
  render(<PostCard id="100" />);
  expect(screen.queryByRole('img', { name: 'Geese' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /Sensitive media/ }));
  expect(screen.getByRole('img', { name: 'Geese' })).toBeTruthy();
});

const football = (change: Partial<Filter> = {}) => ({
  filter: {
    id: '1',
    title: 'Football',
    context: ['home' as const],
    expires_at: null,
    filter_action: 'warn' as const,
    ...change,
  },
  keyword_matches: ['goal'],
  status_matches: null,
});

test('a filtered post says by what, and can be read', () => {
  keepStatus(aStatus({ filtered: [football()] }));
  render(<PostCard id="100" context="home" />);
  expect(screen.queryByText('Four thousand geese')).toBeNull();
  expect(screen.getByRole('article', { name: 'Filtered: Football' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Show anyway' }));
  expect(screen.getByText('Four thousand geese')).toBeTruthy();
});

test('a filter holds only where it is for, and until it ends; the one that hides most decides', () => {
  keepStatus(aStatus({ filtered: [football()] }));
  const { rerender } = render(<PostCard id="100" context="public" />);
  expect(screen.getByText('Four thousand geese')).toBeTruthy();
  keepStatus(aStatus({ filtered: [football({ expires_at: '2020-01-01T00:00:00.000Z' })] }));
  rerender(<PostCard id="100" context="home" />);
  expect(screen.getByText('Four thousand geese')).toBeTruthy();
  keepStatus(aStatus({ filtered: [football(), football({ id: '2', filter_action: 'hide' })] }));
  rerender(<PostCard id="100" context="home" />);
  expect(screen.queryByRole('article')).toBeNull();
});

test('a visibility nobody knows yet is shown all the same', () => {
  keepStatus(aStatus({ visibility: 'circle' }));
  render(<PostCard id="100" />);
  expect(screen.getByText('Four thousand geese')).toBeTruthy();
});
