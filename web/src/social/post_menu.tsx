import { useSignal } from '@preact/signals';
import { isHere, safeHref } from '../ui/html.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { t } from '../ui/words.ts';
import { loadRelationships, toggleBlock, toggleFollow, toggleMute } from './account_actions.ts';
import { ask } from './asking.ts';
import { BoostDialog } from './boost_dialog.tsx';
import { compose } from './composing.ts';
import { EmbedDialog } from './embed_dialog.tsx';
import { postPath } from './links.ts';
import { me } from './me.ts';
import {
  copyLink,
  redraftPost,
  removePost,
  revokeQuote,
  sharePost,
  togglePin,
  toggleThreadMute,
} from './status_actions.ts';
import { accountOf, type Post, postOf, relationshipOf } from './store.ts';

export function PostMenu({ post }: { post: Post }) {
  const own = post.account_id === me.value?.id;
  const shown = useSignal<'boost' | 'embed' | undefined>(undefined);
  const show = (what: 'boost' | 'embed') => () => {
    shown.value = what;
  };
  const hide = () => {
    shown.value = undefined;
  };
  const items = () => {
    if (!own) void loadRelationships([post.account_id]);
    return [
      spreading(post, show('boost')),
      linking(post, show('embed')),
      own ? ofOwn(post) : ofAuthor(post),
    ];
  };
  return (
    <>
      <Menu label={t('post.menu.label')} icon="more" items={items} />
      {shown.value === 'boost' && <BoostDialog post={post} onClose={hide} />}
      {shown.value === 'embed' && <EmbedDialog post={post} onClose={hide} />}
    </>
  );
}

function mayQuote(post: Post): boolean {
  const may = post.quote_approval?.current_user;
  return may === 'automatic' || may === 'manual';
}

function isOpen(post: Post): boolean {
  return post.visibility === 'public' || post.visibility === 'unlisted';
}

function spreading(post: Post, boost: () => void): MenuItem[] {
  const items: MenuItem[] = [];
  if (isOpen(post) && !post.reblogged)
    items.push({ label: t('post.menu.boost'), icon: 'boost', act: boost });
  if (mayQuote(post))
    items.push({
      label: t('post.menu.quote'),
      icon: 'quote',
      act: () => compose({ quote: post.id }),
    });
  return items;
}

function linking(post: Post, embed: () => void): MenuItem[] {
  const items: MenuItem[] = [{ label: t('post.menu.open'), icon: 'next', href: postPath(post) }];
  if ('share' in navigator)
    items.push({
      label: t('post.menu.share'),
      icon: 'share',
      act: () => void sharePost(post.id),
    });
  items.push({ label: t('post.menu.copy'), icon: 'link', act: () => void copyLink(post.id) });
  const url = post.url ?? post.uri;
  if (isHere(url)) {
    if (isOpen(post)) items.push({ label: t('post.menu.embed'), icon: 'embed', act: embed });
  } else if (safeHref(url)) items.push({ label: t('post.menu.original'), icon: 'open', href: url });
  return items;
}

/** A post that quotes one's own can be told not to. */
function revoking(post: Post): MenuItem[] {
  const quoted = post.quote?.status_id ? postOf(post.quote.status_id) : undefined;
  if (!quoted || quoted.account_id !== me.value?.id) return [];
  return [{ label: t('post.menu.revoke'), icon: 'quote', act: () => void revokeQuote(post.id) }];
}

function ofOwn(post: Post): MenuItem[] {
  const items: MenuItem[] = [
    { label: t('post.menu.edit'), icon: 'edit', act: () => compose({ edit: post.id }) },
  ];
  if (isOpen(post))
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
  const items = revoking(post);
  if (is)
    items.push({
      label: t(is.following || is.requested ? 'account.menu.unfollow' : 'account.menu.follow', {
        name,
      }),
      icon: 'follow',
      act: () => void toggleFollow(id),
    });
  items.push(
    {
      label: t(post.muted ? 'post.menu.unmute_thread' : 'post.menu.mute_thread'),
      icon: 'bell',
      act: () => void toggleThreadMute(post.id),
    },
    {
      label: t('post.menu.filter'),
      icon: 'filter',
      act: () => ask({ what: 'filter', post: post.id }),
    },
  );
  if (is)
    items.push(
      {
        label: t(is.muting ? 'account.menu.unmute' : 'account.menu.mute', { name }),
        icon: 'mute',
        act: () => toggleMute(id),
      },
      {
        label: t(is.blocking ? 'account.menu.unblock' : 'account.menu.block', { name }),
        icon: 'block',
        danger: true,
        act: () => void toggleBlock(id),
      },
    );
  items.push({
    label: t('post.menu.report'),
    icon: 'flag',
    danger: true,
    act: () => ask({ what: 'report', account: id, post: post.id }),
  });
  return items;
}
