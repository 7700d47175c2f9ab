import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { compose } from '../social/composing.ts';
import { accountPath, faceOf, nameOf } from '../social/links.ts';
import { instance, me } from '../social/me.ts';
import { unreadConversations, watchMessages } from '../social/messages.ts';
import { unread, watchNotices } from '../social/notices.ts';
import { SignOut, signOut } from '../social/sign_out.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { path } from '../ui/history.ts';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon_names.ts';
import { Mark } from '../ui/mark.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { count, t } from '../ui/words.ts';
import { watchFilterChanges } from './filter_changes.ts';
import { ShellAside } from './shell_aside.tsx';
import { ShellState } from './shell_state.tsx';
import './shell.css';

/** Around every page: a bar of tabs on a phone, a rail on a tablet, columns on a desk. */
export function Shell({ children }: { children: ComponentChildren }) {
  useEffect(watchNotices, []);
  useEffect(watchMessages, []);
  useEffect(watchFilterChanges, []);
  return (
    <div class="shell">
      <a class="shell__skip" href="#main">
        {t('shell.skip')}
      </a>
      <ShellNavigation />
      <main class="shell__main" id="main" tabIndex={-1}>
        <ShellState />
        {children}
      </main>
      <ShellAside />
      <SignOut />
    </div>
  );
}

function ShellNavigation() {
  return (
    <header class="shell__side">
      <a class="shell__brand" href="/home">
        <Mark />
        <span>{instance.value?.title ?? 'Skein'}</span>
      </a>
      <button type="button" class="shell__write" title={t('shell.write')} onClick={() => compose()}>
        <Icon name="write" large />
        <span>{t('shell.write')}</span>
      </button>
      <nav class="shell__nav" aria-label={t('shell.navigation')}>
        <Item href="/home" icon="home" also={['/local', '/federated']} label={t('shell.home')} />
        <Item
          href="/explore"
          icon="compass"
          also={['/search', '/directory']}
          label={t('shell.explore')}
        />
        <Item
          href="/notifications"
          icon="bell"
          also={['/follow_requests']}
          label={t('shell.notifications')}
          many={unread.value}
        />
        <Item
          href="/conversations"
          icon="mentioned"
          label={t('shell.messages')}
          many={unreadConversations.value.size}
        />
        <Item href="/bookmarks" icon="bookmark" label={t('shell.bookmarks')} wide />
        <Item href="/favourites" icon="favourite" label={t('shell.favourites')} wide />
        <Item href="/lists" icon="lists" label={t('shell.lists')} wide />
        <Item href="/settings" icon="settings" label={t('shell.settings')} wide />
        <OwnProfile />
        <span class="shell__more">
          <Menu label={t('shell.more')} icon="more" items={moreItems} />
        </span>
      </nav>
    </header>
  );
}

interface ItemProps {
  href: string;
  icon: IconName;
  label: string;
  /** Other pages that belong to it. */
  also?: readonly string[];
  many?: number;
  /** Left to the menu where there is little room. */
  wide?: boolean;
}

const filled: Partial<Record<IconName, IconName>> = {
  home: 'home-on',
  compass: 'compass-on',
  bell: 'bell-on',
  mentioned: 'mentioned-on',
  bookmark: 'bookmark-on',
  favourite: 'favourite-on',
};

function Item({ href, icon, label, also = [], many = 0, wide = false }: ItemProps) {
  const now = path.value;
  const here = now === href || now.startsWith(`${href}/`) || also.includes(now);
  return (
    <a
      class={wide ? 'shell__item shell__item--wide' : 'shell__item'}
      href={href}
      aria-current={here ? 'page' : undefined}
      title={label}
    >
      <Icon name={here ? (filled[icon] ?? icon) : icon} large />
      <span class="shell__label">{label}</span>
      {many > 0 && (
        <span class="shell__count">
          <span class="hidden-words">{t('shell.unread', { count: many })}</span>
          <span aria-hidden="true">{count(many)}</span>
        </span>
      )}
    </a>
  );
}

function OwnProfile() {
  const account = me.value;
  if (!account) return null;
  const href = accountPath(account);
  return (
    <a
      class="shell__item shell__item--wide shell__me"
      href={href}
      aria-current={path.value === href ? 'page' : undefined}
      title={t('shell.profile')}
    >
      <Avatar source={faceOf(account)} name={nameOf(account)} size="small" />
      <span class="shell__label">{t('shell.profile')}</span>
    </a>
  );
}

function moreItems(): MenuItem[][] {
  const profile: MenuItem[] = me.value
    ? [{ label: t('shell.profile'), icon: 'person', href: accountPath(me.value) }]
    : [];
  return [
    [
      ...profile,
      { label: t('shell.bookmarks'), icon: 'bookmark', href: '/bookmarks' },
      { label: t('shell.favourites'), icon: 'favourite', href: '/favourites' },
      { label: t('shell.lists'), icon: 'lists', href: '/lists' },
      { label: t('shell.settings'), icon: 'settings', href: '/settings' },
    ],
    [{ label: t('shell.sign_out'), icon: 'leave', act: () => void signOut() }],
  ];
}
