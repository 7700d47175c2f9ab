// Notifications of the system: this browser asks its push service for an address, and the server sends there.

import { signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import type { WebPushSubscription } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { instance } from '../../social/me.ts';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';

export type PushState = 'unknown' | 'unable' | 'forbidden' | 'off' | 'on';
export type Alert = keyof WebPushSubscription['alerts'];
export type PushPolicy = NonNullable<WebPushSubscription['policy']>;

export const pushState = signal<PushState>('unknown');
export const pushBusy = signal(false);
export const subscription = signal<WebPushSubscription | undefined>(undefined);

const atFirst: Partial<Record<Alert, boolean>> = {
  mention: true,
  quote: true,
  follow: true,
  follow_request: true,
  poll: true,
};

async function manager(): Promise<PushManager | undefined> {
  if (!('serviceWorker' in navigator && 'PushManager' in window)) return undefined;
  return (await navigator.serviceWorker.getRegistration())?.pushManager;
}

/** Whether this browser is told, and what of. */
export async function loadPush(): Promise<void> {
  const push = await manager();
  if (!push || !instance.peek()?.configuration.vapid.public_key) {
    pushState.value = 'unable';
    return;
  }
  const here = await push.getSubscription();
  if (!here) {
    pushState.value = Notification.permission === 'denied' ? 'forbidden' : 'off';
    return;
  }
  try {
    const known = await call('GET /api/v1/push/subscription', {});
    subscription.value = known.endpoint === here.endpoint ? known : undefined;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
  pushState.value = subscription.value ? 'on' : 'off';
}

export async function startPush(): Promise<void> {
  pushBusy.value = true;
  try {
    const push = await manager();
    const key = instance.peek()?.configuration.vapid.public_key;
    if (!push || !key) return;
    if ((await Notification.requestPermission()) !== 'granted') {
      pushState.value = 'forbidden';
      return;
    }
    const made = await push.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = made.toJSON();
    try {
      subscription.value = await call('POST /api/v1/push/subscription', {
        subscription: { endpoint, keys, standard: true },
        data: { alerts: atFirst, policy: 'all' },
      });
      pushState.value = 'on';
    } catch (error) {
      await made.unsubscribe();
      throw error;
    }
  } catch (error) {
    if (error instanceof ApiError) tell(error);
    else toast(t('push.failed'), { failed: true });
  } finally {
    pushBusy.value = false;
  }
}

export async function endPush(): Promise<void> {
  pushBusy.value = true;
  try {
    await call('DELETE /api/v1/push/subscription', {});
    await (await (await manager())?.getSubscription())?.unsubscribe();
    subscription.value = undefined;
    pushState.value = 'off';
  } catch (error) {
    tell(error);
  } finally {
    pushBusy.value = false;
  }
}

export async function changePush(change: {
  alert?: Alert;
  on?: boolean;
  policy?: PushPolicy;
}): Promise<void> {
  const before = subscription.peek();
  if (!before) return;
  const alerts = change.alert
    ? { ...before.alerts, [change.alert]: change.on ?? false }
    : before.alerts;
  const policy = change.policy ?? before.policy ?? 'all';
  subscription.value = { ...before, alerts, policy };
  try {
    subscription.value = await call('PUT /api/v1/push/subscription', { data: { alerts, policy } });
  } catch (error) {
    subscription.value = before;
    tell(error);
  }
}
