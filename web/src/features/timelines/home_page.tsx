import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { ReadingPlace } from '../../social/reading_place.ts';
import { SuggestedPeople } from '../../social/suggested_people.tsx';
import { type Timeline, timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';
import { HomeAbove } from './home_above.tsx';
import { TimelineTabs } from './timeline_tabs.tsx';

const suggestedMax = 8;
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
    context: 'home',
    load: cursor => list('GET /api/v1/timelines/home', cursor),
    stream: { name: 'user' },
  });
  return (
    <Page title={t('timeline.home.title')} below={<TimelineTabs current="/home" />}>
      <HomeAbove />
      <TimelineView
        label={t('timeline.home.title')}
        timeline={timeline}
        empty={<Nobody />}
        place={placeIn(timeline)}
      />
    </Page>
  );
}

/** Nobody is followed yet, or nobody has said anything: whom one might read, and where people talk. */
function Nobody() {
  return (
    <>
      <EmptyState title={t('timeline.home.empty')}>
        <p>{t('timeline.home.empty_text')}</p>
        <ButtonLink href="/welcome" kind="main">
          {t('timeline.home.begin')}
        </ButtonLink>
        <ButtonLink href="/local" kind="quiet">
          {t('timeline.home.local')}
        </ButtonLink>
      </EmptyState>
      <SuggestedPeople limit={suggestedMax} />
    </>
  );
}
