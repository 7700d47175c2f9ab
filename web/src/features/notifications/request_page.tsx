import { useEffect, useMemo } from 'preact/hooks';
import { call } from '../../api/client.ts';
import type { NotificationRequest } from '../../api/gen/entities.ts';
import { nameOf } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { useAnswer } from '../../social/use_answer.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { go } from '../../ui/history.ts';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { NoticeList } from './notice_list.tsx';
import { Notices } from './notices.ts';
import { type Decision, decideOne } from './requests.ts';
import './requests_page.css';

/** What one person who is held back has sent. */
export default function RequestPage({ parameters }: { parameters: Parameters }) {
  const { answer, failed, again } = useAnswer(() =>
    call('GET /api/v1/notifications/requests/{id}', { id: parameters.id ?? '' }),
  );
  const request = answer.value;
  const title = request
    ? t('notifications.requests.from', { name: nameOf(request.account) })
    : t('notifications.requests.title');
  return (
    <Page title={title} deep>
      {failed.value && <Failed again={again} />}
      {!request && !failed.value && <PostSkeletons />}
      {request && <Sent request={request} />}
    </Page>
  );
}

function Sent({ request }: { request: NotificationRequest }) {
  const from = request.account.id;
  const notices = useMemo(() => new Notices({ from }), [from]);
  useEffect(() => {
    void notices.open();
  }, [notices]);
  const decide = async (decision: Decision) => {
    if (await decideOne(request, decision)) go('/notifications/requests', { replace: true });
  };
  return (
    <>
      <div class="requests-page__about">
        <div class="requests-page__all">
          <Button kind="main" onClick={() => void decide('accept')}>
            {t('notifications.requests.accept')}
          </Button>
          <Button onClick={() => void decide('dismiss')}>
            {t('notifications.requests.dismiss')}
          </Button>
        </div>
      </div>
      <NoticeList
        label={t('notifications.title')}
        notices={notices}
        empty={<EmptyState title={t('notifications.none')} />}
      />
    </>
  );
}
