import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { EmojiText, Html } from '../ui/html.tsx';
import { t } from '../ui/words.ts';
import { choices } from './choices.ts';
import { LinkCard } from './link_card.tsx';
import { resolverOf } from './links.ts';
import { MediaGrid } from './media_grid.tsx';
import { PollView } from './poll_view.tsx';
import { PostTranslation } from './post_translation.tsx';
import type { Post } from './store.ts';
import { mayTranslate, translated } from './translations.ts';
import './post_body.css';

interface PostBodyProps {
  post: Post;
  focus?: boolean;
  /** A message: whom it is for is known. */
  message?: boolean;
  /** The filter that covers its media. */
  veiled?: string | undefined;
  /** What it quotes, where that is shown. */
  children?: ComponentChildren;
}

/** What a post says: behind its warning when it has one. */
export function PostBody({
  post: written,
  focus = false,
  message = false,
  veiled,
  children,
}: PostBodyProps) {
  const open = useSignal(choices.value.expandWarnings);
  const text = useId();
  const post = translated(written);
  const warned = post.spoiler_text !== '';
  const hasText = post.content !== '' || post.poll !== null;
  return (
    <div class={focus ? 'post-body post-body--focus' : 'post-body'}>
      {warned && (
        <div class="post-body__warning">
          <p dir="auto" lang={post.language ?? undefined}>
            <EmojiText text={post.spoiler_text} emojis={post.emojis} />
          </p>
          {hasText && (
            <button
              type="button"
              aria-expanded={open.value}
              aria-controls={text}
              onClick={() => {
                open.value = !open.value;
              }}
            >
              {t(open.value ? 'post.warning.hide' : 'post.warning.show')}
            </button>
          )}
        </div>
      )}
      <div id={text} class="post-body__text e-content" hidden={warned && !open.value}>
        {(!warned || open.value) && (
          <>
            {post.content && (
              <Html
                html={post.content}
                lang={post.language ?? undefined}
                emojis={post.emojis}
                resolve={resolverOf(post)}
                without={post.quote ? 'quote-inline' : undefined}
                dropMentions={message}
              />
            )}
            {post.poll && <PollView post={post} poll={post.poll} />}
            {mayTranslate(written) && <PostTranslation post={written} />}
          </>
        )}
      </div>
      {post.media_attachments.length > 0 && (
        <MediaGrid post={post} covered={warned && !open.value} veiled={veiled} />
      )}
      {children}
      {post.card &&
        !post.quote &&
        post.media_attachments.length === 0 &&
        (!warned || open.value) &&
        children !== undefined && <LinkCard card={post.card} />}
    </div>
  );
}
