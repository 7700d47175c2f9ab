import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Failed } from '../../ui/failed.tsx';
import { Feed } from '../../ui/feed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { Notice } from './notice.tsx';
import type { Notices } from './notices.ts';

interface NoticeListProps {
  label: string;
  notices: Notices;
  empty: ComponentChildren;
}

export function NoticeList({ label, notices, empty }: NoticeListProps) {
  const state = notices.state.value;
  const newest = notices.keys.value[0];
  // Seen is what stood on a screen that somebody could look at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: seen anew when there is something new
  useEffect(() => {
    if (state !== 'ready') return undefined;
    const look = () => document.visibilityState === 'visible' && notices.markSeen();
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [notices, state, newest]);
  if (state === 'failed') return <Failed again={() => void notices.open()} />;
  if (state !== 'ready') return <PostSkeletons />;
  if (!newest) return <>{empty}</>;
  return (
    <>
      <Feed
        label={label}
        keys={notices.keys.value}
        busy={notices.busy.value}
        more={notices.ended.value ? undefined : () => void notices.more()}
        render={(key, position) => <Notice notices={notices} groupKey={key} position={position} />}
      />
      {notices.ended.value && <p class="timeline-view__end">{t('timeline.end')}</p>}
    </>
  );
}
