import { useLayoutEffect, useRef } from 'preact/hooks';
import { AccountFace, DisplayName } from '../../social/account_name.tsx';
import { postPath } from '../../social/links.ts';
import { me } from '../../social/me.ts';
import { PostBody } from '../../social/post_body.tsx';
import { PostMenu } from '../../social/post_menu.tsx';
import { QuotedPost } from '../../social/quoted_post.tsx';
import { accountOf, postOf } from '../../social/store.ts';
import { Failed } from '../../ui/failed.tsx';
import { keptPlace } from '../../ui/history.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';
import type { Messages } from './messages.ts';
import './message_list.css';

/** Pixels: so near the end, what comes is followed. */
const nearEnd = 240;

interface MessageListProps {
  messages: Messages;
  again: () => void;
}

export function MessageList({ messages, again }: MessageListProps) {
  const state = messages.state.value;
  const shown = messages.shown;
  useFollowedEnd(state === 'ready' ? shown.length : 0);
  return (
    <div class="message-list">
      <p class="message-list__privacy">{t('conversations.privacy')}</p>
      {state === 'failed' && <Failed again={again} />}
      {state === 'loading' && <PostSkeletons many={3} />}
      {state === 'ready' && (
        <ol aria-label={t('conversations.messages')} aria-live="polite">
          {shown.map((id, index) => (
            <Message key={id} id={id} before={shown[index - 1]} />
          ))}
        </ol>
      )}
    </div>
  );
}

/** Begins at the end, and stays there when something comes; who reads further up is left alone. */
function useFollowedEnd(many: number): void {
  const before = useRef(0);
  useLayoutEffect(() => {
    const first = before.current === 0;
    before.current = many;
    if (many === 0 || (first && keptPlace())) return;
    const page = document.documentElement;
    const below = page.scrollHeight - window.innerHeight - window.scrollY;
    if (first || below < nearEnd)
      requestAnimationFrame(() => window.scrollTo(0, page.scrollHeight));
  }, [many]);
}

function Message({ id, before }: { id: string; before: string | undefined }) {
  const post = postOf(id);
  const author = post && accountOf(post.account_id);
  if (!post || !author) return null;
  const own = author.id === me.value?.id;
  const continued = before !== undefined && postOf(before)?.account_id === author.id;
  const kinds = ['message', own && 'message--own', continued && 'message--continued'];
  return (
    <li class={kinds.filter(Boolean).join(' ')}>
      {!own && (
        <span class="message__face">
          {!continued && <AccountFace account={author} size="small" />}
        </span>
      )}
      <div class="message__bubble">
        <p class={continued || own ? 'hidden-words' : 'message__author'}>
          <DisplayName account={author} />
        </p>
        <PostBody post={post} message>
          {post.quote ? <QuotedPost quote={post.quote} /> : null}
        </PostBody>
        <div class="message__foot">
          <a href={postPath(post)}>
            <Time at={post.created_at} />
          </a>
          <PostMenu post={post} />
        </div>
      </div>
    </li>
  );
}
