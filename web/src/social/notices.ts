// How many notifications wait to be read, for the mark on the bell; and a word to the page of them when one comes.

import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import type { Notification } from '../api/gen/entities.ts';
import { watch } from '../api/stream.ts';
import { saveMarker } from './markers.ts';
import { countFollowRequests } from './me.ts';

export const unread = signal(0);
/** Grows with every notification that arrives. */
export const arrived = signal(0);

async function recount(): Promise<void> {
  try {
    unread.value = (await call('GET /api/v2/notifications/unread_count', {})).count;
  } catch {
    // The mark is a hint: it is right again after the next one.
  }
}

/** Counts, and listens, until the function it gives back is called. */
export function watchNotices(): () => void {
  void recount();
  // They may have been read on another device meanwhile.
  const looked = () => document.visibilityState === 'visible' && void recount();
  document.addEventListener('visibilitychange', looked);
  const stop = watch(
    { name: 'user' },
    {
      event: (kind, payload) => {
        if (kind === 'notifications_merged') void recount();
        if (kind !== 'notification') return;
        if ((payload as Notification).type === 'follow_request') countFollowRequests(1);
        arrived.value += 1;
        unread.value += 1;
      },
      resumed: () => void recount(),
    },
  );
  return () => {
    document.removeEventListener('visibilitychange', looked);
    stop();
  };
}

/** What was seen is read, on every device. */
export function markRead(last: string): void {
  unread.value = 0;
  saveMarker('notifications', last);
}
