import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyStore } from '../../social/store.ts';
import { aStatus } from '../../testing/samples.ts';
import { type FakeServer, serve } from '../../testing/server.ts';
import { ComposerForm } from './composer_form.tsx';
import { Draft } from './draft.ts';
import { emojiBook } from './emoji.ts';
import { type Part, pieceOf } from './part.ts';

vi.mock('idb-keyval', () => ({
  entries: () => Promise.resolve([]),
  set: () => Promise.resolve(),
  del: () => Promise.resolve(),
}));

let server: FakeServer;

beforeEach(() => {
  HTMLElement.prototype.hidePopover = () => undefined;
  emptyStore();
  emojiBook.value = new Map([['smileys', []]]);
  server = serve({
    'GET /api/v1/instance/languages': () => [],
    'POST /api/v1/statuses': () => aStatus({ id: '8' }),
  });
});
afterEach(() => vi.unstubAllGlobals());

function write(change: (draft: Draft, part: Part) => void = () => undefined): Draft {
  const draft = new Draft({});
  draft.active.value.text.value = 'geese';
  change(draft, draft.active.value);
  render(<ComposerForm draft={draft} done={() => undefined} />);
  return draft;
}

/** What a browser does at Enter in a field of one line: it presses the first button of the form that submits. */
function enter(field: HTMLElement): void {
  fireEvent.keyDown(field, { key: 'Enter' });
  (field as HTMLInputElement).form?.querySelector<HTMLElement>('button[type=submit]')?.click();
}

function openPopover(element: Element | undefined | null): void {
  if (element) fireEvent(element, Object.assign(new Event('toggle'), { newState: 'open' }));
}

async function askedInTheEnd(): Promise<string[]> {
  await new Promise(resolve => setTimeout(resolve, 20));
  return server.asked;
}

test('the button publishes', async () => {
  write();
  fireEvent.click(screen.getByRole('button', { name: 'Publish' }));
  await waitFor(() => expect(server.asked).toContain('POST /api/v1/statuses'));
});

test('Ctrl+Enter in the text publishes', async () => {
  write();
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'Text' }), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(server.asked).toContain('POST /api/v1/statuses'));
});

test('Enter in the warning publishes nothing', async () => {
  write(draft => {
    draft.warned.value = true;
  });
  enter(screen.getByRole('textbox', { name: 'Content warning' }));
  expect(await askedInTheEnd()).not.toContain('POST /api/v1/statuses');
});

test('Enter in an answer of a poll publishes nothing', async () => {
  write((_draft, part) => {
    part.poll.value = { options: ['yes', 'no'], multiple: false, lasts: 3600 };
  });
  enter(screen.getByRole('textbox', { name: 'Answer 2' }));
  expect(await askedInTheEnd()).not.toContain('POST /api/v1/statuses');
});

test('Enter in the search for an emoji publishes nothing', async () => {
  write();
  openPopover(document.querySelector('.emoji-picker'));
  enter(await screen.findByRole('searchbox', { hidden: true }));
  expect(await askedInTheEnd()).not.toContain('POST /api/v1/statuses');
});

test('Enter in the hour it waits for keeps the hour, and publishes nothing', async () => {
  const draft = write();
  openPopover([...document.querySelectorAll('.menu')].at(-1));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Publish later', hidden: true }));
  enter(await screen.findByLabelText('Day and time'));
  expect(await askedInTheEnd()).not.toContain('POST /api/v1/statuses');
  expect(draft.at.value).toBeDefined();
});

test('Ctrl+Enter in the description of a picture publishes nothing', async () => {
  const media = { id: '3', type: 'image', preview_url: '/3.png', description: 'Geese' };
  write((_draft, part) => {
    part.pieces.value = [pieceOf(media as never)];
  });
  fireEvent.click(screen.getByRole('button', { name: 'Change description' }));
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'What is there to see or hear?' }), {
    key: 'Enter',
    ctrlKey: true,
  });
  expect(await askedInTheEnd()).not.toContain('POST /api/v1/statuses');
});
