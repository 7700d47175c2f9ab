import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyStore, keepAccount, keepRelationships } from '../../social/store.ts';
import { anAccount, aRelationship } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { lists } from './lists.ts';
import ListsDialog from './lists_dialog.tsx';

const birds = { id: '4', title: 'Birds', replies_policy: 'list', exclusive: false };

beforeEach(() => {
  emptyStore();
  lists.value = undefined;
  keepAccount(anAccount());
});
afterEach(() => vi.unstubAllGlobals());

test('somebody one follows is put on a list', async () => {
  const server = serve({
    'GET /api/v1/accounts/1/lists': () => [],
    'GET /api/v1/lists': () => [birds],
    'POST /api/v1/lists/4/accounts': () => ({}),
  });
  keepRelationships([aRelationship({ following: true })]);
  render(<ListsDialog about={{ account: '1' }} onClose={() => undefined} />);
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Birds' }));
  await waitFor(() => expect(server.bodies.at(-1)).toEqual({ account_ids: ['1'] }));
  expect(screen.getByRole('checkbox', { name: 'Birds', checked: true })).toBeTruthy();
});

test('whom one does not follow cannot be on a list, and it says so', () => {
  keepRelationships([aRelationship()]);
  render(<ListsDialog about={{ account: '1' }} onClose={() => undefined} />);
  expect(screen.getByText(/Follow @maja first/)).toBeTruthy();
});
