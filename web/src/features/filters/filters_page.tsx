import { useEffect } from 'preact/hooks';
import type { Filter } from '../../api/gen/entities.ts';
import { isOver } from '../../social/filtering.ts';
import { Page } from '../../social/page.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { fromNow } from '../../ui/time.tsx';
import { locale, t } from '../../ui/words.ts';
import { contexts, failed, filters, loadFilters } from './filters.ts';
import './filters_page.css';

export default function FiltersPage() {
  useEffect(() => {
    void loadFilters();
  }, []);
  const all = filters.value;
  return (
    <Page
      title={t('filters.title')}
      deep
      beside={
        <ButtonLink href="/filters/new" kind="quiet" icon="add">
          {t('filters.new')}
        </ButtonLink>
      }
    >
      {failed.value && <Failed again={() => void loadFilters()} />}
      {!all && !failed.value && <PostSkeletons many={3} />}
      {all?.length === 0 && (
        <EmptyState title={t('filters.empty')}>
          <p>{t('filters.empty_text')}</p>
          <ButtonLink href="/filters/new" kind="main">
            {t('filters.new')}
          </ButtonLink>
        </EmptyState>
      )}
      <ul>
        {all?.map(filter => (
          <Row key={filter.id} filter={filter} />
        ))}
      </ul>
    </Page>
  );
}

function Row({ filter }: { filter: Filter }) {
  const list = new Intl.ListFormat(locale.value, { type: 'unit' });
  const words = list.format((filter.keywords ?? []).map(one => one.keyword));
  const places = contexts.filter(one => filter.context.includes(one));
  const everywhere = places.length === contexts.length;
  const over = isOver(filter);
  return (
    <li>
      <a class={over ? 'filter-row filter-row--over' : 'filter-row'} href={`/filters/${filter.id}`}>
        <span class="filter-row__words">
          <b>
            <bdi>{filter.title}</bdi>
          </b>
          {words && words !== filter.title && <bdi class="filter-row__keywords">{words}</bdi>}
          <span class="filter-row__facts">
            <span>{actionInWords(filter.filter_action)}</span>
            <span>
              {everywhere
                ? t('filters.everywhere')
                : list.format(places.map(one => t(`filters.context.${one}`)))}
            </span>
            {filter.expires_at && (
              <span>
                {over
                  ? t('filters.over')
                  : t('filters.ends', { when: fromNow(new Date(filter.expires_at)) })}
              </span>
            )}
          </span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}

function actionInWords(action: Filter['filter_action']): string {
  if (action === 'hide') return t('filters.action.hide');
  return action === 'blur' ? t('filters.action.blur') : t('filters.action.warn');
}
