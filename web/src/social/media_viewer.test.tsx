import { fireEvent, render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import type { MediaAttachment } from '../api/gen/entities.ts';
import { MediaViewer } from './media_viewer.tsx';

function picture(id: string, description: string | null): MediaAttachment {
  return {
    id,
    type: 'image',
    url: `/${id}.png`,
    preview_url: `/${id}s.png`,
    remote_url: null,
    meta: null,
    description,
    blurhash: null,
  };
}

const media = [picture('1', 'Geese'), picture('2', null), picture('3', 'Dunes')];

function show(first = 0): void {
  Element.prototype.scrollIntoView ??= vi.fn();
  render(<MediaViewer media={media} first={first} onClose={vi.fn()} />);
}

test('one picture at a time, with its description to read', () => {
  show();
  expect(screen.getByRole('dialog', { name: '1 of 3' })).toBeTruthy();
  expect(screen.getByText('Geese')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Next' }));
  expect(screen.getByRole('dialog', { name: '2 of 3' })).toBeTruthy();
  expect(screen.getByText('No description was given.')).toBeTruthy();
});

test('keys turn to the next picture, and look closer', () => {
  show(2);
  fireEvent.keyDown(window, { key: 'ArrowLeft' });
  expect(screen.getByRole('dialog', { name: '2 of 3' })).toBeTruthy();
  fireEvent.keyDown(window, { key: '+' });
  fireEvent.keyDown(window, { key: '+' });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Closer' }).disabled).toBe(true);
  fireEvent.keyDown(window, { key: '-' });
  fireEvent.keyDown(window, { key: '-' });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Further away' }).disabled).toBe(
    true,
  );
});

test('only what is near is fetched', () => {
  show();
  expect(document.querySelectorAll('.media-slide img')).toHaveLength(2);
});
