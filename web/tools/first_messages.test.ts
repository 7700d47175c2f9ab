// @vitest-environment node

import { expect, test } from 'vitest';
import { firstMessages } from './first_messages.ts';

test('what the shell and posts say is there at first, what one page says is not', () => {
  const isFirst = firstMessages(/src\/(?:social|app|ui)\//);
  expect(isFirst('shell.home')).toBe(true);
  expect(isFirst('post.menu.report')).toBe(true);
  expect(isFirst('reports.reason.spam')).toBe(false);
});
