import { useSignal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { NotificationGroup } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { keepRelationships } from '../../social/store.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import type { Notices } from './notices.ts';

/** Whether somebody may follow. */
export function FollowRequest({ notices, group }: { notices: Notices; group: NotificationGroup }) {
  const busy = useSignal(false);
  const id = group.sample_account_ids[0] ?? '';
  const answer = async (deed: 'authorize' | 'reject') => {
    busy.value = true;
    try {
      keepRelationships([await call(`POST /api/v1/follow_requests/{id}/${deed}`, { id })]);
      notices.drop(group.group_key);
    } catch (error) {
      tell(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="notice__answer">
      <Button kind="main" busy={busy.value} onClick={() => void answer('authorize')}>
        {t('notifications.follow_request.accept')}
      </Button>
      <Button busy={busy.value} onClick={() => void answer('reject')}>
        {t('notifications.follow_request.refuse')}
      </Button>
    </div>
  );
}
