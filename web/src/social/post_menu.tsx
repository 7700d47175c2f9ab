import { Menu, type MenuItem } from '../ui/menu.tsx';
import { t } from '../ui/words.ts';
import { loadRelationships, toggleBlock, toggleFollow, toggleMute } from './account_actions.ts';
import { compose } from './composing.ts';
import { postPath } from './links.ts';
import { me } from './me.ts';
import {
  copyLink,
  redraftPost,
  removePost,
  togglePin,
  toggleThreadMute,
} from './status_actions.ts';
import { accountOf, type Post, relationshipOf } from './store.ts';

export function PostMenu({ post }: { post: Post }) {
  const own = post.account_id === me.value?.id;
  const items = () => {
    if (!own) void loadRelationships([post.account_id]);
    return [general(post), own ? ofOwn(post) : ofAuthor(post)];
  };
  return <Menu label={t('post.menu.label')} icon="more" items={items} />;
}

function mayQuote(post: Post): boolean {
  const may = post.quote_approval?.current_user;
  return may === 'automatic' || may === 'manual';
}

function general(post: Post): MenuItem[] {
  const items: MenuItem[] = [{ label: t('post.menu.open'), icon: 'next', href: postPath(post) }];
  if (mayQuote(post))
    items.push({
      label: t('post.menu.quote'),
      icon: 'quote',
      act: () => compose({ quote: post.id }),
    });
  items.push({ label: t('post.menu.copy'), icon: 'link', act: () => void copyLink(post.id) });
  const url = post.url ?? post.uri;
  if (!url.startsWith(location.origin))
    items.push({ label: t('post.menu.original'), icon: 'open', href: url });
  return items;
}

function ofOwn(post: Post): MenuItem[] {
  const items: MenuItem[] = [
    { label: t('post.menu.edit'), icon: 'edit', act: () => compose({ edit: post.id }) },
  ];
  if (post.visibility === 'public' || post.visibility === 'unlisted')
    items.push({
      label: t(post.pinned ? 'post.menu.unpin' : 'post.menu.pin'),
      icon: 'pin',
      act: () => void togglePin(post.id),
    });
  items.push(
    {
      label: t(post.muted ? 'post.menu.unmute_thread' : 'post.menu.mute_thread'),
      icon: 'mute',
      act: () => void toggleThreadMute(post.id),
    },
    {
      label: t('post.menu.redraft'),
      icon: 'write',
      act: () => void redraftPost(post.id),
    },
    {
      label: t('post.menu.remove'),
      icon: 'remove',
      danger: true,
      act: () => void removePost(post.id),
    },
  );
  return items;
}

function ofAuthor(post: Post): MenuItem[] {
  const id = post.account_id;
  const is = relationshipOf(id);
  const name = `@${accountOf(id)?.acct ?? ''}`;
  const items: MenuItem[] = [];
  if (is)
    items.push({
      label: t(is.following || is.requested ? 'account.menu.unfollow' : 'account.menu.follow', {
        name,
      }),
      icon: 'follow',
      act: () => void toggleFollow(id),
    });
  items.push({
    label: t(post.muted ? 'post.menu.unmute_thread' : 'post.menu.mute_thread'),
    icon: 'bell',
    act: () => void toggleThreadMute(post.id),
  });
  if (is)
    items.push(
      {
        label: t(is.muting ? 'account.menu.unmute' : 'account.menu.mute', { name }),
        icon: 'mute',
        act: () => void toggleMute(id),
      },
      {
        label: t(is.blocking ? 'account.menu.unblock' : 'account.menu.block', { name }),
        icon: 'block',
        danger: true,
        act: () => void toggleBlock(id),
      },
    );
  return items;
}
