// Single keys, for those who want them: they act on the post that has the focus. All of them can be switched off,
// since readers of screens have other uses for letters.

import { signal } from '@preact/signals';
import { tinykeys } from 'tinykeys';
import { choices } from '../social/choices.ts';
import { compose } from '../social/composing.ts';
import { postPath } from '../social/links.ts';
import { toggleBookmark, toggleBoost, toggleFavourite } from '../social/status_actions.ts';
import { postOf } from '../social/store.ts';
import { go } from '../ui/history.ts';
import type { PlainKey } from '../ui/words.ts';

export const helpOpen = signal(false);

interface Key {
  keys: string;
  words: PlainKey;
  act: () => void;
}

const posts = 'main .post-card, main .notice';

export const keys: readonly Key[] = [
  { keys: 'j', words: 'keys.next', act: () => step(1) },
  { keys: 'k', words: 'keys.previous', act: () => step(-1) },
  { keys: 'o', words: 'keys.open', act: () => onPost(open) },
  { keys: 'Enter', words: 'keys.open', act: () => onPost(open) },
  { keys: 'r', words: 'keys.reply', act: () => onPost(id => compose({ reply: id })) },
  { keys: 'b', words: 'keys.boost', act: () => onPost(toggleBoost) },
  { keys: 'f', words: 'keys.favourite', act: () => onPost(toggleFavourite) },
  { keys: 's', words: 'keys.bookmark', act: () => onPost(toggleBookmark) },
  {
    keys: 'x',
    words: 'keys.warning',
    act: () => focused()?.querySelector<HTMLElement>('.post-body__warning button')?.click(),
  },
  { keys: 'n', words: 'keys.write', act: () => compose() },
  { keys: '/', words: 'keys.search', act: () => go('/search') },
  {
    keys: '.',
    words: 'keys.waiting',
    act: () => document.querySelector<HTMLElement>('.timeline-view__waiting button')?.click(),
  },
  { keys: 'g h', words: 'keys.home', act: () => go('/home') },
  { keys: 'g n', words: 'keys.notifications', act: () => go('/notifications') },
  { keys: 'g l', words: 'keys.local', act: () => go('/local') },
  { keys: 'g e', words: 'keys.explore', act: () => go('/explore') },
  {
    keys: '?',
    words: 'keys.help',
    act: () => {
      helpOpen.value = true;
    },
  },
];

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
  if (!choices.value.shortcuts || event.isComposing) return false;
  if (target.closest('input, textarea, select, [contenteditable], dialog, .menu')) return false;
  return event.key !== 'Enter' || target.matches(posts);
}

function bindingOf(pressed: string): string {
  return pressed === '?' ? 'Shift+?' : pressed;
}

export function startKeys(): () => void {
  const bindings = keys.map(({ keys: pressed, act }) => [
    bindingOf(pressed),
    (event: KeyboardEvent) => {
      if (!mayAct(event)) return;
      event.preventDefault();
      act();
    },
  ]);
  return tinykeys(
    window,
    Object.fromEntries(bindings) as Record<string, (event: KeyboardEvent) => void>,
  );
}
