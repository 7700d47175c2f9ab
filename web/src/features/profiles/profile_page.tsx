import { useEffect } from 'preact/hooks';
import { list } from '../../api/client.ts';
import type { Account } from '../../api/gen/entities.ts';
import { accountPath, nameOf } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { PostCard } from '../../social/post_card.tsx';
import { accountOf, relationshipOf } from '../../social/store.ts';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { path } from '../../ui/history.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';
import { useProfile } from './profile.ts';
import { ProfileHead } from './profile_head.tsx';

type Section = 'posts' | 'with_replies' | 'media';

/** Somebody: who they are, and what they say. */
export default function ProfilePage({ parameters }: { parameters: Parameters }) {
  const acct = parameters.acct ?? '';
  const { state, again } = useProfile(acct);
  const account = typeof state === 'object' ? accountOf(state.id) : undefined;
  return (
    <Page title={account ? nameOf(account) : `@${acct}`} deep>
      {state === 'loading' && <PostSkeletons />}
      {state === 'failed' && <Failed again={again} />}
      {state === 'gone' && (
        <EmptyState title={t('profile.gone')}>
          <p>{t('profile.gone_text')}</p>
        </EmptyState>
      )}
      {account && <Profile account={account} />}
    </Page>
  );
}

function Profile({ account }: { account: Account }) {
  const base = accountPath(account);
  const section: Section = path.value.endsWith('/with_replies')
    ? 'with_replies'
    : path.value.endsWith('/media')
      ? 'media'
      : 'posts';
  return (
    <>
      <ProfileHead account={account} />
      <Tabs
        label={t('profile.tabs')}
        current={section === 'posts' ? base : `${base}/${section}`}
        tabs={[
          { href: base, label: t('profile.posts') },
          { href: `${base}/with_replies`, label: t('profile.with_replies') },
          { href: `${base}/media`, label: t('profile.media') },
        ]}
      />
      <Posts key={section} account={account} section={section} />
    </>
  );
}

function Posts({ account, section }: { account: Account; section: Section }) {
  const blocked = relationshipOf(account.id)?.blocked_by === true;
  const { id } = account;
  const choice = {
    posts: { exclude_replies: true },
    with_replies: {},
    media: { only_media: true },
  }[section];
  const timeline = timelineOf({
    key: `account ${id} ${section}`,
    context: 'account',
    load: cursor => list('GET /api/v1/accounts/{id}/statuses', { id, ...choice, ...cursor }),
    everybody: true,
  });
  if (blocked) return <EmptyState title={t('profile.blocked_by')} />;
  return (
    <>
      {section === 'posts' && <Pinned id={id} />}
      <TimelineView
        label={t('profile.posts_of', { name: nameOf(account) })}
        timeline={timeline}
        empty={<EmptyState title={t('profile.empty')} />}
      />
    </>
  );
}

/** What the author wants read first. */
function Pinned({ id }: { id: string }) {
  const pins = timelineOf({
    key: `account ${id} pinned`,
    context: 'account',
    load: cursor =>
      list('GET /api/v1/accounts/{id}/statuses', { id, pinned: true, limit: cursor.limit }),
    everybody: true,
  });
  useEffect(() => {
    void pins.open();
  }, [pins]);
  if (pins.keys.value.length === 0) return null;
  return (
    <section class="profile__pinned" aria-label={t('profile.pinned')}>
      {pins.keys.value.map(key => (
        <div key={key}>
          <p class="profile__pin">
            <Icon name="pin" />
            <span>{t('profile.pinned')}</span>
          </p>
          <PostCard id={key} />
        </div>
      ))}
    </section>
  );
}
