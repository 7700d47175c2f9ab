import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { me } from '../../social/me.ts';
import { waitingPosts } from '../../social/outbox.ts';
import { emptyStore } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { Confirmation } from '../../ui/confirm.tsx';
import { ComposerForm } from './composer_form.tsx';
import { Draft } from './draft.ts';
import { pieceOf } from './part.ts';

vi.mock('idb-keyval', () => ({
  entries: () => Promise.resolve([]),
  get: () => Promise.resolve(undefined),
  update: (_key: string, by: (value: unknown) => unknown) => Promise.resolve(void by(undefined)),
  set: () => Promise.resolve(),
  del: () => Promise.resolve(),
}));

beforeEach(() => {
  emptyStore();
  me.value = anAccount() as never;
  waitingPosts.value = [];
});
afterEach(() => vi.unstubAllGlobals());

const picture = {
  id: '7',
  type: 'image' as const,
  url: '/a.png',
  preview_url: '/b.png',
  remote_url: null,
  meta: null,
  description: null,
  blurhash: null,
};

function write(text: string): { draft: Draft; done: () => void } {
  const draft = new Draft({});
  const done = vi.fn();
  render(
    <>
      <ComposerForm draft={draft} done={done} />
      <Confirmation />
    </>,
  );
  fireEvent.input(screen.getByRole('textbox', { name: 'Text' }), { target: { value: text } });
  return { draft, done };
}

test('it is published when it says something, by button or by keys', async () => {
  const server = serve({ 'POST /api/v1/statuses': () => aStatus({ id: '8' }) });
  const { done } = write('geese');
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'Text' }), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(done).toHaveBeenCalled());
  expect(server.asked).toContain('POST /api/v1/statuses');
});

test('what nobody described is asked about, and not sent when one goes back', async () => {
  const server = serve({ 'POST /api/v1/statuses': () => aStatus({ id: '8' }) });
  const { draft, done } = write('geese');
  draft.active.value.pieces.value = [pieceOf(picture)];
  fireEvent.click(await screen.findByRole('button', { name: 'Publish' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Go back and describe' }));
  expect(server.asked).not.toContain('POST /api/v1/statuses');
  fireEvent.click(screen.getByRole('button', { name: 'Publish' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Publish anyway' }));
  await waitFor(() => expect(done).toHaveBeenCalled());
});

test('another post can follow, and is taken out again', async () => {
  serve({});
  const { draft } = write('one');
  fireEvent.click(await screen.findByRole('button', { name: 'Add another post' }));
  fireEvent.input(screen.getByRole('textbox', { name: 'Post 2 of 2' }), {
    target: { value: 'two' },
  });
  expect(await screen.findByRole('button', { name: 'Publish 2 posts' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Take out post 1' }));
  expect(draft.parts.value.map(part => part.text.value)).toEqual(['two']);
  expect(screen.getByRole('textbox', { name: 'Text' })).toBeTruthy();
});

test('without a network it waits, and nothing is lost', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  const { done } = write('geese');
  fireEvent.click(screen.getByRole('button', { name: 'Publish' }));
  await waitFor(() => expect(done).toHaveBeenCalled());
  expect(waitingPosts.value[0]?.input.status).toBe('geese');
});

test('who will see it is said before it is sent: by the server, or as far as one can say without it', async () => {
  serve({
    'POST /api/v1/skein/audience': () => ({
      followers: 12,
      servers: 5,
      mentions: [],
      unknown: ['@who@nowhere'],
      everyone: true,
    }),
  });
  write('hello @who@nowhere');
  expect(screen.getByText('Everybody, here and on other servers.')).toBeTruthy();
  expect(
    await screen.findByText(
      'Everybody can read it. It goes to your 12 followers, here and on 5 other servers.',
      {},
      { timeout: 2000 },
    ),
  ).toBeTruthy();
  expect(screen.getByText(/^Nobody is called .*@who@nowhere/)).toBeTruthy();
});
