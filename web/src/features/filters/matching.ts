// Words looked for in posts as the server does it (base/phrases): without regard to case and width and to characters
// nobody sees, anywhere or as whole words; in scripts without spaces words end where dictionaries say.

import type { Post } from '../../social/store.ts';
import { parseInertly } from '../../ui/html.tsx';

export interface Keyword {
  keyword: string;
  whole_word: boolean;
}

const wordCharacter = /[\p{L}\p{N}\p{M}_]/u;
const firstWithoutSpaces = 0x0e00;
/** Nothing that is looked for goes over this. */
const between = '\n\n';

export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}|\p{Variation_Selector}/gu, '');
}

export function plainText(html: string): string {
  const body = parseInertly(html);
  for (const line of body.querySelectorAll('br')) line.replaceWith('\n');
  for (const block of body.querySelectorAll('p, li, blockquote, pre')) block.append('\n');
  return body.textContent.trim();
}

/** Everything of a post that filters look at. */
export function textOf(post: Post): string {
  return [
    post.spoiler_text,
    plainText(post.content),
    ...(post.poll?.options.map(option => option.title) ?? []),
    ...post.media_attachments.map(media => media.description ?? ''),
  ]
    .filter(Boolean)
    .join(between);
}

/** Which of the words stand in a text that was folded. */
export function matchesIn(folded: string, keywords: readonly Keyword[]): string[] {
  return keywords.filter(one => placeOf(folded, one) >= 0).map(one => one.keyword);
}

/** Where the word stands first; -1 when nowhere. */
export function placeOf(folded: string, { keyword, whole_word }: Keyword): number {
  const wanted = fold(keyword).trim();
  if (!wanted) return -1;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    if (!whole_word || (isBoundary(folded, at) && isBoundary(folded, at + wanted.length)))
      return at;
  }
  return -1;
}

function isBoundary(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return true;
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (!wordCharacter.test(before) || !wordCharacter.test(after)) return true;
  if (isSpaced(before) && isSpaced(after)) return false;
  const around = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text);
  return around.containing(at)?.index === at;
}

function isSpaced(character: string): boolean {
  return (character.codePointAt(0) ?? 0) < firstWithoutSpaces;
}

/** Words of a text one might want to hear no more of: tags first, then the rest as they come. */
export function wordsIn(text: string, language: string | null): string[] {
  const tags = text.match(/#[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  const rest = text.replace(/[#@][\p{L}\p{N}\p{M}_@.-]+|https?:\/\/\S+/gu, ' ');
  const words = [...segmenterFor(language).segment(rest)]
    .filter(one => one.isWordLike && [...one.segment].length > (isSpaced(one.segment) ? 3 : 1))
    .map(one => one.segment);
  const seen = new Set<string>();
  return [...tags, ...words].filter(word => {
    const known = seen.has(fold(word));
    seen.add(fold(word));
    return !known;
  });
}

function segmenterFor(language: string | null): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language ?? undefined, { granularity: 'word' });
  } catch {
    return new Intl.Segmenter(undefined, { granularity: 'word' });
  }
}
