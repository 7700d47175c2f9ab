import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { SearchForm } from '../../social/search_form.tsx';
import { SuggestedPeople } from '../../social/suggested_people.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { path } from '../../ui/history.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';
import { LinkTrends } from './link_trends.tsx';
import { NothingYet } from './nothing_yet.tsx';
import { TagTrends } from './tag_trends.tsx';
import './explore_page.css';

/** What is talked about, and who may be worth following. */
export default function ExplorePage() {
  const current = path.value;
  const tabs = (
    <>
      <div class="explore-page__search">
        <SearchForm />
      </div>
      <Tabs
        label={t('explore.tabs')}
        current={current}
        tabs={[
          { href: '/explore', label: t('explore.posts') },
          { href: '/explore/tags', label: t('explore.tags') },
          { href: '/explore/people', label: t('explore.people') },
          { href: '/explore/links', label: t('explore.links') },
        ]}
      />
    </>
  );
  return (
    <Page title={t('explore.title')} below={tabs}>
      {current === '/explore' && <Posts />}
      {current === '/explore/tags' && <TagTrends />}
      {current === '/explore/people' && <People />}
      {current === '/explore/links' && <LinkTrends />}
    </Page>
  );
}

function People() {
  return (
    <>
      <p class="explore-page__directory">
        <ButtonLink href="/directory" icon="people">
          {t('directory.title')}
        </ButtonLink>
      </p>
      <SuggestedPeople empty={<NothingYet />} />
    </>
  );
}

function Posts() {
  const timeline = timelineOf({
    key: 'trending posts',
    context: 'public',
    load: cursor =>
      cursor.since_id
        ? Promise.resolve({ answer: [] })
        : list('GET /api/v1/trends/statuses', { limit: 20 }),
  });
  return <TimelineView label={t('explore.posts')} timeline={timeline} empty={<NothingYet />} />;
}
