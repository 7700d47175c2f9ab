import { useSignal } from '@preact/signals';
import { AccountRow } from '../../social/account_row.tsx';
import { tell } from '../../social/attempt.ts';
import { tagPath } from '../../social/links.ts';
import { PostCard } from '../../social/post_card.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { t } from '../../ui/words.ts';
import { type Found, findMore, type Kind } from './find.ts';

export function Results({ found: first, kind }: { found: Found; kind: Kind }) {
  const all = useSignal(first);
  const busy = useSignal(false);
  const found = all.value.key === first.key ? all.value : first;
  const more = async () => {
    busy.value = true;
    try {
      all.value = await findMore(found, kind);
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  if (found.accounts.length + found.statuses.length + found.tags.length === 0)
    return (
      <EmptyState title={t('search.nothing', { words: found.for })}>
        <p>{t('search.nothing_text')}</p>
        <ButtonLink href="/explore">{t('search.explore')}</ButtonLink>
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
      {found.more && (
        <div class="search-page__more">
          <Button busy={busy.value} onClick={() => void more()}>
            {t('search.more')}
          </Button>
        </div>
      )}
    </>
  );
}
