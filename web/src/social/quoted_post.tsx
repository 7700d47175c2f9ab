import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { reached } from '../api/reach.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Time } from '../ui/time.tsx';
import { t, words } from '../ui/words.ts';
import { AccountName } from './account_name.tsx';
import { type FilterContext, filterFor } from './filtering.ts';
import { faceOf, nameOf, postPath } from './links.ts';
import { PostBody } from './post_body.tsx';
import { accountOf, type KeptQuote, keepStatus, postOf } from './store.ts';
import './quoted_post.css';

interface QuotedPostProps {
  quote: KeptQuote;
  /** The sort of place, for one's filters. */
  context?: FilterContext | undefined;
}

/** One that was asked for and did not come: the server refused it, or could not be asked. */
interface Lost {
  id: string;
  refused: boolean;
}

const refusals = new Set([401, 403, 404, 410]);

/** The post another one quotes; in place of one that may not be shown, why. */
export function QuotedPost({ quote, context }: QuotedPostProps) {
  const id = quote.status_id;
  const post = id ? postOf(id) : undefined;
  const author = post && accountOf(post.account_id);
  const missing = id !== null && post === undefined && quote.state === 'accepted';
  const lost = useSignal<Lost | undefined>(undefined);
  // Asked once more when the server is there again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reached.value is when
  useEffect(() => {
    if (!missing || !id) return;
    void call('GET /api/v1/statuses/{id}', { id }).then(keepStatus, (error: unknown) => {
      lost.value = { id, refused: error instanceof ApiError && refusals.has(error.status) };
    });
  }, [missing, id, reached.value]);
  if (quote.state !== 'accepted' || !post || !author)
    return (
      <p class="quoted-post quoted-post--gone">
        {lost.value && missing && lost.value.id === id
          ? t(lost.value.refused ? 'thread.gone_text' : 'ui.failed.title')
          : reasonOf(quote.state)}
      </p>
    );
  const filter = filterFor(post, context);
  if (filter && filter.filter_action !== 'blur')
    return (
      <p class="quoted-post quoted-post--gone">
        {words('post.filtered', { title: <bdi>{filter.title}</bdi> })}
      </p>
    );
  return (
    <div class="quoted-post">
      <div class="quoted-post__head">
        <Avatar source={faceOf(author)} name={nameOf(author)} size="small" />
        <AccountName account={author} />
        <a class="quoted-post__time" href={postPath(post)}>
          <Time at={post.created_at} />
        </a>
      </div>
      <PostBody post={post} veiled={filter?.title} />
    </div>
  );
}

function reasonOf(state: string): string {
  if (state === 'pending') return t('post.quote.pending');
  if (state === 'deleted') return t('post.quote.deleted');
  if (state === 'accepted') return t('post.quote.loading');
  if (state.startsWith('blocked') || state.startsWith('muted')) return t('post.quote.hidden');
  return t('post.quote.refused');
}
