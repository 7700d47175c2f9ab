import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';
import type { Announcement } from '../api/gen/entities.ts';
import { serve } from '../testing/server.ts';
import { AnnouncementCard } from './announcement_card.tsx';
import { announcements, loadAnnouncements } from './announcements.ts';

const one: Announcement = {
  id: '5',
  content: '<p>Down for an hour on Friday</p>',
  starts_at: null,
  ends_at: null,
  all_day: false,
  published_at: '2026-11-29T12:00:00.000Z',
  updated_at: '2026-11-29T12:00:00.000Z',
  read: false,
  mentions: [],
  statuses: [],
  tags: [],
  emojis: [],
  reactions: [{ name: '👍', count: 2, me: false }],
};

function Shown() {
  const [first] = announcements.value ?? [];
  return first ? <AnnouncementCard announcement={first} /> : null;
}

test('an announcement is read, reacted to, and both go back when the server refuses', async () => {
  let refuses = false;
  const server = serve({
    'GET /api/v1/announcements': () => [one],
    'PUT /api/v1/announcements/5/reactions/': () => (refuses ? 422 : {}),
    'POST /api/v1/announcements/5/dismiss': () => ({}),
  });
  await loadAnnouncements();
  render(<Shown />);
  const thumb = screen.getByRole('button', { name: /👍/ });
  fireEvent.click(thumb);
  await waitFor(() => expect(thumb.getAttribute('aria-pressed')).toBe('true'));
  expect(thumb.textContent).toBe('👍3');
  expect(server.asked.at(-1)).toContain('/reactions/%F0%9F%91%8D');
  announcements.value = [one];
  refuses = true;
  fireEvent.click(screen.getByRole('button', { name: /👍/ }));
  await waitFor(() => expect(screen.getByRole('button', { name: /👍/ }).textContent).toBe('👍2'));
  fireEvent.click(screen.getByRole('button', { name: 'Read' }));
  expect(announcements.value?.[0]?.read).toBe(true);
});
