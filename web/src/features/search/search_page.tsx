import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Page } from '../../social/page.tsx';
import { askedFor, SearchForm } from '../../social/search_form.tsx';
import { Failed } from '../../ui/failed.tsx';
import { go, here } from '../../ui/history.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';
import { addressOf, type Found, find, type Kind, kinds, lastFound } from './find.ts';
import { forgetSearch, forgetSearches, recent, remember } from './recent.ts';
import { Results } from './results.tsx';
import { SearchChips } from './search_chips.tsx';
import './search_page.css';

function askedKind(): Kind {
  const given = new URLSearchParams(here.value.split('?')[1] ?? '').get('type');
  return kinds.find(kind => kind === given) ?? 'all';
}

/** People, tags and posts for what was asked; an address is opened here. */
export default function SearchPage() {
  const wanted = askedFor();
  const kind = askedKind();
  const key = `${kind} ${wanted}`;
  const found = useSignal<Found | undefined>(lastFound(key));
  const failed = useSignal(false);

  const look = async () => {
    failed.value = false;
    if (!wanted || found.peek()?.key === key) return;
    found.value = undefined;
    try {
      const answer = await find(wanted, kind, key);
      if (`${askedKind()} ${askedFor()}` !== key) return;
      // One thing behind an address: that is where one wanted to go.
      if (answer.leadsTo) go(answer.leadsTo, { replace: true });
      else found.value = answer;
      remember(wanted);
    } catch {
      failed.value = true;
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, another search
  useEffect(() => void look(), [key]);

  const tabs = wanted && (
    <Tabs
      label={t('search.kinds')}
      current={addressOf(wanted, kind)}
      tabs={[
        { href: addressOf(wanted, 'all'), label: t('search.all') },
        { href: addressOf(wanted, 'accounts'), label: t('search.people') },
        { href: addressOf(wanted, 'statuses'), label: t('search.posts') },
        { href: addressOf(wanted, 'hashtags'), label: t('search.tags') },
      ]}
    />
  );
  return (
    <Page title={t('search.title')} deep>
      <div class="search-page__form">
        <SearchForm key={wanted} focus={!wanted} />
        {!wanted && <p>{t('search.hint')}</p>}
        {(kind === 'all' || kind === 'statuses') && <SearchChips query={wanted} kind={kind} />}
      </div>
      {tabs}
      {!wanted && <Recent />}
      {failed.value && <Failed again={() => void look()} />}
      {wanted && !found.value && !failed.value && <PostSkeletons many={4} />}
      {found.value && <Results found={found.value} kind={kind} />}
    </Page>
  );
}

function Recent() {
  if (recent.value.length === 0) return null;
  return (
    <section class="search-page__part" aria-label={t('search.recent')}>
      <h2>{t('search.recent')}</h2>
      <ul class="search-page__recent">
        {recent.value.map(query => (
          <li key={query}>
            <a href={addressOf(query, 'all')}>
              <bdi>{query}</bdi>
            </a>
            <button type="button" class="search-page__forget" onClick={() => forgetSearch(query)}>
              {t('search.forget')}
              <span class="hidden-words">{query}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="search-page__forget" onClick={forgetSearches}>
        {t('search.forget_all')}
      </button>
    </section>
  );
}
