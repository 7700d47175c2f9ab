import { expect, test } from 'vitest';
import { t } from '../../ui/words.ts';

test.each([
  [0, 0, 'Nobody follows you yet.'],
  [0, 1, 'Only you and Maja: nobody follows you yet.'],
  [1, 0, 'Your one follower.'],
  [1, 1, 'Your one follower, and Maja.'],
  [3, 0, 'Your 3 followers, here and on 2 other servers.'],
  [3, 1, 'Your 3 followers, here and on 2 other servers, and Maja.'],
])('%i followers and %i named are told in a sentence', (followers, named, sentence) => {
  const words = t('compose.audience.followers', { followers, servers: 2, named, names: 'Maja' });
  expect(words).toBe(sentence);
});

test.each([
  [0, 0, 'Nobody follows you yet.'],
  [0, 1, 'Only you and the person mentioned: nobody follows you yet.'],
  [3, 2, 'Your 3 followers, and the 2 people mentioned.'],
])(
  '%i followers and %i named are told without the server as well',
  (followers, named, sentence) => {
    expect(t('compose.audience.private', { followers, named })).toBe(sentence);
  },
);

test('alone, nobody’s server is spoken of', () => {
  expect(t('compose.audience.direct', { named: 0 })).toBe('Only you: nobody is mentioned yet.');
});
