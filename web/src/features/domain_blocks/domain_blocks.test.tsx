import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { serve } from '../../testing/server.ts';
import { domainFrom } from './domain_blocks.ts';
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
