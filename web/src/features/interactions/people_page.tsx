import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { PeopleList } from '../../social/people_list.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { path } from '../../ui/history.ts';
import type { Parameters } from '../../ui/route.ts';
import { t } from '../../ui/words.ts';

/** Who boosted a post, or made it a favourite. */
export default function PeoplePage({ parameters }: { parameters: Parameters }) {
  const id = parameters.id ?? '';
  const boosts = path.value.endsWith('/boosts');
  const title = t(boosts ? 'interactions.boosts.title' : 'interactions.favourited.title');
  return (
    <Page title={title} deep>
      <PeopleList
        label={title}
        load={() =>
          list(
            boosts
              ? 'GET /api/v1/statuses/{id}/reblogged_by'
              : 'GET /api/v1/statuses/{id}/favourited_by',
            { id },
          )
        }
        empty={<EmptyState title={t('interactions.people.empty')} />}
      />
    </Page>
  );
}
