import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyStore } from '../../social/store.ts';
import { aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { sizeOf, Thread, treeOf } from './thread.ts';

beforeEach(emptyStore);
afterEach(() => vi.unstubAllGlobals());

test('answers hang below what they answer', () => {
  const tree = treeOf('1', [
    { id: '2', in_reply_to_id: '1' },
    { id: '3', in_reply_to_id: '2' },
    { id: '4', in_reply_to_id: '1' },
    { id: '5', in_reply_to_id: '2' },
  ]);
  expect(tree.map(one => one.id)).toEqual(['2', '4']);
  expect(tree[0]?.answers.map(one => one.id)).toEqual(['3', '5']);
  expect(tree.map(sizeOf)).toEqual([2, 0]);
});

test('an answer to a post that is missing is not lost', () => {
  expect(treeOf('1', [{ id: '9', in_reply_to_id: '8' }]).map(one => one.id)).toEqual(['9']);
});

test('one is there when it is read, with what one answers oneself', async () => {
  serve({
    'GET /api/v1/statuses/1/context': () => ({
      ancestors: [aStatus({ id: '0' })],
      descendants: [aStatus({ id: '2', in_reply_to_id: '1' })],
    }),
    'GET /api/v1/statuses/1': () => aStatus({ id: '1', in_reply_to_id: '0' }),
  });
  const thread = new Thread('1');
  await thread.load();
  thread.add(aStatus({ id: '3', in_reply_to_id: '2' }));
  thread.add(aStatus({ id: '3', in_reply_to_id: '2' }));
  expect(thread.above.value).toEqual(['0']);
  expect(thread.below.value).toEqual([{ id: '2', answers: [{ id: '3', answers: [] }] }]);
});

test('a post that is gone is said to be', async () => {
  serve({});
  const thread = new Thread('1');
  await thread.load();
  expect(thread.state.value).toBe('gone');
});
