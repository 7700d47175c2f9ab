// What a word that is being written may become: a person after `@`, a hashtag after `#`, an emoji of the server after `:`.

import { call } from '../../api/client.ts';
import { customEmojis, emojiBook, findEmojis } from './emoji.ts';

export interface Proposal {
  /** What the word becomes. */
  text: string;
  /** What is shown: a name, and something about it. */
  label: string;
  about?: string | undefined;
  picture?: string | undefined;
}

export interface Word {
  start: number;
  end: number;
  text: string;
}

const wordBefore = /(?:^|[\s(])([@#:][\p{L}\p{N}_.@-]+)$/u;
const proposalsMax = 5;

/** The word that ends where the caret stands, when it may become something. */
export function wordAt(text: string, caret: number): Word | undefined {
  const word = wordBefore.exec(text.slice(0, caret))?.[1];
  const isLongEnough = word !== undefined && (word.length > 2 || word.startsWith('@'));
  return isLongEnough ? { start: caret - word.length, end: caret, text: word } : undefined;
}

/** The text with a word made what it was proposed to be, and where the caret goes. */
export function complete(
  text: string,
  word: Word,
  proposal: Proposal,
): { text: string; caret: number } {
  const before = `${text.slice(0, word.start)}${proposal.text} `;
  return { text: before + text.slice(word.end).replace(/^ /, ''), caret: before.length };
}

export function proposalsFor(word: Word, aborted: AbortSignal): Promise<Proposal[]> {
  const wanted = word.text.slice(1);
  if (word.text.startsWith('@')) return people(wanted, aborted);
  if (word.text.startsWith('#')) return tags(wanted, aborted);
  return emojisLike(wanted);
}

async function people(q: string, aborted: AbortSignal): Promise<Proposal[]> {
  const found = await call(
    'GET /api/v1/accounts/search',
    { q, limit: proposalsMax },
    { signal: aborted },
  );
  return found.map(account => ({
    text: `@${account.acct}`,
    label: account.display_name || account.username,
    about: `@${account.acct}`,
    picture: account.avatar_static,
  }));
}

async function tags(q: string, aborted: AbortSignal): Promise<Proposal[]> {
  const found = await call(
    'GET /api/v2/search',
    { q, type: 'hashtags', limit: proposalsMax },
    { signal: aborted },
  );
  return found.hashtags.map(tag => ({ text: `#${tag.name}`, label: `#${tag.name}` }));
}

async function emojisLike(wanted: string): Promise<Proposal[]> {
  const own = (await customEmojis())
    .filter(emoji => emoji.shortcode.includes(wanted))
    .map(emoji => ({
      text: `:${emoji.shortcode}:`,
      label: `:${emoji.shortcode}:`,
      picture: emoji.static_url,
    }));
  // The rest only when the picker has fetched them: words with a colon are written for other reasons too.
  const all = emojiBook.value ? findEmojis(emojiBook.value, wanted, proposalsMax) : [];
  const drawn = all
    .filter(emoji => !emoji.picture)
    .map(emoji => ({ text: emoji.text, label: emoji.text, about: emoji.name }));
  return [...own, ...drawn].slice(0, proposalsMax);
}
