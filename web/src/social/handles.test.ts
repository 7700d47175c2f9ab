import { afterEach, expect, test } from 'vitest';
import { namedIn, plainHandle } from './handles.ts';
import { instance } from './me.ts';

afterEach(() => {
  instance.value = undefined;
});

test.each([
  ['@maja and @tomas@b.example, @maja; not an@address', ['maja', 'tomas@b.example']],
  ['ask @maja.', ['maja']],
  ['(@maja-l) or @maja_l@b.example:3000!', ['maja-l', 'maja_l@b.example:3000']],
  ['https://b.example/@maja ?u=@maja สวัสดี@maja', []],
])('%s names whom the server would tell', (text, names) => {
  expect(namedIn(text)).toEqual(names);
});

test('one’s own server and case make no other person', () => {
  instance.value = { domain: 'skein.example' } as never;
  expect(plainHandle('Maja@skein.example')).toBe('maja');
  expect(plainHandle('Maja@b.example')).toBe('maja@b.example');
});
