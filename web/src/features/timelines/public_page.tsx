import { list } from '../../api/client.ts';
import { instance } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { path } from '../../ui/history.ts';
import { t } from '../../ui/words.ts';
import { TimelineTabs } from './timeline_tabs.tsx';

/** Everybody's posts: those of this server, or of every server it hears from. */
export default function PublicPage() {
  const local = path.value === '/local';
  const timeline = timelineOf({
    key: local ? 'local' : 'federated',
    context: 'public',
    load: cursor => list('GET /api/v1/timelines/public', local ? { ...cursor, local } : cursor),
    stream: { name: local ? 'public:local' : 'public' },
  });
  const title = local ? (instance.value?.title ?? '') : t('timeline.federated.title');
  return (
    <Page title={title} below={<TimelineTabs current={local ? '/local' : '/federated'} />}>
      <TimelineView
        label={title}
        timeline={timeline}
        empty={
          <EmptyState title={t('timeline.public.empty')}>
            <p>{t('timeline.public.empty_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
