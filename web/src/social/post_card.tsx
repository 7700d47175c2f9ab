import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Account } from '../api/gen/entities.ts';
import type { Position } from '../ui/feed.tsx';
import { go } from '../ui/history.ts';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon_names.ts';
import { Time } from '../ui/time.tsx';
import { t, words } from '../ui/words.ts';
import { AccountFace, AccountName, DisplayName } from './account_name.tsx';
import { type FilterContext, filterFor } from './filtering.ts';
import { accountPath, postPath } from './links.ts';
import { PostActions } from './post_actions.tsx';
import { PostBody } from './post_body.tsx';
import { PostFacts } from './post_facts.tsx';
import { QuotedPost } from './quoted_post.tsx';
import { accountOf, type Post, postOf, shownPost } from './store.ts';
import './post_card.css';

interface PostCardProps {
  id: string;
  /** The post a page is about: larger, with everything there is to say of it. */
  focus?: boolean;
  position?: Position;
  /** How many others boosted it besides the one who is named. */
  alsoBoosted?: number;
  /** A thread runs through it, from above or to below. */
  thread?: 'from' | 'to' | 'through' | 'alone' | undefined;
  /** Whom it answers cannot be seen by where it stands. */
  answers?: boolean;
  /** The sort of place it stands in, for one's filters; without one they do not hold. */
  context?: FilterContext | undefined;
}

export function PostCard({
  id,
  focus = false,
  position,
  alsoBoosted = 0,
  thread,
  answers = !thread,
  context,
}: PostCardProps) {
  const named = useId();
  const unfolded = useSignal(false);
  const entry = postOf(id);
  const post = shownPost(id);
  const author = post && accountOf(post.account_id);
  if (!entry || !post || !author) return null;
  const booster = entry.reblog_id ? accountOf(entry.account_id) : undefined;
  const kinds = [
    'post-card',
    'h-entry',
    focus && 'post-card--focus',
    thread && `post-card--${thread}`,
  ];
  const filter = focus ? undefined : filterFor(post, context);
  if (filter?.filter_action === 'hide') return null;
  const veiled = filter?.filter_action === 'blur' ? filter.title : undefined;
  if (filter && !veiled && !unfolded.value)
    return (
      <Filtered
        title={filter.title}
        position={position}
        show={() => {
          unfolded.value = true;
        }}
      />
    );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the time is a link to the same page
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the same
    <article
      class={kinds.filter(Boolean).join(' ')}
      tabIndex={focus ? -1 : 0}
      aria-labelledby={focus ? `${named}-author` : `${named}-author ${named}-time`}
      data-post={post.id}
      {...position}
      onClick={event => !focus && openFrom(event, post)}
    >
      {booster && <Boosted by={booster} others={alsoBoosted} />}
      {!booster && post.in_reply_to_account_id && !focus && answers && <Answering post={post} />}
      <AccountFace account={author} />
      <header class="post-card__head">
        <AccountName account={author} id={`${named}-author`} />
        {focus ? (
          <VisibilityIcon visibility={post.visibility} />
        ) : (
          <a class="post-card__time" id={`${named}-time`} href={postPath(post)}>
            <VisibilityIcon visibility={post.visibility} />
            <Time at={post.created_at} />
          </a>
        )}
      </header>
      <div class="post-card__main">
        <PostBody post={post} focus={focus} veiled={veiled}>
          {post.quote ? <QuotedPost quote={post.quote} context={context} /> : null}
        </PostBody>
      </div>
      {focus && <PostFacts post={post} />}
      <PostActions post={post} />
    </article>
  );
}

function Boosted({ by, others }: { by: Account; others: number }) {
  return (
    <p class="post-card__context">
      <Icon name="boost" />
      <span>
        {words('post.boosted_by', {
          others,
          name: (
            <a href={accountPath(by)}>
              <DisplayName account={by} />
            </a>
          ),
        })}
      </span>
    </p>
  );
}

function Answering({ post }: { post: Post }) {
  const to = post.in_reply_to_account_id ?? '';
  const account = accountOf(to);
  const acct = account?.acct ?? post.mentions.find(one => one.id === to)?.acct;
  if (to === post.account_id) return <Context icon="reply" text={t('post.continues')} />;
  if (!acct) return null;
  return (
    <p class="post-card__context">
      <Icon name="reply" />
      <span>{words('post.answers', { name: <bdi dir="ltr">@{acct}</bdi> })}</span>
    </p>
  );
}

function Context({ icon, text }: { icon: IconName; text: string }) {
  return (
    <p class="post-card__context">
      <Icon name={icon} />
      <span>{text}</span>
    </p>
  );
}

const visibilityIcons: Record<string, IconName> = {
  unlisted: 'unlisted',
  private: 'followers',
  direct: 'mentioned',
};

/** What is not for everybody says so. */
function VisibilityIcon({ visibility }: { visibility: string }) {
  const icon = visibilityIcons[visibility];
  if (!icon) return null;
  const label =
    visibility === 'direct'
      ? t('visibility.direct.name')
      : visibility === 'private'
        ? t('visibility.private.name')
        : t('visibility.unlisted.name');
  return (
    <span class="post-card__visibility" title={label}>
      <Icon name={icon} />
      <span class="hidden-words">{label}</span>
    </span>
  );
}

interface FilteredProps {
  title: string;
  position: Position | undefined;
  show: () => void;
}

/** In the place of a post that one's own filter warns of: by which, and the way to it. */
function Filtered({ title, position, show }: FilteredProps) {
  const named = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: articles of a feed can be stepped through
    <article class="post-filtered" tabIndex={0} aria-labelledby={named} {...position}>
      <Icon name="filter" />
      <span id={named}>{words('post.filtered', { title: <bdi>{title}</bdi> })}</span>
      <button type="button" onClick={show}>
        {t('post.filtered.show')}
      </button>
    </article>
  );
}

/** A press anywhere that is not something else opens the post; marking text does not. */
function openFrom(event: MouseEvent, post: Post): void {
  const target = event.target as Element;
  if (target.closest('a, button, input, label, video, audio, summary, dialog, .menu')) return;
  if (getSelection()?.toString()) return;
  go(postPath(post));
}
