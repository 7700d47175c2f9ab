import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { instance } from '../../social/me.ts';
import { emptyStore, keepAccount, keepRelationships, keepStatus } from '../../social/store.ts';
import { anAccount, aRelationship, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import ReportDialog from './report_dialog.tsx';

const maja = anAccount({ acct: 'maja@loud.example' });
const rule = {
  id: '3',
  text: 'No counting by threes',
  hint: '',
  translations: { en: { text: 'No counting in threes', hint: '' } },
};
const next = () => fireEvent.click(screen.getByRole('button', { name: 'Next' }));

beforeEach(() => {
  emptyStore();
  instance.value = { rules: [rule] } as never;
  keepAccount(maja);
  keepRelationships([aRelationship({ following: true })]);
  keepStatus(aStatus({ account: maja }));
});
afterEach(() => {
  instance.value = undefined;
  vi.unstubAllGlobals();
});

test('a broken rule is reported with the rule, the post, words, and a copy to the other server', async () => {
  const server = serve({
    'GET /api/v1/accounts/1/statuses': () => [
      aStatus({ id: '101', content: '<p>Three, six, nine</p>', account: maja }),
    ],
    'POST /api/v1/reports': () => ({ id: '1' }),
  });
  render(<ReportDialog about={{ account: '1', post: '100' }} onClose={() => undefined} />);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next' }).disabled).toBe(true);
  fireEvent.click(screen.getByRole('radio', { name: /breaks the rules/ }));
  next();
  expect(screen.getByText('Step 2 of 4')).toBeTruthy();
  fireEvent.click(screen.getByRole('checkbox', { name: 'No counting in threes' }));
  next();
  expect(
    await screen.findByRole('checkbox', { name: /Four thousand/, checked: true }),
  ).toBeTruthy();
  fireEvent.click(screen.getByRole('checkbox', { name: /Three, six, nine/ }));
  next();
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Again and again.' } });
  fireEvent.click(screen.getByRole('checkbox', { name: /copy to loud.example/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Send report' }));
  await screen.findByText('Thank you: it is with the moderators');
  expect(server.bodies.at(-1)).toEqual({
    account_id: '1',
    category: 'violation',
    status_ids: ['100', '101'],
    rule_ids: ['3'],
    comment: 'Again and again.',
    forward: true,
  });
  expect(screen.getByRole('button', { name: /^Mute/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Block/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Unfollow/ })).toBeTruthy();
});

test('not wanting to see something reports nothing, and offers what helps', () => {
  const server = serve({});
  render(<ReportDialog about={{ account: '1' }} onClose={() => undefined} />);
  fireEvent.click(screen.getByRole('radio', { name: /do not want to see/ }));
  next();
  expect(screen.getByText(/Nothing was reported/)).toBeTruthy();
  expect(server.asked).toEqual([]);
});

test('without rules there is none to break; a refusal keeps what was said', async () => {
  instance.value = { rules: [] } as never;
  serve({ 'GET /api/v1/accounts/1/statuses': () => [], 'POST /api/v1/reports': () => 422 });
  render(<ReportDialog about={{ account: '1' }} onClose={() => undefined} />);
  expect(screen.queryByRole('radio', { name: /breaks the rules/ })).toBeNull();
  fireEvent.click(screen.getByRole('radio', { name: /spam/ }));
  next();
  await screen.findByText('There are no posts to choose from.');
  next();
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Buys followers.' } });
  fireEvent.click(screen.getByRole('button', { name: 'Send report' }));
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Send report' }).ariaBusy).not.toBe('true'),
  );
  expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('Buys followers.');
});
