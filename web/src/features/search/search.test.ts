import { beforeEach, expect, test } from 'vitest';
import { dayBefore, offersFor, partsOf, without, withPart } from './operators.ts';
import { forgetSearch, forgetSearches, recent, remember } from './recent.ts';

beforeEach(() => forgetSearches());

test('operators are told from words, also quoted and turned round', () => {
  expect(partsOf('geese from:"maja" -has:image "green tea" https://a.example')).toEqual([
    { text: 'geese', value: 'geese', not: false },
    { text: 'from:"maja"', operator: 'from', value: 'maja', not: false },
    { text: '-has:image', operator: 'has', value: 'image', not: true },
    { text: '"green tea"', value: '"green tea"', not: false },
    { text: 'https://a.example', value: 'https://a.example', not: false },
  ]);
});

test('a part is taken off, and another put to it', () => {
  const [, from] = partsOf('geese from:me');
  expect(from && without('geese from:me', from)).toBe('geese');
  expect(withPart('geese', 'has:poll')).toBe('geese has:poll');
});

test('what was said, or its opposite, is not offered again', () => {
  const offered = offersFor('geese from:me is:reply').map(one => one.text);
  expect(offered).toContain('has:image');
  expect(offered).not.toContain('from:me');
  expect(offered).not.toContain('-is:reply');
});

test('a day is said as the server reads it', () => {
  expect(dayBefore(7, Date.parse('2026-11-29T12:00:00Z'))).toBe('2026-11-22');
});

test('the last searches are kept, each once, and can be forgotten', () => {
  for (const query of ['a', 'b', 'a', 'c']) remember(query);
  expect(recent.value).toEqual(['c', 'a', 'b']);
  forgetSearch('a');
  expect(recent.value).toEqual(['c', 'b']);
});
