// @vitest-environment node
import { expect, test } from 'vitest';
import { emojiGroups } from './emoji_data.ts';

test('the data of every language has the same groups, with names', () => {
  for (const language of ['en', 'de', 'th']) {
    const groups = emojiGroups(language);
    expect(Object.keys(groups)).toEqual(['0', '1', '3', '4', '5', '6', '7', '8', '9']);
    expect(groups[0]?.[0]?.[0]).toBe('😀');
  }
});
