import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Conversation, Status } from '../../api/gen/entities.ts';
import { published } from '../../social/composing.ts';
import { unreadConversations } from '../../social/messages.ts';
import { emptyStore, keepStatus } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { Confirmation } from '../../ui/confirm.tsx';
import ConversationPage from './conversation_page.tsx';
import { conversations } from './conversations.ts';
import ConversationsPage from './conversations_page.tsx';

vi.mock('../../ui/feed.tsx', () => import('../../testing/plain_feed.tsx'));
vi.mock('../../api/stream.ts', () => ({ watch: () => () => undefined }));

const talk = (id: string, change: Partial<Conversation> = {}): Conversation => ({
  id,
  unread: false,
  accounts: [anAccount()],
  last_status: aStatus({
    id: `1${id}`,
    visibility: 'direct',
    content:
      '<p><span class="h-card"><a class="u-url mention" href="#">@ada</a></span> which door?</p>',
  }),
  ...change,
});

beforeEach(() => {
  emptyStore();
  conversations.value = undefined;
  unreadConversations.value = new Set();
});
afterEach(() => vi.unstubAllGlobals());

test('the latest stands first, what is unread says so, and can be marked', async () => {
  const server = serve({
    'GET /api/v1/conversations': () => [talk('2'), talk('3', { unread: true })],
    'POST /api/v1/conversations/3/read': () => talk('3'),
  });
  render(<ConversationsPage />);
  const rows = await screen.findAllByRole('article');
  expect(rows[0]?.textContent).toContain('NewMaja');
  expect(rows[0]?.querySelector('.conversation__last')?.textContent).toBe('which door? ');
  expect([...unreadConversations.value]).toEqual(['3']);
  const { setUnread } = await import('./conversations.ts');
  await setUnread('3', false);
  expect(server.asked).toContain('POST /api/v1/conversations/3/read');
  expect(unreadConversations.value.size).toBe(0);
});

test('opening a conversation reads it, and says who else could', async () => {
  const server = serve({
    'GET /api/v1/conversations': () => [talk('3', { unread: true })],
    'GET /api/v1/statuses/13/context': () => ({ ancestors: [], descendants: [] }),
    'POST /api/v1/conversations/3/read': () => talk('3'),
  });
  render(<ConversationPage parameters={{ id: '3' }} />);
  expect(await screen.findByText('which door?')).toBeTruthy();
  expect(screen.getByText(/not end-to-end encrypted/)).toBeTruthy();
  await waitFor(() => expect(server.asked).toContain('POST /api/v1/conversations/3/read'));
  expect(screen.getByRole('textbox', { name: 'To Maja' })).toBeTruthy();
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'the blue one' } });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(false);
});

test('a conversation that is not there', async () => {
  serve({ 'GET /api/v1/conversations': () => [] });
  render(<ConversationPage parameters={{ id: '8' }} />);
  expect(await screen.findByText('There is nothing here')).toBeTruthy();
});

test('a conversation that is known is asked for again, and shows what was said meanwhile', async () => {
  const later = aStatus({ id: '25', visibility: 'direct', content: '<p>the green one</p>' });
  conversations.value = [talk('5')];
  const server = serve({
    'GET /api/v1/conversations': () => [talk('5', { last_status: later })],
    'GET /api/v1/statuses/25/context': () => ({
      ancestors: [talk('5').last_status],
      descendants: [],
    }),
    'GET /api/v1/statuses': () => ({ ancestors: [], descendants: [] }),
  });
  render(<ConversationPage parameters={{ id: '5' }} />);
  expect(await screen.findByText('the green one')).toBeTruthy();
  expect(server.asked).toContain('GET /api/v1/conversations?limit=40');
});

test('whoever is named besides stands above the box, and is asked about before they get it', async () => {
  const server = serve({
    'GET /api/v1/conversations': () => [talk('6')],
    'GET /api/v1/statuses/16/context': () => ({ ancestors: [], descendants: [] }),
    'POST /api/v1/statuses': () => aStatus({ id: '30', visibility: 'direct' }),
  });
  render(
    <>
      <ConversationPage parameters={{ id: '6' }} />
      <Confirmation />
    </>,
  );
  fireEvent.input(await screen.findByRole('textbox', { name: 'To Maja' }), {
    target: { value: 'ask @tomas' },
  });
  expect(await screen.findByRole('textbox', { name: 'To Maja and @tomas' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('Send it to @tomas too?')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(server.asked).not.toContain('POST /api/v1/statuses');
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Send to all' }));
  await waitFor(() => expect(server.asked).toContain('POST /api/v1/statuses'));
});

test('what was written in the composer stands here as well, unless it is for others', async () => {
  serve({
    'GET /api/v1/conversations': () => [talk('7')],
    'GET /api/v1/statuses/17/context': () => ({ ancestors: [], descendants: [] }),
  });
  render(<ConversationPage parameters={{ id: '7' }} />);
  await screen.findByText('which door?');
  const write = (id: string, change: Partial<Status>) => {
    const status = aStatus({ id, in_reply_to_id: '17', visibility: 'direct', ...change });
    keepStatus(status);
    published.value = status;
  };
  write('40', { content: '<p>for everybody</p>', visibility: 'public' });
  write('41', { content: '<p>the blue one</p>' });
  expect(await screen.findByText('the blue one')).toBeTruthy();
  expect(screen.queryByText('for everybody')).toBeNull();
});
