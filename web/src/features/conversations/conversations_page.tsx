import { useEffect } from 'preact/hooks';
import type { Conversation } from '../../api/gen/entities.ts';
import { me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { accountOf, postOf } from '../../social/store.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Feed, type Position } from '../../ui/feed.tsx';
import { Html } from '../../ui/html.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';
import {
  busy,
  conversations,
  failed,
  hasMore,
  listen,
  load,
  more,
  remove,
  setUnread,
} from './conversations.ts';
import { Faces, namesOf } from './people.tsx';
import './conversations_page.css';

export default function ConversationsPage() {
  useEffect(() => {
    void load();
    return listen();
  }, []);
  return (
    <Page
      title={t('conversations.title')}
      beside={
        <ButtonLink href="/conversations/new" kind="quiet" icon="add">
          {t('conversations.new')}
        </ButtonLink>
      }
    >
      <p class="conversations-page__privacy">{t('conversations.privacy')}</p>
      <Rows />
    </Page>
  );
}

function Rows() {
  const all = conversations.value;
  if (failed.value && !all) return <Failed again={() => void load()} />;
  if (!all) return <PostSkeletons />;
  if (all.length === 0)
    return (
      <EmptyState title={t('conversations.empty')}>
        <p>{t('conversations.empty_text')}</p>
        <ButtonLink href="/conversations/new" kind="main">
          {t('conversations.new')}
        </ButtonLink>
      </EmptyState>
    );
  const byId = new Map(all.map(one => [one.id, one]));
  return (
    <Feed
      label={t('conversations.title')}
      keys={[...byId.keys()]}
      busy={busy.value}
      more={hasMore() ? () => void more() : undefined}
      render={(id, position) => {
        const one = byId.get(id);
        return one && <Row conversation={one} position={position} />;
      }}
    />
  );
}

function Row({ conversation, position }: { conversation: Conversation; position: Position }) {
  const { id, unread, accounts } = conversation;
  const last = conversation.last_status && postOf(conversation.last_status.id);
  const author = last && accountOf(last.account_id);
  const own = author?.id === me.value?.id;
  const items = () => [
    [
      {
        label: t(unread ? 'conversations.mark_read' : 'conversations.mark_unread'),
        icon: 'check' as const,
        act: () => void setUnread(id, !unread),
      },
      {
        label: t('conversations.remove'),
        icon: 'remove' as const,
        danger: true,
        act: () => void remove(id),
      },
    ],
  ];
  return (
    <article class={unread ? 'conversation conversation--unread' : 'conversation'} {...position}>
      <Faces people={accounts} />
      <div class="conversation__words">
        <p class="conversation__names">
          <a href={`/conversations/${id}`}>
            {unread && <span class="hidden-words">{t('notifications.new')}</span>}
            <span>{namesOf(accounts)}</span>
          </a>
          {last && <Time at={last.created_at} />}
        </p>
        {last && (
          <p class="conversation__last" dir="auto" lang={last.language ?? undefined}>
            {own && <span class="conversation__own">{t('conversations.own')}</span>}
            {last.spoiler_text || (
              <Html html={last.content} emojis={last.emojis} inline dropMentions />
            )}
            {!last.content && !last.spoiler_text && t('notifications.media_only')}
          </p>
        )}
      </div>
      <Menu label={t('conversations.menu')} icon="more" items={items} />
    </article>
  );
}
