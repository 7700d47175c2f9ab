import { expect, test } from 'vitest';
import { complete, wordAt } from './completion.ts';

test.each([
  ['hello @ma', '@ma'],
  ['@maja@otten', '@maja@otten'],
  ['(#bir', '#bir'],
  ['look :goo', ':goo'],
  ['สวัสดี @พล', '@พล'],
])('%s ends in a word that may become something', (text, word) => {
  expect(wordAt(text, text.length)?.text).toBe(word);
});

test.each(['hello', 'a@b', 'at 12:30', 'done @maja ', '#', ':o'])('%s does not', text => {
  expect(wordAt(text, text.length)).toBeUndefined();
});

test('a word is completed where it stands, and the caret goes behind it', () => {
  const text = 'ask @ma about it';
  const word = wordAt(text, 7);
  expect(word && complete(text, word, { text: '@maja', label: 'Maja' })).toEqual({
    text: 'ask @maja about it',
    caret: 10,
  });
});
