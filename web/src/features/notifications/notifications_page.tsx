import { useEffect } from 'preact/hooks';
import { me } from '../../social/me.ts';
import { arrived } from '../../social/notices.ts';
import { Page } from '../../social/page.tsx';
import { WaitingAbove } from '../../social/waiting_above.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { path } from '../../ui/history.ts';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon_names.ts';
import { Menu } from '../../ui/menu.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';
import { NoticeList } from './notice_list.tsx';
import { heldBack, kinds, type Notices, noticesOf, type Which } from './notices.ts';
import './notifications_page.css';

const base = '/notifications';

function pathOf(which: Which): string {
  return which === 'all' ? base : `${base}/${which}`;
}

export default function NotificationsPage() {
  const last = path.value.split('/').at(-1) ?? '';
  const which = last in kinds ? (last as Which) : 'all';
  const tabs = (
    <Tabs
      label={t('notifications.tabs')}
      current={pathOf(which)}
      tabs={(Object.keys(kinds) as Which[]).map(one => ({
        href: pathOf(one),
        label: t(`notifications.${one}`),
      }))}
    />
  );
  return (
    <Page
      title={t('notifications.title')}
      below={tabs}
      beside={<Menu label={t('notifications.menu')} icon="settings" items={menuItems} />}
    >
      <Notifications key={which} which={which} />
    </Page>
  );
}

function menuItems() {
  return [
    [
      {
        label: t('notifications.policy.title'),
        icon: 'settings' as const,
        href: '/notifications/policy',
      },
      {
        label: t('notifications.requests.title'),
        icon: 'hide' as const,
        href: '/notifications/requests',
      },
      { label: t('follow_requests.title'), icon: 'follow' as const, href: '/follow_requests' },
    ],
  ];
}

function Notifications({ which }: { which: Which }) {
  const notices = noticesOf(which);
  useEffect(() => {
    arrived.value = 0;
    void notices.open();
  }, [notices]);
  return (
    <>
      {which === 'all' && <HeldBack />}
      {(which === 'all' || which === 'follows') && <Asking />}
      <Arrived notices={notices} />
      <NoticeList
        label={t('notifications.title')}
        notices={notices}
        empty={
          <EmptyState title={t(which === 'all' ? 'notifications.empty' : 'notifications.none')}>
            <p>{t('notifications.empty_text')}</p>
          </EmptyState>
        }
      />
    </>
  );
}

/** Whoever is held back by one's own rules is not forgotten. */
function HeldBack() {
  const many = heldBack.value;
  if (many === 0) return null;
  return (
    <Banner
      icon="hide"
      href="/notifications/requests"
      text={t('notifications.held_back', { count: many })}
    />
  );
}

function Asking() {
  const many = me.value?.source.follow_requests_count ?? 0;
  if (many === 0) return null;
  return (
    <Banner
      icon="follow"
      href="/follow_requests"
      text={t('follow_requests.waiting', { count: many })}
    />
  );
}

function Banner({ icon, href, text }: { icon: IconName; href: string; text: string }) {
  return (
    <a class="notifications-page__banner" href={href}>
      <Icon name={icon} />
      <span>{text}</span>
      <Icon name="next" />
    </a>
  );
}

/** New ones wait until they are asked for, as posts do. */
function Arrived({ notices }: { notices: Notices }) {
  const many = arrived.value;
  const show = () => {
    arrived.value = 0;
    void notices.open();
  };
  return (
    <WaitingAbove many={many} words={t('notifications.waiting', { count: many })} show={show} />
  );
}
