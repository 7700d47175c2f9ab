import { beforeEach, expect, test } from 'vitest';
import { choices } from './choices.ts';
import { alsoOn, isKeys, keysOf, type Shortcut, setKeys, shortcuts } from './shortcuts.ts';

const [next, previous] = shortcuts as readonly Shortcut[] as [Shortcut, Shortcut];

beforeEach(() => {
  choices.value = { ...choices.value, keys: {} };
});

test('another key takes the place of the usual one, and gives it back', () => {
  setKeys(next, 'd');
  expect(keysOf(next)).toBe('d');
  setKeys(next, 'j');
  expect(choices.value.keys).toEqual({});
});

test('none is a choice too', () => {
  setKeys(next, '');
  expect(keysOf(next)).toBe('');
});

test('one key or two after each other, and nothing else', () => {
  expect(['j', 'g h', 'Enter', 'é', ''].map(isKeys)).toEqual([true, true, true, true, true]);
  expect(['gh', 'a b c', 'Ctrl', ' '].map(isKeys)).toEqual([false, false, false, false]);
});

test('the same keys for two things are named, and a first key that is one by itself', () => {
  expect(alsoOn(next, 'k')).toMatchObject(previous);
  expect(alsoOn(next, 'g')?.id).toBe('home');
  expect(alsoOn(next, 'd')).toBeUndefined();
});
