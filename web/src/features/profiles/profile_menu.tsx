import type { Account, Relationship } from '../../api/gen/entities.ts';
import {
  removeFollower,
  setFollowOptions,
  toggleBlock,
  toggleMute,
} from '../../social/account_actions.ts';
import { ask } from '../../social/asking.ts';
import { compose } from '../../social/composing.ts';
import { relationshipOf } from '../../social/store.ts';
import { isHere, safeHref } from '../../ui/html.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';

export function ProfileMenu({ account }: { account: Account }) {
  return <Menu label={t('profile.menu')} icon="more" items={() => itemsOf(account)} />;
}

function itemsOf(account: Account): MenuItem[][] {
  const { id } = account;
  const is = relationshipOf(id);
  const name = `@${account.acct}`;
  const general: MenuItem[] = [
    {
      label: t('account.menu.mention', { name }),
      icon: 'write',
      act: () => compose({ text: `${name} ` }),
    },
    {
      label: t('account.menu.message', { name }),
      icon: 'mentioned',
      href: `/conversations/new/${encodeURIComponent(account.acct)}`,
    },
    { label: t('account.menu.copy'), icon: 'link', act: () => void copy(account) },
  ];
  if (account.url && !isHere(account.url) && safeHref(account.url))
    general.push({ label: t('post.menu.original'), icon: 'open', href: account.url });
  if (!is) return [general];
  return [general, keeping(account, is), follow(account, is), away(account, is)];
}

/** What one keeps about somebody, for oneself. */
function keeping({ id }: Account, is: Relationship): MenuItem[] {
  return [
    { label: t('lists.of'), icon: 'lists', act: () => ask({ what: 'lists', account: id }) },
    {
      label: t(is.note ? 'profile.note.change' : 'profile.note.add'),
      icon: 'edit',
      act: () => ask({ what: 'note', account: id }),
    },
  ];
}

function follow({ id }: Account, is: Relationship): MenuItem[] {
  if (!is.following) return [];
  return [
    {
      label: t(is.showing_reblogs ? 'account.menu.hide_boosts' : 'account.menu.show_boosts'),
      icon: 'boost',
      act: () => void setFollowOptions(id, { reblogs: !is.showing_reblogs }),
    },
    {
      label: t(is.notifying ? 'account.menu.no_bell' : 'account.menu.bell'),
      icon: 'bell',
      act: () => void setFollowOptions(id, { notify: !is.notifying }),
    },
    {
      label: t('account.menu.languages'),
      icon: 'language',
      act: () => ask({ what: 'languages', account: id }),
    },
  ];
}

function away(account: Account, is: Relationship): MenuItem[] {
  const { id } = account;
  const name = `@${account.acct}`;
  const domain = account.acct.split('@')[1];
  const items: MenuItem[] = [
    {
      label: t(is.muting ? 'account.menu.unmute' : 'account.menu.mute', { name }),
      icon: 'mute',
      act: () => toggleMute(id),
    },
  ];
  if (is.followed_by)
    items.push({
      label: t('account.menu.remove_follower'),
      icon: 'close',
      act: () => void removeFollower(id),
    });
  items.push({
    label: t(is.blocking ? 'account.menu.unblock' : 'account.menu.block', { name }),
    icon: 'block',
    danger: true,
    act: () => void toggleBlock(id),
  });
  items.push({
    label: t('account.menu.report', { name }),
    icon: 'flag',
    danger: true,
    act: () => ask({ what: 'report', account: id }),
  });
  if (domain)
    items.push({
      label: t('account.menu.domain', { domain }),
      icon: 'local',
      danger: true,
      act: () => ask({ what: 'domain', domain }),
    });
  return items;
}

async function copy(account: Account): Promise<void> {
  await navigator.clipboard.writeText(account.url ?? account.uri);
  toast(t('post.menu.copied'));
}
