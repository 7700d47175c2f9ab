import { fireEvent, render, screen } from '@testing-library/preact';
import { beforeEach, expect, test } from 'vitest';
import { emptyStore, keepStatus } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import type { Branch } from './thread.ts';
import { ThreadBranch } from './thread_branch.tsx';

const maja = anAccount();
const tomas = anAccount({ id: '2', username: 'tomas', display_name: 'Tomás' });

beforeEach(emptyStore);

function says(id: string, account = maja, answers: Branch[] = []): Branch {
  keepStatus(aStatus({ id, account, content: `<p>says ${id}</p>` }));
  return { id, answers };
}

const order = () => screen.getAllByText(/^says/).map(one => one.textContent);

test('what the author goes on to say stays in the line, and the answers of others are set in', () => {
  const branch = says('1', maja, [says('2', tomas), says('3', maja, [says('4', maja)])]);
  render(<ThreadBranch branch={branch} depth={0} />);
  expect(order()).toEqual(['says 1', 'says 2', 'says 3', 'says 4']);
  expect(screen.getByText('says 2').closest('.thread-branch--in')).toBeTruthy();
  expect(screen.getByText('says 4').closest('.thread-branch--in')).toBeNull();
});

test('a branch is folded to its first post, and says how many wait', () => {
  const branch = says('1', maja, [says('2', tomas, [says('3')])]);
  render(<ThreadBranch branch={branch} depth={0} />);
  fireEvent.click(screen.getByRole('button', { name: 'Fold replies' }));
  expect(order()).toEqual(['says 1']);
  fireEvent.click(screen.getByRole('button', { name: 'Show 2 replies', expanded: false }));
  expect(order()).toEqual(['says 1', 'says 2', 'says 3']);
});
