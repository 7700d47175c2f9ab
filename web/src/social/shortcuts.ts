// Single keys, by what they do: which they are unless a person chose others. What they do is the app's (app/keys.ts);
// the settings show and change them.

import type { PlainKey } from '../ui/words.ts';
import { choices, choose } from './choices.ts';

export interface Shortcut {
  id: string;
  keys: string;
  words: PlainKey;
}

export const shortcuts = [
  { id: 'next', keys: 'j', words: 'keys.next' },
  { id: 'previous', keys: 'k', words: 'keys.previous' },
  { id: 'open', keys: 'o', words: 'keys.open' },
  { id: 'open-also', keys: 'Enter', words: 'keys.open_also' },
  { id: 'reply', keys: 'r', words: 'keys.reply' },
  { id: 'boost', keys: 'b', words: 'keys.boost' },
  { id: 'favourite', keys: 'f', words: 'keys.favourite' },
  { id: 'bookmark', keys: 's', words: 'keys.bookmark' },
  { id: 'link', keys: 'l', words: 'keys.link' },
  { id: 'warning', keys: 'x', words: 'keys.warning' },
  { id: 'write', keys: 'n', words: 'keys.write' },
  { id: 'search', keys: '/', words: 'keys.search' },
  { id: 'waiting', keys: '.', words: 'keys.waiting' },
  { id: 'home', keys: 'g h', words: 'keys.home' },
  { id: 'notifications', keys: 'g n', words: 'keys.notifications' },
  { id: 'local', keys: 'g l', words: 'keys.local' },
  { id: 'explore', keys: 'g e', words: 'keys.explore' },
  { id: 'back', keys: 'Escape', words: 'keys.back' },
  { id: 'places', keys: '1–9', words: 'keys.places' },
  { id: 'help', keys: '?', words: 'keys.help' },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof shortcuts)[number]['id'];

/** The digits are nine keys: all of them, or none. */
export const digits = '1–9';
const named = new Set(['Enter', 'Escape', 'Space', 'Tab', 'Backspace', 'Delete']);

/** What is pressed for it now; nothing when it was taken off. */
export function keysOf(shortcut: Shortcut): string {
  return choices.value.keys[shortcut.id] ?? shortcut.keys;
}

/** One key, or two after each other. */
export function isKeys(text: string): boolean {
  if (text === '') return true;
  const parts = text.split(' ');
  return parts.length <= 2 && parts.every(part => [...part].length === 1 || named.has(part));
}

/** What else is done by these keys: one of the two would never be heard. */
export function alsoOn(shortcut: Shortcut, keys: string): Shortcut | undefined {
  if (!keys) return undefined;
  const clashes = (other: string) =>
    other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `);
  return shortcuts.find(
    other => other.id !== shortcut.id && keysOf(other) !== '' && clashes(keysOf(other)),
  );
}

export function setKeys(shortcut: Shortcut, keys: string): void {
  const { [shortcut.id]: _before, ...others } = choices.peek().keys;
  choose({ keys: keys === shortcut.keys ? others : { ...others, [shortcut.id]: keys } });
}
