import { useEffect } from 'preact/hooks';
import { arrived } from '../../social/notices.ts';
import { Page } from '../../social/page.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Feed } from '../../ui/feed.tsx';
import { path } from '../../ui/history.ts';
import { Icon } from '../../ui/icon.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';
import { Notice } from './notice.tsx';
import { type Notices, noticesOf } from './notices.ts';

export default function NotificationsPage() {
  const current = path.value;
  const notices = noticesOf(current.endsWith('/mentions') ? 'mentions' : 'all');
  const tabs = (
    <Tabs
      label={t('notifications.tabs')}
      current={current}
      tabs={[
        { href: '/notifications', label: t('notifications.all') },
        { href: '/notifications/mentions', label: t('notifications.mentions') },
      ]}
    />
  );
  return (
    <Page title={t('notifications.title')} below={tabs}>
      <NoticeList key={current} notices={notices} />
    </Page>
  );
}

function NoticeList({ notices }: { notices: Notices }) {
  useEffect(() => {
    arrived.value = 0;
    void notices.open();
  }, [notices]);
  const state = notices.state.value;
  if (state === 'failed') return <Failed again={() => void notices.open()} />;
  if (state !== 'ready') return <PostSkeletons />;
  if (notices.keys.value.length === 0)
    return (
      <EmptyState title={t('notifications.empty')}>
        <p>{t('notifications.empty_text')}</p>
      </EmptyState>
    );
  return (
    <>
      <Arrived notices={notices} />
      <Feed
        label={t('notifications.title')}
        keys={notices.keys.value}
        busy={notices.busy.value}
        more={notices.ended.value ? undefined : () => void notices.more()}
        render={(key, position) => <Notice notices={notices} groupKey={key} position={position} />}
      />
    </>
  );
}

/** New ones wait until they are asked for, as posts do. */
function Arrived({ notices }: { notices: Notices }) {
  const many = arrived.value;
  const show = () => {
    arrived.value = 0;
    void notices.open();
    window.scrollTo(0, 0);
  };
  return (
    <div class="timeline-view__waiting" role="status">
      {many > 0 && (
        <button type="button" onClick={show}>
          <Icon name="top" />
          <span>{t('notifications.waiting', { count: many })}</span>
        </button>
      )}
    </div>
  );
}
