import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NotificationPolicy, NotificationRequest } from '../../api/gen/entities.ts';
import { emptyStore } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { Confirmation } from '../../ui/confirm.tsx';
import PolicyPage from './policy_page.tsx';
import RequestsPage from './requests_page.tsx';

const request = (id: string, username: string): NotificationRequest => ({
  id,
  created_at: '2026-11-29T12:00:00.000Z',
  updated_at: '2026-11-29T12:00:00.000Z',
  account: anAccount({ id: `1${id}`, username, display_name: username }),
  notifications_count: '2',
  last_status: aStatus(),
});
const policy: NotificationPolicy = {
  for_not_following: 'accept',
  for_not_followers: 'accept',
  for_new_accounts: 'filter',
  for_private_mentions: 'filter',
  for_limited_accounts: 'drop',
  summary: { pending_requests_count: 1, pending_notifications_count: 2 },
};

vi.mock('../../ui/feed.tsx', () => import('../../testing/plain_feed.tsx'));

beforeEach(emptyStore);
afterEach(() => vi.unstubAllGlobals());

test('somebody who is held back is let in, and leaves the list', async () => {
  const server = serve({
    'GET /api/v1/notifications/requests': () => [request('1', 'wren'), request('2', 'ploy')],
    'POST /api/v1/notifications/requests/1/accept': () => ({}),
  });
  render(<RequestsPage />);
  await screen.findAllByText('2 notifications');
  fireEvent.click(screen.getAllByRole('button', { name: 'Accept' })[0] as HTMLElement);
  await waitFor(() => expect(screen.queryByText('wren')).toBeNull());
  expect(server.asked).toContain('POST /api/v1/notifications/requests/1/accept');
});

test('all means also those that were not listed yet', async () => {
  const waiting = [request('1', 'wren'), request('2', 'ploy'), request('3', 'otto')];
  const server = serve({
    'GET /api/v1/notifications/requests': () => waiting.slice(0, 2),
    'POST /api/v1/notifications/requests/dismiss': (_path, body) => {
      for (const id of (body as { id: string[] }).id)
        waiting.splice(
          waiting.findIndex(one => one.id === id),
          1,
        );
      return {};
    },
  });
  render(
    <>
      <RequestsPage />
      <Confirmation />
    </>,
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Dismiss all' }));
  fireEvent.click(
    within(await screen.findByRole('dialog')).getByRole('button', { name: 'Dismiss' }),
  );
  expect(await screen.findByText('Nobody is held back')).toBeTruthy();
  expect(server.bodies.filter(Boolean)).toEqual([{ id: ['1', '2'] }, { id: ['3'] }]);
});

test('nobody is held back', async () => {
  serve({ 'GET /api/v1/notifications/requests': () => [] });
  render(<RequestsPage />);
  expect(await screen.findByText('Nobody is held back')).toBeTruthy();
});

test('a choice of the policy is kept at once, and taken back when the server refuses', async () => {
  const server = serve({
    'GET /api/v2/notifications/policy': () => policy,
    'PATCH /api/v2/notifications/policy': () => 500,
  });
  render(<PolicyPage />);
  const group = await screen.findByRole('group', { name: 'New accounts' });
  const drop = group.querySelector<HTMLInputElement>('[value=drop]');
  fireEvent.click(drop as HTMLElement);
  expect(drop?.checked).toBe(true);
  await waitFor(() => expect(server.bodies.at(-1)).toEqual({ for_new_accounts: 'drop' }));
  await waitFor(() =>
    expect(group.querySelector<HTMLInputElement>('[value=filter]')?.checked).toBe(true),
  );
});
