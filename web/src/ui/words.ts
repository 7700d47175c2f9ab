// The words of the app in the reader's language. The messages are functions already: they were compiled from
// `locales/*.json` while building.

import { signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import type { Messages } from './gen/messages.ts';

export type MessageKey = keyof Messages;
type Plain = { [K in MessageKey]: Messages[K] extends undefined ? K : never }[MessageKey];
export type PlainKey = Plain;
type Given<K extends MessageKey> = Messages[K] extends undefined ? [] : [Messages[K]];
type Filled<K extends MessageKey> = { [A in keyof Messages[K]]: string | number | ComponentChild };
export type Compiled = Record<string, (data: Record<string, unknown>) => string>;

/** The language the words are in. */
export const locale = signal('en');
let compiled: Compiled = {};
/** All words have come. */
const whole = signal(false);

const leftToRight = 'ltr';
const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/** Takes the words of a language: all there are, or those for the first page. */
export function useMessages(language: string, messages: Compiled, { first = false } = {}): void {
  compiled = messages;
  whole.value = !first;
  locale.value = language === 'pseudo' ? 'en' : language;
}

/** The others of the same language. */
export function addMessages(messages: Compiled): void {
  compiled = { ...compiled, ...messages };
  whole.value = true;
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : leftToRight;
}

/** The sentence for a key. */
export function t<K extends MessageKey>(key: K, ...given: Given<K>): string {
  // Read, so that what shows words is drawn again when the language changes.
  void locale.value;
  void whole.value;
  const message = compiled[key];
  // What is still on its way leaves a blank; what there is not shows its name.
  if (!message) return whole.peek() ? key : '';
  return message((given[0] ?? {}) as Record<string, unknown>);
}

/** The same with elements in the places of arguments: `words('post.boosted_by', { name: <bdi>…</bdi> })`. */
export function words<K extends MessageKey>(key: K, given: Filled<K>): ComponentChild[] {
  const parts: ComponentChild[] = [];
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given) as [string, ComponentChild][]) {
    if (typeof value === 'string' || typeof value === 'number') data[name] = value;
    else data[name] = `\uE000${parts.push(value) - 1}\uE001`;
  }
  const sentence = t(key, ...([data] as unknown as Given<K>));
  return sentence
    .split(/(\uE000\d+\uE001)/)
    .map(part => (part.startsWith('\uE000') ? parts[Number(part.slice(1, -1))] : part));
}

export function count(value: number): string {
  const notation = value < 10_000 ? 'standard' : 'compact';
  return new Intl.NumberFormat(locale.value, { notation, maximumFractionDigits: 1 }).format(value);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale.value, { style: 'percent' }).format(share);
}

/** The name of a language in the reader's own. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale.value, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** How long a text is to a person: in characters as one sees them. */
export function graphemes(text: string): number {
  let length = 0;
  for (const _one of new Intl.Segmenter(locale.value).segment(text)) length += 1;
  return length;
}
