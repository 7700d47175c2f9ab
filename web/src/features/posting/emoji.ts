// Emoji to choose from: those of this server first, then those of every keyboard, in the reader's language.

import { signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { CustomEmoji } from '../../api/gen/entities.ts';
import { locale } from '../../ui/words.ts';

export interface Emoji {
  /** What is written into the text. */
  text: string;
  name: string;
  words: string;
  picture?: string;
  tones?: readonly string[] | undefined;
}

export type GroupName =
  | 'custom'
  | 'smileys'
  | 'body'
  | 'nature'
  | 'food'
  | 'travel'
  | 'activity'
  | 'object'
  | 'symbol'
  | 'flag';

/** As the data numbers them. */
const numbers: Partial<Record<GroupName, string>> = {
  smileys: '0',
  body: '1',
  nature: '3',
  food: '4',
  travel: '5',
  activity: '6',
  object: '7',
  symbol: '8',
  flag: '9',
};

export type EmojiBook = ReadonlyMap<GroupName, readonly Emoji[]>;

export const emojiBook = signal<EmojiBook | undefined>(undefined);
const custom = signal<readonly CustomEmoji[] | undefined>(undefined);

export async function customEmojis(): Promise<readonly CustomEmoji[]> {
  custom.value ??= await call('GET /api/v1/custom_emojis', {});
  return custom.value.filter(emoji => emoji.visible_in_picker);
}

/** Fetched when somebody looks for one the first time. */
export async function loadEmojis(): Promise<void> {
  if (emojiBook.value) return;
  const [own, all] = await Promise.all([customEmojis().catch(() => []), dataFor(locale.peek())]);
  const book = new Map<GroupName, readonly Emoji[]>();
  if (own.length > 0) book.set('custom', own.map(ofServer));
  for (const [name, number] of Object.entries(numbers) as [GroupName, string][])
    book.set(
      name,
      (all.groups[number] ?? []).map(([text, title, words, tones]) => ({
        text,
        name: title,
        words: `${title} ${words}`.toLowerCase(),
        tones,
      })),
    );
  emojiBook.value = book;
}

/** There is no Arabic data: whoever reads Arabic finds them by their English names. */
function dataFor(language: string) {
  if (language === 'de') return import('virtual:emoji/de');
  if (language === 'th') return import('virtual:emoji/th');
  return import('virtual:emoji/en');
}

function ofServer(emoji: CustomEmoji): Emoji {
  return {
    text: `:${emoji.shortcode}:`,
    name: emoji.shortcode,
    words: emoji.shortcode.toLowerCase().replaceAll('_', ' '),
    picture: emoji.static_url,
  };
}

/** Those in which every word is found, the best first: whose name begins with what is looked for. */
export function findEmojis(book: EmojiBook, wanted: string, max: number): Emoji[] {
  const words = wanted.trim().toLowerCase().split(/\s+/);
  const found = [...book.values()]
    .flat()
    .filter(one => words.every(word => one.words.includes(word)));
  const begins = (one: Emoji) => (one.words.startsWith(words[0] ?? '') ? 0 : 1);
  return found.sort((one, other) => begins(one) - begins(other)).slice(0, max);
}

interface Habits {
  /** 0 is the usual yellow. */
  tone: number;
  recent: readonly string[];
}

const storage = 'skein.emoji';
const recentMax = 28;

function readHabits(): Habits {
  try {
    return { tone: 0, recent: [], ...JSON.parse(localStorage.getItem(storage) ?? '{}') } as Habits;
  } catch {
    return { tone: 0, recent: [] };
  }
}

export const habits = signal<Habits>(readHabits());

function change(with_: Partial<Habits>): void {
  habits.value = { ...habits.value, ...with_ };
  try {
    localStorage.setItem(storage, JSON.stringify(habits.value));
  } catch {
    // Remembered until the window closes.
  }
}

export function chooseTone(tone: number): void {
  change({ tone });
}

export function remember(emoji: Emoji): void {
  const recent = [emoji.text, ...habits.value.recent.filter(text => text !== emoji.text)];
  change({ recent: recent.slice(0, recentMax) });
}

export function recentEmojis(book: EmojiBook): Emoji[] {
  const all = new Map([...book.values()].flat().map(one => [one.text, one]));
  return habits.value.recent.flatMap(text => all.get(text) ?? []);
}

/** In the tone of skin one has chosen, where there are tones. */
export function toned(emoji: Emoji): string {
  return emoji.tones?.[habits.value.tone - 1] ?? emoji.text;
}
