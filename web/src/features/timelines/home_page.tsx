import { list } from '../../api/client.ts';
import { OutboxView } from '../../social/outbox_view.tsx';
import { Page } from '../../social/page.tsx';
import { ReadingPlace } from '../../social/reading_place.ts';
import { type Timeline, timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';
import { TimelineTabs } from './timeline_tabs.tsx';

const places = new WeakMap<Timeline, ReadingPlace>();

/** The same for as long as the list is. */
function placeIn(home: Timeline): ReadingPlace {
  const place = places.get(home) ?? new ReadingPlace('home', home);
  places.set(home, place);
  return place;
}

export default function HomePage() {
  const timeline = timelineOf({
    key: 'home',
    load: cursor => list('GET /api/v1/timelines/home', cursor),
    stream: { name: 'user' },
  });
  return (
    <Page title={t('timeline.home.title')} below={<TimelineTabs current="/home" />}>
      <OutboxView />
      <TimelineView
        label={t('timeline.home.title')}
        timeline={timeline}
        empty={<Nobody />}
        place={placeIn(timeline)}
      />
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
