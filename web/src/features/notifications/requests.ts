// People whose notifications are held back, and what one decides about them.

import { call } from '../../api/client.ts';
import type { NotificationRequest } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { confirm } from '../../ui/confirm.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';

export type Decision = 'accept' | 'dismiss';

/** Gives whether it was done. */
export async function decideOne(
  request: NotificationRequest,
  decision: Decision,
): Promise<boolean> {
  try {
    await call(`POST /api/v1/notifications/requests/{id}/${decision}`, { id: request.id });
  } catch (error) {
    tell(error);
    return false;
  }
  const name = request.account.acct;
  toast(
    decision === 'accept'
      ? t('notifications.requests.accepted', { name })
      : t('notifications.requests.dismissed', { name }),
  );
  return true;
}

const pageSize = 80;
const pagesMax = 50;

/** Also those that have not been listed yet. */
export async function decideAll(decision: Decision): Promise<boolean> {
  const accept = decision === 'accept';
  const agreed = await confirm(
    t(accept ? 'notifications.requests.accept_all' : 'notifications.requests.dismiss_all'),
    t(accept ? 'notifications.requests.accept_all_text' : 'notifications.requests.dismiss_text'),
    t(accept ? 'notifications.requests.accept' : 'notifications.requests.dismiss'),
  );
  if (!agreed) return false;
  try {
    for (let page = 0; page < pagesMax; page += 1) {
      const waiting = await call('GET /api/v1/notifications/requests', { limit: pageSize });
      if (waiting.length === 0) break;
      await call(`POST /api/v1/notifications/requests/${decision}`, {
        id: waiting.map(one => one.id),
      });
    }
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}
