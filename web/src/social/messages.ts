// Which conversations have something unread, for the mark beside Messages.

import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import type { Conversation } from '../api/gen/entities.ts';
import { watch } from '../api/stream.ts';

const countMax = 40;

export const unreadConversations = signal<ReadonlySet<string>>(new Set());

export function noteUnread({ id, unread }: Pick<Conversation, 'id' | 'unread'>): void {
  if (unreadConversations.peek().has(id) === unread) return;
  const all = new Set(unreadConversations.peek());
  if (unread) all.add(id);
  else all.delete(id);
  unreadConversations.value = all;
}

async function recount(): Promise<void> {
  try {
    const all = await call('GET /api/v1/conversations', { limit: countMax });
    unreadConversations.value = new Set(all.filter(one => one.unread).map(one => one.id));
  } catch {
    // The mark is a hint: it is right again after the next one.
  }
}

/** Counts, and listens, until the function it gives back is called. */
export function watchMessages(): () => void {
  void recount();
  return watch(
    { name: 'direct' },
    {
      event: (kind, payload) => kind === 'conversation' && noteUnread(payload as Conversation),
      resumed: () => void recount(),
    },
  );
}
