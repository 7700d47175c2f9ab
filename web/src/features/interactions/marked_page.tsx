import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { path } from '../../ui/history.ts';
import { t } from '../../ui/words.ts';

/** What one marked to find it again, by the address. */
export default function MarkedPage() {
  const which = path.value.startsWith('/bookmarks') ? 'bookmarks' : 'favourites';
  const timeline = timelineOf({
    key: which,
    load: cursor => list(`GET /api/v1/${which}`, cursor),
    everybody: true,
  });
  const title = t(`interactions.${which}.title`);
  return (
    <Page title={title} deep>
      <TimelineView
        label={title}
        timeline={timeline}
        empty={
          <EmptyState title={t(`interactions.${which}.empty`)}>
            <p>{t(`interactions.${which}.empty_text`)}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
