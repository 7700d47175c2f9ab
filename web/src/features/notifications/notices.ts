// Notifications in groups, as the server makes them: who did the same to the same post stands in one row.

import { batch, computed, signal } from '@preact/signals';
import { call, list, type Page } from '../../api/client.ts';
import type { GroupedNotificationsResults, NotificationGroup } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { isNewer } from '../../social/ids.ts';
import { readMarker } from '../../social/markers.ts';
import { markRead } from '../../social/notices.ts';
import { keepAccounts, keepStatuses } from '../../social/store.ts';

/** The kinds one may look at by themselves; `all` is every kind. */
export const kinds = {
  all: undefined,
  mentions: ['mention', 'quote'],
  follows: ['follow', 'follow_request'],
  favourites: ['favourite'],
  boosts: ['reblog'],
  polls: ['poll'],
  posts: ['status', 'update', 'quoted_update'],
} as const;

export type Which = keyof typeof kinds;
type State = 'unread' | 'loading' | 'ready' | 'failed';
type Grouped = Page<GroupedNotificationsResults>;

interface Source {
  types?: string[];
  /** Of one person only, with what is held back. */
  from?: string;
}

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

/** How many people are held back by one's own rules. */
export const heldBack = signal(0);

async function countHeldBack(): Promise<void> {
  try {
    const policy = await call('GET /api/v2/notifications/policy', {});
    heldBack.value = policy.summary.pending_requests_count;
  } catch {
    // It is said another time.
  }
}

export class Notices {
  readonly state = signal<State>('unread');
  readonly busy = signal(false);
  readonly keys = computed(() => [...this.groups.value.keys()]);
  readonly ended = signal(false);
  private readonly groups = signal<ReadonlyMap<string, NotificationGroup>>(new Map());
  /** What came after it had not been seen when the list was opened. */
  private readonly seen = signal<string | undefined>(undefined);
  private readonly source: Source;
  private next: (() => Promise<Grouped>) | undefined;

  constructor(source: Source) {
    this.source = source;
  }

  group(key: string): NotificationGroup | undefined {
    return this.groups.value.get(key);
  }

  /** Not seen before, here or on another device. */
  isNew(group: NotificationGroup): boolean {
    return this.seen.value !== undefined && isNewer(newestOf(group), this.seen.value);
  }

  async open(): Promise<void> {
    if (this.state.value === 'loading') return;
    if (this.state.value !== 'ready') this.state.value = 'loading';
    const { types, from } = this.source;
    try {
      const [seen, page] = await Promise.all([
        from ? undefined : readMarker('notifications').catch(() => undefined),
        list('GET /api/v2/notifications', {
          limit: pageSize,
          supported_types: known,
          types,
          account_id: from,
          include_filtered: from ? true : undefined,
        }),
        // Known before the list stands, so that nothing pushes it down.
        from || types ? undefined : countHeldBack(),
      ]);
      batch(() => {
        this.begin(page);
        this.seen.value = seen;
        this.state.value = 'ready';
      });
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
      this.goOnWith(page);
      this.groups.value = joined(this.groups.value, entriesOf(page));
    } catch (error) {
      tell(error);
    } finally {
      this.busy.value = false;
    }
  }

  /** They have been looked at: only the list of all kinds shows everything there is. */
  markSeen(): void {
    const newest = this.groups.value.values().next().value;
    if (newest && !this.source.types && !this.source.from) markRead(newestOf(newest));
  }

  drop(key: string): void {
    const left = new Map(this.groups.value);
    left.delete(key);
    this.groups.value = left;
  }

  /** What is new stands above what was read before; where the two do not meet, that is read again. */
  private begin(page: Grouped): void {
    const entries = entriesOf(page);
    const meets = entries.some(([key]) => this.groups.value.has(key));
    this.groups.value = meets ? joined(entries, this.groups.value) : new Map(entries);
    if (!meets) this.goOnWith(page);
  }

  private goOnWith(page: Grouped): void {
    this.next = page.next;
    this.ended.value = !page.next;
  }
}

type Entry = readonly [key: string, group: NotificationGroup];

function entriesOf({ answer }: Grouped): Entry[] {
  keepAccounts(answer.accounts);
  keepStatuses(answer.statuses);
  return answer.notification_groups.map(group => [group.group_key, group]);
}

/** Of a group that is in both, the upper one knows more. */
function joined(above: Iterable<Entry>, below: Iterable<Entry>): Map<string, NotificationGroup> {
  const all = new Map(above);
  for (const [key, group] of below) if (!all.has(key)) all.set(key, group);
  return all;
}

/** The other name of it is a number in the API, and our ids are more than a number in a browser holds. */
function newestOf(group: NotificationGroup): string {
  return group.page_max_id ?? String(group.most_recent_notification_id);
}

const kept = new Map<Which, Notices>();

export function noticesOf(which: Which): Notices {
  const types = kinds[which];
  const found = kept.get(which) ?? new Notices(types ? { types: [...types] } : {});
  kept.set(which, found);
  return found;
}
