import { expect, test } from 'vitest';
import {
  chooseTone,
  type Emoji,
  findEmojis,
  habits,
  recentEmojis,
  remember,
  toned,
} from './emoji.ts';

const wave: Emoji = {
  text: '👋',
  name: 'waving hand',
  words: 'waving hand hello wave',
  tones: ['👋🏻', '👋🏼', '👋🏽', '👋🏾', '👋🏿'],
};
const goose: Emoji = { text: '🪿', name: 'goose', words: 'goose bird honk' };
const own: Emoji = { text: ':goose:', name: 'goose', words: 'goose', picture: '/goose.png' };
const book = new Map([
  ['custom', [own]],
  ['body', [wave]],
  ['nature', [goose]],
] as const);

test('every word that is looked for is in what is found, those of the server first', () => {
  expect(findEmojis(book, 'goose', 9)).toEqual([own, goose]);
  expect(findEmojis(book, 'hello hand', 9)).toEqual([wave]);
  expect(findEmojis(book, 'nothing', 9)).toEqual([]);
});

test('a tone of skin is chosen once for all that have tones', () => {
  chooseTone(3);
  expect(toned(wave)).toBe('👋🏽');
  expect(toned(goose)).toBe('🪿');
  chooseTone(0);
  expect(toned(wave)).toBe('👋');
});

test('what was used last comes first, each once', () => {
  remember(wave);
  remember(goose);
  remember(wave);
  expect(recentEmojis(book).map(one => one.text)).toEqual(['👋', '🪿']);
  expect(habits.value.recent).toHaveLength(2);
});
