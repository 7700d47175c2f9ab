// What those who run the server tell everybody: above home until it was read, and on a page of its own.

import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import type { Announcement } from '../api/gen/entities.ts';
import { attempt } from './attempt.ts';

export const announcements = signal<readonly Announcement[] | undefined>(undefined);
export const announcementsFailed = signal(false);

export async function loadAnnouncements(): Promise<void> {
  try {
    announcements.value = await call('GET /api/v1/announcements', { with_dismissed: true });
    announcementsFailed.value = false;
  } catch {
    announcementsFailed.value = announcements.peek() === undefined;
  }
}

function change(id: string, part: Partial<Announcement>): void {
  announcements.value = announcements
    .peek()
    ?.map(one => (one.id === id ? { ...one, ...part } : one));
}

export async function dismissAnnouncement(id: string): Promise<void> {
  await attempt(
    () => change(id, { read: true }),
    () => change(id, { read: false }),
    async () => {
      await call('POST /api/v1/announcements/{id}/dismiss', { id });
    },
  );
}

export async function toggleReaction(announcement: Announcement, name: string): Promise<void> {
  const { id, reactions } = announcement;
  const found = reactions.find(one => one.name === name);
  const on = !found?.me;
  const changed = found
    ? reactions.map(one =>
        one === found ? { ...one, me: on, count: one.count + (on ? 1 : -1) } : one,
      )
    : [...reactions, { name, count: 1, me: true }];
  await attempt(
    () => change(id, { reactions: changed.filter(one => one.count > 0) }),
    () => change(id, { reactions }),
    async () => {
      await call(`${on ? 'PUT' : 'DELETE'} /api/v1/announcements/{id}/reactions/{name}`, {
        id,
        name,
      });
    },
  );
}
