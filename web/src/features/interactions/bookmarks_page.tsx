import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';

export default function BookmarksPage() {
  const timeline = timelineOf({
    key: 'bookmarks',
    load: cursor => list('GET /api/v1/bookmarks', cursor),
    everybody: true,
  });
  const title = t('interactions.bookmarks.title');
  return (
    <Page title={title} deep>
      <TimelineView
        label={title}
        timeline={timeline}
        empty={
          <EmptyState title={t('interactions.bookmarks.empty')}>
            <p>{t('interactions.bookmarks.empty_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
