import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';

export default function FavouritesPage() {
  const timeline = timelineOf({
    key: 'favourites',
    load: cursor => list('GET /api/v1/favourites', cursor),
    everybody: true,
  });
  const title = t('interactions.favourites.title');
  return (
    <Page title={title} deep>
      <TimelineView
        label={title}
        timeline={timeline}
        empty={
          <EmptyState title={t('interactions.favourites.empty')}>
            <p>{t('interactions.favourites.empty_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
