import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon_names.ts';
import { type PlainKey, t } from '../../ui/words.ts';
import {
  chooseTone,
  type Emoji,
  type EmojiBook,
  findEmojis,
  type GroupName,
  habits,
  recentEmojis,
} from './emoji.ts';
import { EmojiGrid } from './emoji_grid.tsx';

type Shelf = GroupName | 'recent';

const icons: Record<Shelf, IconName> = {
  recent: 'clock',
  custom: 'star',
  smileys: 'emoji',
  body: 'body',
  nature: 'nature',
  food: 'food',
  travel: 'travel',
  activity: 'activity',
  object: 'object',
  symbol: 'symbol',
  flag: 'flag',
};
const names: Record<Shelf, PlainKey> = {
  recent: 'compose.emoji.recent',
  custom: 'compose.emoji.custom',
  smileys: 'compose.emoji.smileys',
  body: 'compose.emoji.body',
  nature: 'compose.emoji.nature',
  food: 'compose.emoji.food',
  travel: 'compose.emoji.travel',
  activity: 'compose.emoji.activity',
  object: 'compose.emoji.object',
  symbol: 'compose.emoji.symbol',
  flag: 'compose.emoji.flag',
};
const foundMax = 84;
const hands = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'];

/** A field to search in, groups to leaf through, and the emoji of one of them. */
export function EmojiShelf({ book, take }: { book: EmojiBook; take: (emoji: Emoji) => void }) {
  const wanted = useSignal('');
  const recent = recentEmojis(book);
  const shelves: Shelf[] = [...(recent.length > 0 ? ['recent' as const] : []), ...book.keys()];
  const shelf = useSignal<Shelf>(shelves[0] ?? 'smileys');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const searching = wanted.value.trim() !== '';
  const shown = searching
    ? findEmojis(book, wanted.value, foundMax)
    : shelf.value === 'recent'
      ? recent
      : (book.get(shelf.value) ?? []);
  const label = searching ? t('compose.emoji.found') : t(names[shelf.value]);
  return (
    <>
      <div class="emoji-picker__head">
        <input
          ref={field}
          type="search"
          dir="auto"
          aria-label={t('compose.emoji.search')}
          placeholder={t('compose.emoji.search')}
          value={wanted.value}
          onInput={event => {
            wanted.value = event.currentTarget.value;
          }}
        />
        <select
          aria-label={t('compose.emoji.tone')}
          value={String(habits.value.tone)}
          onChange={event => chooseTone(Number(event.currentTarget.value))}
        >
          {hands.map((hand, tone) => (
            <option key={hand} value={tone}>
              {hand}
            </option>
          ))}
        </select>
      </div>
      <fieldset class="emoji-picker__groups">
        <legend class="hidden-words">{t('compose.emoji.groups')}</legend>
        {shelves.map(one => (
          <button
            key={one}
            type="button"
            aria-pressed={!searching && shelf.value === one}
            title={t(names[one])}
            onClick={() => {
              wanted.value = '';
              shelf.value = one;
            }}
          >
            <Icon name={icons[one]} />
            <span class="hidden-words">{t(names[one])}</span>
          </button>
        ))}
      </fieldset>
      {shown.length > 0 ? (
        <EmojiGrid key={label} label={label} emojis={shown} take={take} />
      ) : (
        <p class="emoji-picker__word" role="status">
          {t('compose.emoji.none')}
        </p>
      )}
    </>
  );
}
