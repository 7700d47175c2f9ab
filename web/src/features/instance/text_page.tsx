import { call } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { Page } from '../../social/page.tsx';
import { useAnswer } from '../../social/use_answer.ts';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { path } from '../../ui/history.ts';
import { Html } from '../../ui/html.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import './about_page.css';

/** One of the server's own texts; not every server has written them. */
export default function TextPage() {
  const privacy = path.value === '/privacy';
  const { answer, failed, again } = useAnswer(() =>
    call(
      privacy ? 'GET /api/v1/instance/privacy_policy' : 'GET /api/v1/instance/terms_of_service',
      {},
    ).then(
      found => found.content,
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return '';
        throw error;
      },
    ),
  );
  const content = answer.value;
  return (
    <Page title={t(privacy ? 'shell.privacy' : 'about.terms')} deep>
      {failed.value && <Failed again={again} />}
      {content === undefined && !failed.value && <PostSkeletons many={2} />}
      {content === '' && (
        <EmptyState title={t('about.unwritten')}>
          <p>{t('about.unwritten_text')}</p>
        </EmptyState>
      )}
      {content && (
        <div class="about-page">
          <Html html={content} />
        </div>
      )}
    </Page>
  );
}
