import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import type { Parameters } from '../../ui/route.ts';
import { t } from '../../ui/words.ts';

/** The posts that quote a post. */
export default function QuotesPage({ parameters }: { parameters: Parameters }) {
  const id = parameters.id ?? '';
  const timeline = timelineOf({
    key: `quotes ${id}`,
    load: cursor => list('GET /api/v1/statuses/{id}/quotes', { id, ...cursor }),
  });
  const title = t('interactions.quotes.title');
  return (
    <Page title={title} deep>
      <TimelineView
        label={title}
        timeline={timeline}
        empty={<EmptyState title={t('interactions.people.empty')} />}
      />
    </Page>
  );
}
