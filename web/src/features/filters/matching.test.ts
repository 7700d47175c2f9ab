import { expect, test } from 'vitest';
import { emptyStore, keepStatus, postOf } from '../../social/store.ts';
import { aPoll, aStatus } from '../../testing/samples.ts';
import { fold, matchesIn, placeOf, plainText, textOf, wordsIn } from './matching.ts';

const word = (keyword: string) => ({ keyword, whole_word: true });
const within = (keyword: string) => ({ keyword, whole_word: false });
const found = (text: string, ...all: { keyword: string; whole_word: boolean }[]) =>
  matchesIn(fold(text), all);

test('words are found without regard to case, width and what nobody sees', () => {
  expect(found('The FOOTBALL is on', word('football'))).toEqual(['football']);
  expect(found('ｆｏｏｔｂａｌｌ', word('Football'))).toEqual(['Football']);
  expect(found('foot\u200dball', word('football'))).toEqual(['football']);
});

test('a whole word does not stand within another', () => {
  expect(found('a party', word('art'))).toEqual([]);
  expect(found('a party', within('art'))).toEqual(['art']);
  expect(found('art, a party', word('art'))).toEqual(['art']);
  expect(found('#birds!', word('#birds'))).toEqual(['#birds']);
  expect(found('naïveté', word('naïve'))).toEqual([]);
});

test('in scripts without spaces a word ends where dictionaries say', () => {
  expect(found('ดูฟุตบอลวันนี้', word('ฟุตบอล'))).toEqual(['ฟุตบอล']);
  expect(found('كرة القدم اليوم', word('القدم'))).toEqual(['القدم']);
});

test('nothing is looked for in the middle of what was found before', () => {
  expect(placeOf('aaab', { keyword: 'aab', whole_word: false })).toBe(1);
  expect(placeOf('anything', word('   '))).toBe(-1);
});

test('warning, text, answers and descriptions are all looked at', () => {
  emptyStore();
  keepStatus(
    aStatus({
      spoiler_text: 'Sport',
      content: '<p>one<br>two</p><p>three</p>',
      poll: aPoll(),
    }),
  );
  const post = postOf('100');
  expect(post && textOf(post)).toBe('Sport\n\none\ntwo\nthree\n\nRye\n\nDill');
  expect(plainText('<p>a</p><ul><li>b</li></ul>')).toBe('a\nb');
});

test('the words of a post: tags first, no names and addresses, each once', () => {
  expect(
    wordsIn('@maja the geese, the Geese! #birds https://example.org/football over dykes', 'en'),
  ).toEqual(['#birds', 'geese', 'over', 'dykes']);
  expect(wordsIn('ดูฟุตบอล', 'th')).toContain('ฟุตบอล');
});
