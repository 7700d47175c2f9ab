import { act, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CredentialAccount } from '../../api/gen/entities.ts';
import { keepMe, me } from '../../social/me.ts';
import { emptyStore } from '../../social/store.ts';
import { anAccount } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { boxOf } from './pictures.ts';
import ProfileSettingsPage from './profile_settings_page.tsx';
import { checking, checkLinks } from './verified_links.ts';

const page = 'https://ottenby.example/maja';

function oneself(verified_at: string | null = null, change = {}): CredentialAccount {
  const fields = [{ name: 'Page', value: page, verified_at }];
  return {
    ...anAccount({ fields, ...change }),
    source: {
      attribution_domains: [],
      note: 'Counts geese.',
      fields,
      privacy: 'public',
      sensitive: false,
      language: null,
      follow_requests_count: 0,
      hide_collections: false,
      discoverable: true,
      indexable: true,
      quote_policy: 'public',
    },
  } as unknown as CredentialAccount;
}

const noTags = {
  'GET /api/v1/featured_tags': () => [],
  'GET /api/v1/featured_tags/suggestions': () => [{ name: 'geese' }],
};

beforeEach(() => {
  emptyStore();
  me.value = oneself();
});
afterEach(() => {
  me.value = undefined;
  checking.value = false;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the part that fills the shape is as large as it can be, and moves from edge to edge', () => {
  const wide = { width: 800, height: 400 };
  const square = { width: 400, height: 400 };
  expect(boxOf(wide, square, { zoom: 1, x: 0.5, y: 0.5 })).toEqual({
    left: 200,
    top: 0,
    width: 400,
    height: 400,
  });
  expect(boxOf(wide, square, { zoom: 2, x: 1, y: 0 })).toEqual({
    left: 600,
    top: 0,
    width: 200,
    height: 200,
  });
});

test('what is changed is saved, and a page is shown to be one’s own once the server has looked', async () => {
  vi.useFakeTimers();
  const server = serve({
    ...noTags,
    'PATCH /api/v1/accounts/update_credentials': () => oneself(),
    'GET /api/v1/accounts/verify_credentials': () => oneself('2026-11-29T12:00:00.000Z'),
  });
  render(<ProfileSettingsPage />);
  expect(screen.getByText(/^Not verified/)).toBeTruthy();
  fireEvent.input(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'Maja L' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await vi.advanceTimersByTimeAsync(10);
  expect(server.bodies.at(-1)).toMatchObject({
    display_name: 'Maja L',
    note: 'Counts geese.',
    fields_attributes: [{ name: 'Page', value: page }, {}, {}, {}],
  });
  expect(screen.getByText('Looking at the page…')).toBeTruthy();
  await vi.advanceTimersByTimeAsync(1600);
  expect(screen.getByText(/^Verified since/)).toBeTruthy();
  expect(checking.value).toBe(false);
});

test('a page that does not link back is looked for a while, and no longer', async () => {
  vi.useFakeTimers();
  const server = serve({ 'GET /api/v1/accounts/verify_credentials': () => oneself() });
  void checkLinks();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toHaveLength(4);
  expect(checking.value).toBe(false);
});

test('hashtags are put on the profile, from those one uses too, and taken off', async () => {
  serve({
    ...noTags,
    'POST /api/v1/featured_tags': (_path, body) => ({
      id: '4',
      name: (body as { name: string }).name,
      url: '',
      statuses_count: 0,
      last_status_at: null,
    }),
    'DELETE /api/v1/featured_tags/4': () => ({}),
  });
  render(<ProfileSettingsPage />);
  fireEvent.click(await screen.findByRole('button', { name: '#geese' }));
  const remove = await screen.findByRole('button', { name: 'Show #geese no longer' });
  expect(screen.queryByRole('button', { name: '#geese' })).toBeNull();
  fireEvent.click(remove);
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: 'Show #geese no longer' })).toBeNull(),
  );
});

test('a picture that is there is described, and removed', async () => {
  const face = { avatar: '/media/face.png', avatar_static: '/media/face.png' };
  me.value = oneself(null, face);
  const server = serve({
    ...noTags,
    'PATCH /api/v1/profile': () => ({}),
    'GET /api/v1/accounts/verify_credentials': () =>
      oneself(null, { ...face, avatar_description: 'Maja on the dyke' }),
    'DELETE /api/v1/profile/avatar': () => oneself(),
  });
  render(<ProfileSettingsPage />);
  fireEvent.click(screen.getByRole('button', { name: 'Describe picture' }));
  fireEvent.input(screen.getByRole('textbox', { name: 'What is there to see or hear?' }), {
    target: { value: 'Maja on the dyke' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Keep description' }));
  expect(await screen.findByText('Maja on the dyke')).toBeTruthy();
  expect(server.bodies).toContainEqual({ avatar_description: 'Maja on the dyke' });
  fireEvent.click(screen.getByRole('button', { name: 'Remove picture' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove picture' })).toBeNull());
});

test('what is typed stays when something else about oneself changes, and is kept as the server keeps it', async () => {
  const trimmed = oneself();
  trimmed.source.fields = [{ name: 'Town', value: 'Ottenby', verified_at: null }];
  serve({ ...noTags, 'PATCH /api/v1/accounts/update_credentials': () => trimmed });
  render(<ProfileSettingsPage />);
  const town = () => screen.getAllByRole<HTMLInputElement>('textbox', { name: 'Label 2' })[0];
  fireEvent.input(town() as HTMLInputElement, { target: { value: 'Town' } });
  await act(() => keepMe(oneself(null, { followers_count: 9 })));
  expect(town()?.value).toBe('Town');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(town()?.value).toBe(''));
});
