import { call } from '../api/client.ts';
import type { StatusEdit } from '../api/gen/entities.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/failed.tsx';
import { Html } from '../ui/html.tsx';
import { PostSkeletons } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { t, words } from '../ui/words.ts';
import { resolverOf } from './links.ts';
import type { Post } from './store.ts';
import { useAnswer } from './use_answer.ts';
import './post_history.css';

/** What a post said before it was changed, the newest words first. */
export function PostHistory({ post, onClose }: { post: Post; onClose: () => void }) {
  const { answer, failed, again } = useAnswer(() =>
    call('GET /api/v1/statuses/{id}/history', { id: post.id }),
  );
  return (
    <Dialog title={t('post.history.title')} onClose={onClose}>
      <div class="dialog__body">
        {failed.value && <Failed again={again} />}
        {!answer.value && !failed.value && <PostSkeletons many={2} />}
        <ol class="post-history">
          {answer.value?.toReversed().map((edit, index, all) => (
            <Version
              key={edit.created_at}
              edit={edit}
              post={post}
              first={index === all.length - 1}
            />
          ))}
        </ol>
      </div>
    </Dialog>
  );
}

function Version({ edit, post, first }: { edit: StatusEdit; post: Post; first: boolean }) {
  const when = <Time at={edit.created_at} whole />;
  return (
    <li>
      <p class="post-history__when">
        {first ? words('post.history.written', { when }) : words('post.history.changed', { when })}
      </p>
      {edit.spoiler_text && (
        <p dir="auto">
          <b>{edit.spoiler_text}</b>
        </p>
      )}
      <Html
        html={edit.content}
        lang={post.language ?? undefined}
        emojis={edit.emojis}
        resolve={resolverOf(post)}
      />
      {edit.poll && (
        <ul class="post-history__poll">
          {edit.poll.options.map(option => (
            <li key={option.title} dir="auto">
              {option.title}
            </li>
          ))}
        </ul>
      )}
      {edit.media_attachments.length > 0 && (
        <p class="post-history__when">
          {t('post.history.media', { count: edit.media_attachments.length })}
        </p>
      )}
    </li>
  );
}
