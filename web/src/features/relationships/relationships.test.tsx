import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyStore, keepAccount, keepRelationships, relationshipOf } from '../../social/store.ts';
import { anAccount, aRelationship } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { path } from '../../ui/history.ts';
import AwayPage from './away_page.tsx';
import FollowRequestsPage from './follow_requests_page.tsx';
import LanguagesDialog from './languages_dialog.tsx';
import MuteDialog from './mute_dialog.tsx';
import NoteDialog from './note_dialog.tsx';

vi.mock('../../ui/feed.tsx', () => import('../../testing/plain_feed.tsx'));

beforeEach(() => {
  emptyStore();
  keepAccount(anAccount());
  keepRelationships([aRelationship()]);
});
afterEach(() => vi.unstubAllGlobals());

test('a mute says how long it lasts and whether notifications come', async () => {
  const server = serve({ 'POST /api/v1/accounts/1/mute': () => aRelationship({ muting: true }) });
  const onClose = vi.fn();
  render(<MuteDialog about={{ account: '1' }} onClose={onClose} />);
  fireEvent.change(screen.getByRole('combobox', { name: 'How long' }), {
    target: { value: '86400' },
  });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Also no notifications from them' }));
  fireEvent.click(screen.getByRole('button', { name: 'Mute' }));
  expect(onClose).toHaveBeenCalled();
  await waitFor(() => expect(server.bodies).toEqual([{ duration: 86_400, notifications: false }]));
  expect(relationshipOf('1')?.muting).toBe(true);
});

test('a note is kept', async () => {
  const server = serve({
    'POST /api/v1/accounts/1/note': () => aRelationship({ note: 'met at the dyke' }),
  });
  const onClose = vi.fn();
  render(<NoteDialog about={{ account: '1' }} onClose={onClose} />);
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'met at the dyke ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(server.bodies).toEqual([{ comment: 'met at the dyke' }]);
  expect(relationshipOf('1')?.note).toBe('met at the dyke');
});

test('languages are chosen; none means all', async () => {
  const server = serve({
    'GET /api/v1/instance/languages': () => [{ code: 'en' }, { code: 'sv' }],
    'POST /api/v1/accounts/1/follow': () => aRelationship({ following: true }),
  });
  keepRelationships([aRelationship({ following: true, languages: ['sv'] })]);
  render(<LanguagesDialog about={{ account: '1' }} onClose={() => undefined} />);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Swedish', checked: true }));
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.bodies.at(-1)).toEqual({ languages: [] }));
});

test('who is muted stands with the end of it, and is let go', async () => {
  const server = serve({
    'GET /api/v1/mutes': () => [{ ...anAccount(), mute_expires_at: '2099-01-01T12:00:00.000Z' }],
    'POST /api/v1/accounts/1/unmute': () => aRelationship(),
  });
  keepRelationships([
    aRelationship({ muting: true, muting_expires_at: '2099-01-01T12:00:00.000Z' }),
  ]);
  vi.spyOn(path, 'value', 'get').mockReturnValue('/settings/muted');
  render(<AwayPage />);
  expect(await screen.findByText(/^Until 1 January 2099|^Until January 1, 2099/)).toBeTruthy();
  expect(screen.getByText('You still get their notifications.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Unmute' }));
  expect(await screen.findByText('No longer muted')).toBeTruthy();
  expect(server.asked).toContain('POST /api/v1/accounts/1/unmute');
});

test('who asks to follow is answered', async () => {
  const server = serve({
    'GET /api/v1/follow_requests': () => [anAccount()],
    'POST /api/v1/follow_requests/1/reject': () => aRelationship(),
  });
  render(<FollowRequestsPage />);
  fireEvent.click(await screen.findByRole('button', { name: 'Refuse' }));
  expect(await screen.findByText('Answered')).toBeTruthy();
  expect(server.asked).toContain('POST /api/v1/follow_requests/1/reject');
});
