import { beforeEach, expect, test } from 'vitest';
import { anAccount, aStatus } from '../testing/samples.ts';
import { foldThreads } from './folded_threads.ts';
import { emptyStore, keepStatus } from './store.ts';

beforeEach(emptyStore);

function says(id: string, to: string | null, minute: number, account = anAccount()): void {
  keepStatus(
    aStatus({
      id,
      account,
      in_reply_to_id: to,
      in_reply_to_account_id: to ? account.id : null,
      created_at: new Date(Date.UTC(2026, 1, 1, 0, minute)).toISOString(),
    }),
  );
}

test('what an author says in one go folds into its first post, whoever speaks between', () => {
  says('1', null, 0);
  says('2', '1', 1);
  says('8', null, 1, anAccount({ id: '2', username: 'tomas' }));
  says('3', '2', 2);
  const { keys, rest } = foldThreads(['3', '8', '2', '1']);
  expect(keys).toEqual(['8', '1']);
  expect(rest.get('1')).toBe(2);
});

test('two posts are no crowd, and what goes on a day later is news', () => {
  says('1', null, 0);
  says('2', '1', 1);
  says('3', '2', 1441);
  expect(foldThreads(['3', '2', '1'])).toEqual({ keys: ['3', '2', '1'], rest: new Map() });
});

test('the answers of others stay where they are', () => {
  says('1', null, 0);
  const tomas = anAccount({ id: '2', username: 'tomas' });
  says('2', '1', 1, tomas);
  says('3', '2', 2);
  expect(foldThreads(['3', '2', '1']).keys).toEqual(['3', '2', '1']);
});
