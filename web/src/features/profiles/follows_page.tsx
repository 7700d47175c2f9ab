import { list } from '../../api/client.ts';
import { accountPath, nameOf } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { PeopleList } from '../../social/people_list.tsx';
import { accountOf } from '../../social/store.ts';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { path } from '../../ui/history.ts';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';
import { useProfile } from './profile.ts';

/** Whom somebody follows, or who follows them. */
export default function FollowsPage({ parameters }: { parameters: Parameters }) {
  const acct = parameters.acct ?? '';
  const { state, again } = useProfile(acct);
  const account = typeof state === 'object' ? accountOf(state.id) : undefined;
  const base = accountPath({ acct });
  const followers = path.value.endsWith('/followers');
  const tabs = (
    <Tabs
      label={t('follows.tabs')}
      current={followers ? `${base}/followers` : `${base}/following`}
      tabs={[
        { href: `${base}/followers`, label: t('follows.followers') },
        { href: `${base}/following`, label: t('follows.following') },
      ]}
    />
  );
  return (
    <Page title={account ? nameOf(account) : `@${acct}`} below={tabs} deep>
      {state === 'loading' && <PostSkeletons />}
      {state === 'gone' && <EmptyState title={t('profile.gone')} />}
      {state === 'failed' && <Failed again={again} />}
      {account && (
        <PeopleList
          key={path.value}
          label={t(followers ? 'follows.followers' : 'follows.following')}
          load={() =>
            list(
              followers
                ? 'GET /api/v1/accounts/{id}/followers'
                : 'GET /api/v1/accounts/{id}/following',
              { id: account.id },
            )
          }
          empty={
            <EmptyState title={t('follows.empty')}>
              <p>{t('follows.empty_text')}</p>
            </EmptyState>
          }
        />
      )}
    </Page>
  );
}
