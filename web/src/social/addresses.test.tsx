import { fireEvent, render, screen } from '@testing-library/preact';
import { beforeEach, expect, test } from 'vitest';
import type { MediaAttachment, PreviewCard } from '../api/gen/entities.ts';
import { aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { LinkCard } from './link_card.tsx';
import { MediaGrid } from './media_grid.tsx';
import { PostMenu } from './post_menu.tsx';
import { emptyStore, keepStatus, type Post, postOf } from './store.ts';

const evil = 'javascript:alert(1)';

beforeEach(() => {
  emptyStore();
  serve({ 'GET /api/v1/accounts/relationships': () => [] });
});

function kept(change: Parameters<typeof aStatus>[0]): Post {
  return postOf(keepStatus(aStatus(change))) as Post;
}

function card(url: string): PreviewCard {
  return { url, title: 'Geese', provider_name: 'a.example' } as PreviewCard;
}

async function original(url: string): Promise<HTMLElement | null> {
  const { unmount } = render(<PostMenu post={kept({ url })} />);
  const menu = screen.getByRole('menu', { hidden: true });
  fireEvent(menu, Object.assign(new Event('toggle'), { newState: 'open' }));
  await screen.findByRole('menuitem', { name: 'Copy link', hidden: true });
  const found = screen.queryByRole('menuitem', {
    name: 'Open where it was published',
    hidden: true,
  });
  unmount();
  return found;
}

test('a page a post links to is a link only when it may be one', () => {
  const { rerender } = render(<LinkCard card={card('https://a.example/geese')} />);
  const link = screen.getByRole('link');
  expect(link.getAttribute('rel')).toContain('noopener');
  rerender(<LinkCard card={card(evil)} />);
  expect(screen.queryByRole('link')).toBeNull();
});

test('so is a file nobody can show', () => {
  const file = { id: '1', type: 'unknown', url: null, remote_url: evil } as MediaAttachment;
  render(
    <MediaGrid post={kept({ media_attachments: [file] })} covered={false} veiled={undefined} />,
  );
  expect(screen.queryByRole('link')).toBeNull();
});

test('the original of a post is elsewhere, and opens apart', async () => {
  const link = await original('https://a.example/@maja/1');
  expect(link?.getAttribute('href')).toBe('https://a.example/@maja/1');
  expect(link?.getAttribute('target')).toBe('_blank');
  expect(link?.getAttribute('rel')).toContain('noopener');
  expect(await original(`${location.origin}/@maja/1`)).toBeNull();
  expect(await original(`${location.origin}1/@maja/1`)).not.toBeNull();
  expect(await original(evil)).toBeNull();
});
