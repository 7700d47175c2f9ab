import { messages } from 'virtual:messages/en';
import { messages as pseudo } from 'virtual:messages/pseudo';
import { render } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { briefly } from './time.tsx';
import { count, directionOf, graphemes, t, useMessages, words } from './words.ts';

afterEach(() => useMessages('en', messages));

test('a sentence takes its number as its language wants', () => {
  expect(t('timeline.waiting', { count: 1 })).toBe('1 new post');
  expect(t('timeline.waiting', { count: 12 })).toBe('12 new posts');
});

test('elements stand in the places of arguments', () => {
  const { container } = render(
    <p>{words('notifications.follow', { name: <b>Maja</b>, others: 2 })}</p>,
  );
  expect(container.innerHTML).toBe('<p><b>Maja</b> and 2 others follow you</p>');
});

test('the pseudo-locale is longer and accented, and takes the same arguments', () => {
  useMessages('pseudo', pseudo);
  expect(t('shell.home')).toMatch(/^Hömé ~+$/);
  expect(t('timeline.waiting', { count: 3 })).toContain('3 ñéw pöšţš'.replace('ţ', 't'));
});

test('people count in characters as they see them', () => {
  expect(graphemes('👩‍👩‍👧 é')).toBe(3);
});

test('numbers are short when they are large', () => {
  expect(count(9999)).toBe('9,999');
  expect(count(12_345)).toBe('12.3K');
});

test('a time is as short as it can be', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  expect(briefly(new Date(now - 90_000), now)).toBe('1m');
  expect(briefly(new Date(now + 5000), now)).toBe('1m');
  expect(briefly(new Date(now - 5 * 3_600_000), now)).toBe('5h');
  expect(briefly(new Date('2025-03-02T12:00:00Z'), now)).toBe('Mar 2, 2025');
});

test('Arabic runs the other way', () => {
  expect([directionOf('ar'), directionOf('th'), directionOf('ar-EG')]).toEqual([
    'rtl',
    'ltr',
    'rtl',
  ]);
});
