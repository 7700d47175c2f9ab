import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { PeopleList } from '../../social/people_list.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { path } from '../../ui/history.ts';
import { t } from '../../ui/words.ts';

/** Whom one has muted, or blocked. */
export default function AwayPage() {
  const muted = path.value.endsWith('/muted');
  const title = t(muted ? 'settings.muted' : 'settings.blocked');
  return (
    <Page title={title} deep>
      <PeopleList
        label={title}
        load={() => list(muted ? 'GET /api/v1/mutes' : 'GET /api/v1/blocks', {})}
        empty={<EmptyState title={t(muted ? 'settings.muted_none' : 'settings.blocked_none')} />}
      />
    </Page>
  );
}
