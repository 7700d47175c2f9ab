import { call } from '../../api/client.ts';
import { keepStatuses, postOf } from '../../social/store.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { Check } from '../../ui/field.tsx';
import { Html } from '../../ui/html.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';
import type { Report } from './report.ts';

const offered = 20;

/** Which of their posts show it; the one one came from stands first. */
export function ReportPosts({ report }: { report: Report }) {
  const { answer, failed } = useAnswer(async () =>
    keepStatuses(
      await call('GET /api/v1/accounts/{id}/statuses', {
        id: report.account,
        exclude_reblogs: true,
        limit: offered,
      }),
    ),
  );
  if (!answer.value && !failed.value) return <PostSkeletons many={2} />;
  const ids = [...new Set([...report.first, ...(answer.value ?? [])])];
  if (ids.length === 0) return <p>{t('reports.posts.none')}</p>;
  return (
    <fieldset>
      <legend class="report__hint">{t('reports.posts.hint')}</legend>
      {ids.map(id => (
        <Choice key={id} id={id} report={report} />
      ))}
    </fieldset>
  );
}

function Choice({ id, report }: { id: string; report: Report }) {
  const post = postOf(id);
  if (!post) return null;
  return (
    <Check
      label={
        <span class="report__post" lang={post.language ?? undefined} dir="auto">
          {post.spoiler_text || <Html html={post.content} emojis={post.emojis} inline />}
          {post.media_attachments.length > 0 && (
            <span class="report__hint">
              {t('post.history.media', { count: post.media_attachments.length })}
            </span>
          )}
          <span class="report__hint">
            <Time at={post.created_at} />
          </span>
        </span>
      }
      checked={report.posts.value.includes(id)}
      onChange={() => report.toggle('posts', id)}
    />
  );
}
