import { useSignal } from '@preact/signals';
import { Time } from '../ui/time.tsx';
import { count, languageName, words } from '../ui/words.ts';
import { choices } from './choices.ts';
import { postPath } from './links.ts';
import { PostHistory } from './post_history.tsx';
import type { Post } from './store.ts';
import './post_facts.css';

/** Under the post a page is about: when, from where, changed when, and who liked it. */
export function PostFacts({ post }: { post: Post }) {
  const path = postPath(post);
  const seen = !choices.value.hideCounts;
  return (
    <div class="post-facts">
      <p>
        <Time at={post.created_at} whole />
        {post.edited_at && <Edited post={post} at={post.edited_at} />}
        {post.language && <span>{languageName(post.language)}</span>}
        {post.application && <span>{post.application.name}</span>}
      </p>
      {seen && post.reblogs_count + post.favourites_count + post.quotes_count > 0 && (
        <p class="post-facts__people">
          {post.reblogs_count > 0 && (
            <a href={`${path}/boosts`}>
              {words('post.facts.boosts', {
                count: post.reblogs_count,
                number: <b>{count(post.reblogs_count)}</b>,
              })}
            </a>
          )}
          {post.favourites_count > 0 && (
            <a href={`${path}/favourites`}>
              {words('post.facts.favourites', {
                count: post.favourites_count,
                number: <b>{count(post.favourites_count)}</b>,
              })}
            </a>
          )}
          {post.quotes_count > 0 && (
            <a href={`${path}/quotes`}>
              {words('post.facts.quotes', {
                count: post.quotes_count,
                number: <b>{count(post.quotes_count)}</b>,
              })}
            </a>
          )}
        </p>
      )}
    </div>
  );
}

/** That it was changed; pressing it shows what it said before. */
function Edited({ post, at }: { post: Post; at: string }) {
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="post-facts__edited"
        onClick={() => {
          open.value = true;
        }}
      >
        {words('post.facts.edited', { when: <Time at={at} /> })}
      </button>
      {open.value && (
        <PostHistory
          post={post}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
