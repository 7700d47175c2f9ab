import { useEffect } from 'preact/hooks';
import { AnnouncementCard } from '../../social/announcement_card.tsx';
import { announcements, loadAnnouncements } from '../../social/announcements.ts';
import { OutboxView } from '../../social/outbox_view.tsx';

/** Above what others said: what the server tells everybody, until it was read, and what waits to be sent. */
export function HomeAbove() {
  useEffect(() => {
    if (!announcements.peek()) void loadAnnouncements();
  }, []);
  const unread = announcements.value?.filter(one => one.read === false) ?? [];
  return (
    <>
      {unread.map(one => (
        <AnnouncementCard key={one.id} announcement={one} />
      ))}
      <OutboxView />
    </>
  );
}
