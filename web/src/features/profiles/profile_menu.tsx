import type { Account } from '../../api/gen/entities.ts';
import { setFollowOptions, toggleBlock, toggleMute } from '../../social/account_actions.ts';
import { compose } from '../../social/composing.ts';
import { relationshipOf } from '../../social/store.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';

const day = 86_400;

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
  if (account.url && !account.url.startsWith(location.origin))
    general.push({ label: t('post.menu.original'), icon: 'open', href: account.url });
  if (!is) return [general];
  const follow: MenuItem[] = is.following
    ? [
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
      ]
    : [];
  const away: MenuItem[] = is.muting
    ? [{ label: t('account.menu.unmute', { name }), icon: 'mute', act: () => void toggleMute(id) }]
    : [
        { label: t('account.menu.mute', { name }), icon: 'mute', act: () => void toggleMute(id) },
        {
          label: t('account.menu.mute_day', { name }),
          icon: 'clock',
          act: () => void toggleMute(id, day),
        },
      ];
  away.push({
    label: t(is.blocking ? 'account.menu.unblock' : 'account.menu.block', { name }),
    icon: 'block',
    danger: true,
    act: () => void toggleBlock(id),
  });
  return [general, follow, away];
}

async function copy(account: Account): Promise<void> {
  await navigator.clipboard.writeText(account.url ?? account.uri);
  toast(t('post.menu.copied'));
}
