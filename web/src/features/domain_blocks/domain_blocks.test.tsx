import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { emptyStore, keepAccount, relationshipOf } from '../../social/store.ts';
import { anAccount, aRelationship } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { domainFrom, setDomainBlock } from './domain_blocks.ts';
import DomainBlocksPage from './domain_blocks_page.tsx';

vi.mock('../../ui/feed.tsx', () => import('../../testing/plain_feed.tsx'));
afterEach(() => vi.unstubAllGlobals());

test('the name of a server is taken from whatever was pasted', () => {
  expect(domainFrom(' https://Loud.Example/@somebody?x ')).toBe('loud.example');
  expect(domainFrom('@somebody@loud.example')).toBe('loud.example');
  expect(domainFrom('ตัวอย่าง.ไทย')).toBe('ตัวอย่าง.ไทย');
  expect(domainFrom('loud')).toBeUndefined();
});

test('a server is blocked after one saw what that ends, and freed again', async () => {
  const blocked: string[] = [];
  const server = serve({
    'GET /api/v1/domain_blocks': () => [...blocked],
    'GET /api/v1/domain_blocks/preview': () => ({ following_count: 2, followers_count: 0 }),
    'POST /api/v1/domain_blocks': () => {
      blocked.push('loud.example');
      return {};
    },
    'DELETE /api/v1/domain_blocks': () => ({}),
  });
  render(<DomainBlocksPage />);
  await screen.findByText('You block no server');
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'loud.example' } });
  fireEvent.click(screen.getByRole('button', { name: 'Block' }));
  expect(
    await screen.findByText('You follow 2 people there; nobody there follows you.'),
  ).toBeTruthy();
  fireEvent.click(screen.getAllByRole('button', { name: 'Block' }).at(-1) as HTMLElement);
  fireEvent.click(await screen.findByRole('button', { name: 'Unblock' }));
  await waitFor(() =>
    expect(server.asked).toContain('DELETE /api/v1/domain_blocks?domain=loud.example'),
  );
  expect(await screen.findByText('You block no server')).toBeTruthy();
});

test('whoever is there is looked at again, so that their posts go', async () => {
  emptyStore();
  keepAccount(anAccount({ id: '7', acct: 'max@loud.example' }));
  keepAccount(anAccount({ id: '8', acct: 'maja' }));
  const server = serve({
    'POST /api/v1/domain_blocks': () => ({}),
    'GET /api/v1/accounts/relationships': () => [aRelationship({ id: '7', domain_blocking: true })],
  });
  await setDomainBlock('loud.example', true);
  expect(server.asked.at(-1)).toBe('GET /api/v1/accounts/relationships?id%5B%5D=7');
  expect(relationshipOf('7')?.domain_blocking).toBe(true);
});
