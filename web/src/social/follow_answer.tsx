import { useSignal } from '@preact/signals';
import { call } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../ui/words.ts';
import { tell } from './attempt.ts';
import { countFollowRequests } from './me.ts';
import { keepRelationships } from './store.ts';
import './follow_answer.css';

/** Whether somebody may follow. */
export function FollowAnswer({ id, done }: { id: string; done: () => void }) {
  const busy = useSignal(false);
  const answer = async (deed: 'authorize' | 'reject') => {
    if (busy.value) return;
    busy.value = true;
    try {
      keepRelationships([await call(`POST /api/v1/follow_requests/{id}/${deed}`, { id })]);
      countFollowRequests(-1);
      done();
    } catch (error) {
      tell(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="follow-answer">
      <Button kind="main" busy={busy.value} onClick={() => void answer('authorize')}>
        {t('notifications.follow_request.accept')}
      </Button>
      <Button busy={busy.value} onClick={() => void answer('reject')}>
        {t('notifications.follow_request.refuse')}
      </Button>
    </div>
  );
}
