// Notifications in groups, as the server makes them: who did the same to the same post stands in one row.

import { batch, computed, signal } from '@preact/signals';
import { list, type Page } from '../../api/client.ts';
import type { GroupedNotificationsResults, NotificationGroup } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { markRead } from '../../social/notices.ts';
import { keepAccounts, keepStatuses } from '../../social/store.ts';

export type Which = 'all' | 'mentions';
type State = 'unread' | 'loading' | 'ready' | 'failed';
type Grouped = Page<GroupedNotificationsResults>;

const pageSize = 30;
/** What is shown in words of the app's own; the server adds words to the others. */
const known = [
  'mention',
  'status',
  'reblog',
  'follow',
  'follow_request',
  'favourite',
  'poll',
  'update',
  'quote',
  'quoted_update',
];

export class Notices {
  readonly state = signal<State>('unread');
  readonly busy = signal(false);
  readonly keys = computed(() => [...this.groups.value.keys()]);
  readonly ended = signal(false);
  private readonly groups = signal<ReadonlyMap<string, NotificationGroup>>(new Map());
  private readonly which: Which;
  private next: (() => Promise<Grouped>) | undefined;

  constructor(which: Which) {
    this.which = which;
  }

  group(key: string): NotificationGroup | undefined {
    return this.groups.value.get(key);
  }

  async open(): Promise<void> {
    if (this.state.value === 'loading') return;
    if (this.state.value !== 'ready') this.state.value = 'loading';
    try {
      const page = await list('GET /api/v2/notifications', {
        limit: pageSize,
        supported_types: known,
        types: this.which === 'mentions' ? ['mention', 'quote'] : undefined,
      });
      batch(() => {
        this.groups.value = new Map(this.take(page));
        this.state.value = 'ready';
      });
      const newest = page.answer.notification_groups[0];
      if (newest && this.which === 'all') markRead(String(newest.most_recent_notification_id));
    } catch (error) {
      if (this.state.value === 'ready') tell(error);
      else this.state.value = 'failed';
    }
  }

  async more(): Promise<void> {
    if (this.busy.value || !this.next) return;
    this.busy.value = true;
    try {
      const page = await this.next();
      this.groups.value = new Map([...this.groups.value, ...this.take(page)]);
    } catch (error) {
      tell(error);
    } finally {
      this.busy.value = false;
    }
  }

  drop(key: string): void {
    const left = new Map(this.groups.value);
    left.delete(key);
    this.groups.value = left;
  }

  private take(page: Grouped): [string, NotificationGroup][] {
    const { accounts, statuses, notification_groups } = page.answer;
    keepAccounts(accounts);
    keepStatuses(statuses);
    this.next = page.next;
    this.ended.value = !page.next;
    return notification_groups.map(group => [group.group_key, group]);
  }
}

const kept: Record<Which, Notices> = { all: new Notices('all'), mentions: new Notices('mentions') };

export function noticesOf(which: Which): Notices {
  return kept[which];
}
