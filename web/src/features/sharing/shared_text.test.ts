import { expect, test } from 'vitest';
import { sharedText } from './shared_text.ts';

test('title, words and address each stand once', () => {
  expect(sharedText('title=Geese&text=Four+thousand&url=https%3A%2F%2Fa.example%2F1')).toBe(
    'Geese\n\nFour thousand\n\nhttps://a.example/1',
  );
  expect(sharedText('text=Geese+https%3A%2F%2Fa.example%2F1&url=https%3A%2F%2Fa.example%2F1')).toBe(
    'Geese https://a.example/1',
  );
  expect(sharedText('title=Geese&text=Geese')).toBe('Geese');
  expect(sharedText('')).toBe('');
});
