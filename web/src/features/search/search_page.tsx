import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../api/client.ts';
import type { Tag } from '../../api/gen/entities.ts';
import { loadRelationships } from '../../social/account_actions.ts';
import { AccountRow } from '../../social/account_row.tsx';
import { tagPath } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { PostCard } from '../../social/post_card.tsx';
import { askedFor, SearchForm } from '../../social/search_form.tsx';
import { keepAccounts, keepStatuses } from '../../social/store.ts';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import './search_page.css';

interface Found {
  for: string;
  accounts: readonly string[];
  statuses: readonly string[];
  tags: readonly Tag[];
}

let last: Found | undefined;

/** People, tags and posts for what was asked; an address is looked up where it leads. */
export default function SearchPage() {
  const wanted = askedFor();
  const found = useSignal<Found | undefined>(last?.for === wanted ? last : undefined);
  const failed = useSignal(false);

  const look = async () => {
    failed.value = false;
    if (!wanted || found.peek()?.for === wanted) return;
    found.value = undefined;
    try {
      const answer = await call('GET /api/v2/search', { q: wanted, resolve: true, limit: 20 });
      const accounts = keepAccounts(answer.accounts);
      void loadRelationships(accounts).catch(() => undefined);
      last = {
        for: wanted,
        accounts,
        statuses: keepStatuses(answer.statuses),
        tags: answer.hashtags,
      };
      if (askedFor() === wanted) found.value = last;
    } catch {
      failed.value = true;
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, another search
  useEffect(() => void look(), [wanted]);

  return (
    <Page title={t('search.title')} deep>
      <div class="search-page__form">
        <SearchForm key={wanted} focus={!wanted} />
        {!wanted && <p>{t('search.hint')}</p>}
      </div>
      {failed.value && <Failed again={() => void look()} />}
      {wanted && !found.value && !failed.value && <PostSkeletons many={4} />}
      {found.value && <Results found={found.value} />}
    </Page>
  );
}

function Results({ found }: { found: Found }) {
  if (found.accounts.length + found.statuses.length + found.tags.length === 0)
    return (
      <EmptyState title={t('search.nothing', { words: found.for })}>
        <p>{t('search.nothing_text')}</p>
      </EmptyState>
    );
  return (
    <>
      {found.accounts.length > 0 && (
        <section class="search-page__part">
          <h2>{t('search.people')}</h2>
          <ul>
            {found.accounts.map(id => (
              <li key={id}>
                <AccountRow id={id} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.tags.length > 0 && (
        <section class="search-page__part">
          <h2>{t('search.tags')}</h2>
          <ul class="search-page__tags">
            {found.tags.map(tag => (
              <li key={tag.name}>
                <a href={tagPath(tag.name)}>
                  <Icon name="tag" />
                  <span>{tag.name}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.statuses.length > 0 && (
        <section class="search-page__part">
          <h2>{t('search.posts')}</h2>
          {found.statuses.map(id => (
            <PostCard key={id} id={id} />
          ))}
        </section>
      )}
    </>
  );
}
