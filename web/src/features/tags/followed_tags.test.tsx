import { fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { serve } from '../../testing/server.ts';
import FollowedTagsPage from './followed_tags_page.tsx';

vi.mock('../../ui/feed.tsx', () => import('../../testing/plain_feed.tsx'));
afterEach(() => vi.unstubAllGlobals());

test('a hashtag is followed no longer, and can be followed again from the same place', async () => {
  const tag = { id: '1', name: 'birds', url: '', history: [], following: true };
  serve({
    'GET /api/v1/followed_tags': () => [tag],
    'POST /api/v1/tags/birds/unfollow': () => ({ ...tag, following: false }),
  });
  render(<FollowedTagsPage />);
  fireEvent.click(await screen.findByRole('button', { name: 'Following' }));
  expect(await screen.findByRole('button', { name: 'Follow', pressed: false })).toBeTruthy();
  expect(screen.getByRole('link', { name: /#birds/ }).getAttribute('href')).toBe('/tags/birds');
});
