import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, expect, test } from 'vitest';
import { emptyStore } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { go, here } from '../../ui/history.ts';
import { forgetSearches, recent } from './recent.ts';
import SearchPage from './search_page.tsx';

const nothing = { accounts: [], statuses: [], hashtags: [] };

beforeEach(() => {
  emptyStore();
  forgetSearches();
});

test('an address is opened where it leads', async () => {
  const server = serve({
    'GET /api/v2/search': () => ({ ...nothing, statuses: [aStatus({ id: '77' })] }),
    'GET /api/v1/accounts/relationships': () => [],
  });
  go(`/search?q=${encodeURIComponent('https://far.example/@maja/1')}`);
  render(<SearchPage />);
  await waitFor(() => expect(here.value).toBe('/@maja/77'));
  expect(server.asked[0]).toContain('resolve=true');
});

test('chips narrow the search and are taken off again', async () => {
  serve({ 'GET /api/v2/search': () => nothing });
  go('/search?q=geese');
  render(<SearchPage />);
  fireEvent.click(await screen.findByRole('button', { name: 'With pictures' }));
  expect(here.value).toBe('/search?q=geese%20has%3Aimage');
  fireEvent.click(await screen.findByRole('button', { name: 'With pictures Take off' }));
  expect(here.value).toBe('/search?q=geese');
  expect(await screen.findByText('Nothing found for “geese”')).toBeTruthy();
  expect(recent.value[0]).toBe('geese');
});

test('one kind is read on', async () => {
  const page = (from: number) =>
    Array.from({ length: 20 }, (_none, index) => anAccount({ id: `${from + index}` }));
  const server = serve({
    'GET /api/v2/search': path => ({
      ...nothing,
      accounts: path.includes('offset=20') ? page(119).slice(0, 2) : page(100),
    }),
    'GET /api/v1/accounts/relationships': () => [],
  });
  go('/search?q=maja&type=accounts');
  render(<SearchPage />);
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.getAllByText('@maja')).toHaveLength(21));
  expect(server.asked.filter(question => question.includes('type=accounts'))).toHaveLength(2);
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});
