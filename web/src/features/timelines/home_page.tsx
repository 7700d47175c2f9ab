import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';
import { TimelineTabs } from './timeline_tabs.tsx';

export default function HomePage() {
  const timeline = timelineOf({
    key: 'home',
    load: cursor => list('GET /api/v1/timelines/home', cursor),
    stream: { name: 'user' },
  });
  return (
    <Page title={t('timeline.home.title')} below={<TimelineTabs current="/home" />}>
      <TimelineView label={t('timeline.home.title')} timeline={timeline} empty={<Nobody />} />
    </Page>
  );
}

function Nobody() {
  return (
    <EmptyState title={t('timeline.home.empty')}>
      <p>{t('timeline.home.empty_text')}</p>
      <ButtonLink href="/explore/people" kind="main">
        {t('timeline.home.find')}
      </ButtonLink>
      <ButtonLink href="/local" kind="quiet">
        {t('timeline.home.local')}
      </ButtonLink>
    </EmptyState>
  );
}
