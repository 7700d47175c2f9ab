import { useEffect } from 'preact/hooks';
import { AnnouncementCard } from '../../social/announcement_card.tsx';
import {
  announcements,
  announcementsFailed,
  loadAnnouncements,
} from '../../social/announcements.ts';
import { Page } from '../../social/page.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';

/** What those who run the server tell everybody, also what was read. */
export default function AnnouncementsPage() {
  useEffect(() => {
    void loadAnnouncements();
  }, []);
  const all = announcements.value;
  return (
    <Page title={t('announcements.title')} deep>
      {announcementsFailed.value && <Failed again={() => void loadAnnouncements()} />}
      {!all && !announcementsFailed.value && <PostSkeletons many={2} />}
      {all?.length === 0 && (
        <EmptyState title={t('announcements.empty')}>
          <p>{t('announcements.empty_text')}</p>
        </EmptyState>
      )}
      {all?.map(one => (
        <AnnouncementCard key={one.id} announcement={one} />
      ))}
    </Page>
  );
}
