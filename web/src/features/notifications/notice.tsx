import type { ComponentChild } from 'preact';
import type { Account, NotificationGroup } from '../../api/gen/entities.ts';
import { AccountFace, DisplayName } from '../../social/account_name.tsx';
import { filterFor } from '../../social/filtering.ts';
import { FollowAnswer } from '../../social/follow_answer.tsx';
import { accountPath, postPath } from '../../social/links.ts';
import { PostActions } from '../../social/post_actions.tsx';
import { PostBody } from '../../social/post_body.tsx';
import { PostCard } from '../../social/post_card.tsx';
import { QuotedPost } from '../../social/quoted_post.tsx';
import { accountOf, type Post, postOf } from '../../social/store.ts';
import type { Position } from '../../ui/feed.tsx';
import { Html } from '../../ui/html.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon_names.ts';
import { Time } from '../../ui/time.tsx';
import { t, words } from '../../ui/words.ts';
import type { Notices } from './notices.ts';
import './notice.css';

interface NoticeProps {
  notices: Notices;
  groupKey: string;
  position: Position;
}

const facesMax = 6;

const icons: Record<string, IconName> = {
  favourite: 'favourite-on',
  reblog: 'boost',
  follow: 'follow',
  follow_request: 'person',
  poll: 'poll',
  update: 'edit',
  status: 'bell',
  quote: 'quote',
  quoted_update: 'edit',
};

/** One row: who, what, and to which post. What was said to oneself is shown as the post it is. */
export function Notice({ notices, groupKey, position }: NoticeProps) {
  const group = notices.group(groupKey);
  if (!group) return null;
  const post = group.status_id ? postOf(group.status_id) : undefined;
  if (post && filterFor(post, 'notifications')?.filter_action === 'hide') return null;
  const fresh = notices.isNew(group);
  if (group.type === 'mention' && post)
    return (
      <div class={fresh ? 'notice-frame notice-frame--new' : 'notice-frame'}>
        {fresh && <New />}
        <PostCard id={post.id} position={position} context="notifications" />
      </div>
    );
  return (
    <article
      class={`notice notice--${group.type.replaceAll('_', '-')}${fresh ? ' notice-frame--new' : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: articles of a feed can be stepped through
      tabIndex={0}
      data-post={post?.id}
      {...position}
    >
      <Icon name={icons[group.type] ?? 'bell'} large />
      <div class="notice__main">
        {fresh && <New />}
        <Faces group={group} />
        <p class="notice__words">
          <span>{sentenceOf(group)}</span>
          {group.latest_page_notification_at && <Time at={group.latest_page_notification_at} />}
        </p>
        {group.type === 'follow_request' && (
          <FollowAnswer
            id={group.sample_account_ids[0] ?? ''}
            done={() => notices.drop(groupKey)}
          />
        )}
        {post && <Subject group={group} post={post} />}
      </div>
    </article>
  );
}

/** To the eye a line at the side. */
function New() {
  return <span class="hidden-words">{t('notifications.new')}</span>;
}

function Faces({ group }: { group: NotificationGroup }) {
  const people = group.sample_account_ids.map(accountOf).filter(account => account !== undefined);
  return (
    <div class="notice__faces">
      {people.slice(0, facesMax).map(account => (
        <AccountFace key={account.id} account={account} size="small" />
      ))}
    </div>
  );
}

/** One's own post in short; somebody else's whole, to be answered. */
function Subject({ group, post }: { group: NotificationGroup; post: Post }) {
  const theirs = group.type === 'quote' || group.type === 'status';
  if (theirs)
    return (
      <div class="notice__post">
        <PostBody post={post}>{post.quote ? <QuotedPost quote={post.quote} /> : null}</PostBody>
        <PostActions post={post} />
      </div>
    );
  return (
    <a class="notice__about" href={postPath(post)} dir="auto">
      {post.spoiler_text || <Html html={post.content} emojis={post.emojis} inline />}
      {!post.content && !post.spoiler_text && t('notifications.media_only')}
    </a>
  );
}

function Name({ account }: { account: Account }): ComponentChild {
  return (
    <a href={accountPath(account)}>
      <DisplayName account={account} />
    </a>
  );
}

function sentenceOf(group: NotificationGroup): ComponentChild {
  const first = accountOf(group.sample_account_ids[0] ?? '');
  if (!first)
    return group.fallback ? (
      <Html html={group.fallback.title} inline />
    ) : (
      t('notifications.unknown')
    );
  const given = {
    name: <Name account={first} />,
    others: Math.max(0, group.notifications_count - 1),
  };
  switch (group.type) {
    case 'favourite':
      return words('notifications.favourite', given);
    case 'reblog':
      return words('notifications.reblog', given);
    case 'follow':
      return words('notifications.follow', given);
    case 'follow_request':
      return words('notifications.follow_request', { name: given.name });
    case 'poll':
      return t('notifications.poll');
    case 'update':
      return words('notifications.update', { name: given.name });
    case 'status':
      return words('notifications.status', { name: given.name });
    case 'quote':
      return words('notifications.quote', { name: given.name });
    case 'quoted_update':
      return words('notifications.quoted_update', { name: given.name });
    case 'mention':
      return words('notifications.mention', { name: given.name });
    default:
      return group.fallback ? (
        <Html html={group.fallback.title} inline />
      ) : (
        t('notifications.unknown')
      );
  }
}
