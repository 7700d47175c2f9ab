// @vitest-environment node

import { readFileSync } from 'node:fs';
import { parse } from '@messageformat/parser';
import { expect, test } from 'vitest';

test.each(['en', 'de', 'th', 'ar'])(
  'who will see a post is one whole sentence for each case in %s',
  language => {
    const file = new URL(`../locales/${language}.json`, import.meta.url);
    const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const glued = Object.keys(messages).filter(
      key => key.startsWith('compose.audience.') && parse(messages[key] ?? '').length !== 1,
    );
    expect(glued).toEqual([]);
  },
);
