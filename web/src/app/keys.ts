// Single keys, for those who want them: they act on the post that has the focus. All of them can be switched off,
// since readers of screens have other uses for letters.

import { effect, signal } from '@preact/signals';
import { tinykeys } from 'tinykeys';
import { choices } from '../social/choices.ts';
import { compose } from '../social/composing.ts';
import { postPath } from '../social/links.ts';
import { digits, keysOf, type ShortcutId, shortcuts } from '../social/shortcuts.ts';
import {
  copyLink,
  toggleBookmark,
  toggleBoost,
  toggleFavourite,
} from '../social/status_actions.ts';
import { postOf } from '../social/store.ts';
import { go } from '../ui/history.ts';

export const helpOpen = signal(false);

const posts = 'main .post-card, main .post-filtered, main .notice';
const placesMax = 9;
const elsewhere = [
  'input, textarea, select, [contenteditable], dialog, [role=dialog], [popover]',
  // The button of what it has opened: Escape closes that.
  '[popovertarget][aria-expanded=true]',
].join();
/** Held down, they go on. */
const steps: readonly ShortcutId[] = ['next', 'previous'];

const acts: Record<ShortcutId, () => void> = {
  next: () => step(1),
  previous: () => step(-1),
  open: () => onPost(open),
  'open-also': () => onPost(open),
  reply: () => onPost(id => compose({ reply: id })),
  boost: () => onPost(toggleBoost),
  favourite: () => onPost(toggleFavourite),
  bookmark: () => onPost(toggleBookmark),
  link: () => onPost(copyLink),
  warning: () => focused()?.querySelector<HTMLElement>('.post-body__warning button')?.click(),
  write: () => compose(),
  search: () => go('/search'),
  waiting: () => document.querySelector<HTMLElement>('.timeline-view__waiting button')?.click(),
  home: () => go('/home'),
  notifications: () => go('/notifications'),
  local: () => go('/local'),
  explore: () => go('/explore'),
  back: () =>
    document.querySelector<HTMLElement>('.page-head__line > .icon-button:first-child')?.click(),
  places: () => undefined,
  help: () => {
    helpOpen.value = true;
  },
};

function focused(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(posts) ?? null;
}

function onPost(act: (id: string) => unknown): void {
  const id = focused()?.dataset.post;
  if (id) act(id);
}

function open(id: string): void {
  const post = postOf(id);
  if (post) go(postPath(post));
}

/** To the next post, or to the first one that can be seen. */
function step(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>(posts)].filter(one => one.tabIndex >= 0);
  const at = all.indexOf(focused() as HTMLElement);
  const next = at >= 0 ? all[at + by] : all.find(one => one.getBoundingClientRect().top > 60);
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Keys are for the page, not for what is being written, and not while something stands in front of it. */
function mayAct(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (!choices.value.shortcuts || event.isComposing || event.defaultPrevented) return false;
  if (target.closest(elsewhere)) return false;
  return event.key !== 'Enter' || target.matches(posts);
}

/** The place with that number in the navigation. */
function toPlace(number: number): void {
  const places = document.querySelectorAll<HTMLElement>('.shell__nav a');
  places[number - 1]?.click();
}

/** On some keyboards a sign needs Shift, and on others not. */
function bindingsOf(pressed: string): string[] {
  if (pressed === '') return [];
  const parts = pressed.split(' ');
  const last = parts.pop() ?? '';
  const start = parts.map(part => `${part} `).join('');
  const sign = [...last].length === 1 && !/[\p{Ll}\p{Lo}\p{N}]/u.test(last);
  return sign ? [start + last, `${start}Shift+${last}`] : [start + last];
}

function listen(): () => void {
  const heard: Record<string, (event: KeyboardEvent) => void> = {};
  const hear = (pressed: string, act: () => void, repeats = false) => {
    for (const binding of bindingsOf(pressed))
      heard[binding] = event => {
        if (!mayAct(event) || (event.repeat && !repeats)) return;
        event.preventDefault();
        act();
      };
  };
  // Two keys before one: the second of them is then no key of its own.
  const byLength = shortcuts.toSorted((one, other) => keysOf(other).length - keysOf(one).length);
  for (const shortcut of byLength) {
    if (keysOf(shortcut) === digits)
      for (let number = 1; number <= placesMax; number += 1)
        hear(String(number), () => toPlace(number));
    else hear(keysOf(shortcut), acts[shortcut.id], steps.includes(shortcut.id));
  }
  return tinykeys(window, heard);
}

/** Listens, and anew when other keys are chosen. */
export function startKeys(): () => void {
  return effect(listen);
}
