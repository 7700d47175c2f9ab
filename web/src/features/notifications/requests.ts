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

export async function decideAll(ids: readonly string[], decision: Decision): Promise<boolean> {
  const accept = decision === 'accept';
  const agreed = await confirm(
    t(accept ? 'notifications.requests.accept_all' : 'notifications.requests.dismiss_all'),
    t(accept ? 'notifications.requests.accept_all_text' : 'notifications.requests.dismiss_text'),
    t(accept ? 'notifications.requests.accept' : 'notifications.requests.dismiss'),
  );
  if (!agreed) return false;
  try {
    await call(`POST /api/v1/notifications/requests/${decision}`, { id: [...ids] });
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}
