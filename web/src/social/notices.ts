// How many notifications wait to be read, for the mark on the bell; and a word to the page of them when one comes.

import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import { watch } from '../api/stream.ts';

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
  return watch(
    { name: 'user' },
    {
      event: kind => {
        if (kind !== 'notification') return;
        arrived.value += 1;
        unread.value += 1;
      },
      resumed: () => void recount(),
    },
  );
}

export function markRead(last: string): void {
  unread.value = 0;
  void call('POST /api/v1/markers', { notifications: { last_read_id: last } }).catch(
    () => undefined,
  );
}
