// What one may say beside the words: `from:me`, `has:image`, `-is:reply`. The server reads them; here they become chips.

import type { PlainKey } from '../../ui/words.ts';

export interface Part {
  text: string;
  /** `from`, `has`…; nothing for a word. */
  operator?: string;
  value: string;
  not: boolean;
}

const known = ['from', 'has', 'is', 'in', 'language', 'before', 'after', 'during'];

/** The pieces of a question; what stands in quotation marks stays together. */
export function partsOf(query: string): Part[] {
  return (query.match(/-?(?:\w+:)?"[^"]*"?|\S+/g) ?? []).map(text => {
    const [, minus, name = '', value = ''] = /^(-?)(?:(\w+):)?(.*)$/s.exec(text) ?? [];
    const operator = name.toLowerCase();
    if (!known.includes(operator)) return { text, value: text, not: false };
    return { text, operator, value: value.replaceAll('"', ''), not: minus === '-' };
  });
}

export function without(query: string, part: Part): string {
  return partsOf(query)
    .filter(one => one.text !== part.text)
    .map(one => one.text)
    .join(' ');
}

export function withPart(query: string, text: string): string {
  return [query.trim(), text].filter(Boolean).join(' ');
}

/** What is offered when nothing like it was said yet. */
export const offers: readonly { text: string; words: PlainKey }[] = [
  { text: 'from:me', words: 'search.op.mine' },
  { text: 'in:library', words: 'search.op.library' },
  { text: 'has:image', words: 'search.op.image' },
  { text: 'has:video', words: 'search.op.video' },
  { text: 'has:link', words: 'search.op.link' },
  { text: 'has:poll', words: 'search.op.poll' },
  { text: '-is:reply', words: 'search.op.no_replies' },
  { text: '-is:sensitive', words: 'search.op.no_warnings' },
];

export function offersFor(query: string): typeof offers {
  const said = new Set(partsOf(query).map(part => part.text.toLowerCase()));
  return offers.filter(({ text }) => !said.has(text) && !said.has(opposite(text)));
}

function opposite(text: string): string {
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}

/** The day so many days ago, as the server wants it. */
export function dayBefore(days: number, now = Date.now()): string {
  return new Date(now - days * 86_400_000).toISOString().slice(0, 10);
}
