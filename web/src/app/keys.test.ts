import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { choices } from '../social/choices.ts';
import { composing } from '../social/composing.ts';
import { copyLink, toggleFavourite } from '../social/status_actions.ts';
import { go, path } from '../ui/history.ts';
import { startKeys } from './keys.ts';

vi.mock('../social/status_actions.ts', () => ({
  copyLink: vi.fn(),
  toggleBookmark: vi.fn(),
  toggleBoost: vi.fn(),
  toggleFavourite: vi.fn(),
}));

const back = vi.fn();
let stop: () => void;

beforeEach(() => {
  vi.clearAllMocks();
  composing.value = undefined;
  document.body.innerHTML = `
    <div class="page-head__line"><button class="icon-button">Back</button></div>
    <main><article class="post-card" tabindex="0" data-post="7"></article></main>
    <button id="opener" popovertarget="emoji" aria-expanded="true">Emoji</button>
    <div id="emoji" popover role="dialog"><button id="goose">goose</button></div>`;
  document.querySelector('.icon-button')?.addEventListener('click', back);
  go('/tags/geese');
  stop = startKeys();
  focus('.post-card');
});
afterEach(() => {
  stop();
  choices.value = { ...choices.value, keys: {} };
});

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function press(keys: string, more: KeyboardEventInit = {}): void {
  for (const key of keys.split(' '))
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    );
}

test.each([
  ['g h', '/home'],
  ['g n', '/notifications'],
  ['g l', '/local'],
  ['g e', '/explore'],
])('%s leads to %s, and does nothing besides', (keys, to) => {
  press(keys);
  expect(path.value).toBe(to);
  expect(composing.value).toBeUndefined();
  expect(copyLink).not.toHaveBeenCalled();
});

test('two keys somebody chose do not do what the second does alone', () => {
  choices.value = { ...choices.value, keys: { explore: 'm f' } };
  press('m f');
  expect(path.value).toBe('/explore');
  expect(toggleFavourite).not.toHaveBeenCalled();
  press('f');
  expect(toggleFavourite).toHaveBeenCalledExactlyOnceWith('7');
});

test('a key alone does its own, once however long it is held', () => {
  press('n');
  expect(composing.value).toEqual({});
  press('f');
  press('f', { repeat: true });
  press('l');
  expect(toggleFavourite).toHaveBeenCalledOnce();
  expect(copyLink).toHaveBeenCalledOnce();
});

test('Escape goes back, and not while it closes something', () => {
  for (const place of ['#goose', '#opener']) {
    focus(place);
    press('Escape');
  }
  expect(back).not.toHaveBeenCalled();
  focus('.post-card');
  press('Escape');
  expect(back).toHaveBeenCalledOnce();
});

test('what something else took is left to it', () => {
  const take = (event: Event) => event.preventDefault();
  document.querySelector('main')?.addEventListener('keydown', take);
  press('n');
  expect(composing.value).toBeUndefined();
});
