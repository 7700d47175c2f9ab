import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon_names.ts';
import { count, t } from '../ui/words.ts';
import { choices } from './choices.ts';
import { compose } from './composing.ts';
import { me } from './me.ts';
import { PostMenu } from './post_menu.tsx';
import { toggleBookmark, toggleBoost, toggleFavourite } from './status_actions.ts';
import type { Post } from './store.ts';
import './post_actions.css';

export function PostActions({ post }: { post: Post }) {
  return (
    <div class="post-actions">
      <Action
        icon="reply"
        kind="reply"
        label={t('post.action.reply')}
        many={post.replies_count}
        act={() => compose({ reply: post.id })}
      />
      <Action
        icon="boost"
        kind="boost"
        label={t('post.action.boost')}
        many={post.reblogs_count}
        on={post.reblogged ?? false}
        disabled={!mayBoost(post)}
        act={() => toggleBoost(post.id)}
      />
      <Action
        icon={post.favourited ? 'favourite-on' : 'favourite'}
        kind="favourite"
        label={t('post.action.favourite')}
        many={post.favourites_count}
        on={post.favourited ?? false}
        act={() => toggleFavourite(post.id)}
      />
      <Action
        icon={post.bookmarked ? 'bookmark-on' : 'bookmark'}
        kind="bookmark"
        label={t('post.action.bookmark')}
        on={post.bookmarked ?? false}
        act={() => toggleBookmark(post.id)}
      />
      <PostMenu post={post} />
    </div>
  );
}

/** What was said to followers may be boosted by its author alone, and what was said to some by nobody. */
export function mayBoost(post: Post): boolean {
  if (post.visibility === 'direct') return false;
  return post.visibility !== 'private' || post.account_id === me.value?.id;
}

interface ActionProps {
  icon: IconName;
  kind: string;
  label: string;
  many?: number;
  /** Whether one did it; without it the button is not of that sort. */
  on?: boolean;
  disabled?: boolean;
  act: () => void;
}

function Action({ icon, kind, label, many = 0, on, disabled = false, act }: ActionProps) {
  return (
    <button
      type="button"
      class={`post-actions__action post-actions__action--${kind}`}
      aria-pressed={on}
      title={label}
      disabled={disabled}
      onClick={act}
    >
      <Icon name={icon} />
      <span class="hidden-words">{label}</span>
      {many > 0 && !choices.value.hideCounts && (
        <span class="post-actions__count">{count(many)}</span>
      )}
    </button>
  );
}
