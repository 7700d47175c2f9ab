import { useSignal } from '@preact/signals';
import { call } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { t } from '../ui/words.ts';
import { tell } from './attempt.ts';
import { keepMe, me } from './me.ts';
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
      countOneLess();
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

function countOneLess(): void {
  const self = me.value;
  if (!self) return;
  const left = Math.max(0, self.source.follow_requests_count - 1);
  keepMe({ ...self, source: { ...self.source, follow_requests_count: left } });
}
