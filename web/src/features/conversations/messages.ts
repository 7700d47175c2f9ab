// The messages of one conversation, the oldest first: those direct posts of a thread that are between the same people.

import { signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { Account, Status } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { namedIn, plainHandle } from '../../social/handles.ts';
import { isNewer } from '../../social/ids.ts';
import { me } from '../../social/me.ts';
import { SendKey } from '../../social/send_key.ts';
import { keepStatus, keepStatuses, postOf } from '../../social/store.ts';

type State = 'loading' | 'ready' | 'failed';

export class Messages {
  readonly people: readonly Account[];
  readonly state = signal<State>('loading');
  readonly ids = signal<readonly string[]>([]);
  /** What is being written. */
  readonly text = signal('');
  readonly sending = signal(false);
  private key = new SendKey();
  /** Up to which message the thread was read. */
  private readTo = '';

  constructor(people: readonly Account[]) {
    this.people = people;
  }

  /** Reads the thread around its last message, unless it was read up to there. */
  async open(last: string): Promise<void> {
    if (last === this.readTo) return;
    this.readTo = last;
    try {
      const around = await call('GET /api/v1/statuses/{id}/context', { id: last });
      const root = around.ancestors[0];
      const whole = root
        ? await call('GET /api/v1/statuses/{id}/context', { id: root.id })
        : around;
      const all = [...around.ancestors, ...whole.descendants, ...around.descendants];
      keepStatuses(all);
      this.add([...all.filter(one => this.belongs(one)).map(one => one.id), last]);
      this.state.value = 'ready';
    } catch (error) {
      this.readTo = '';
      if (this.state.value === 'ready') tell(error);
      else this.state.value = 'failed';
    }
  }

  add(ids: readonly string[]): void {
    this.ids.value = [...new Set([...this.ids.value, ...ids])].sort((one, other) =>
      isNewer(one, other) ? 1 : -1,
    );
  }

  /** Those that were deleted are gone from the store. */
  get shown(): string[] {
    return this.ids.value.filter(id => postOf(id) !== undefined);
  }

  /** Answers the last message; the first of all answers none. Gives what was sent. */
  async send(): Promise<Status | undefined> {
    const written = this.text.value;
    if (!written.trim() || this.sending.value) return undefined;
    this.sending.value = true;
    const text = this.addressed(written.trim());
    try {
      const status = await call(
        'POST /api/v1/statuses',
        { status: text, visibility: 'direct', in_reply_to_id: this.shown.at(-1) },
        { idempotencyKey: this.key.for(text) },
      );
      keepStatus(status);
      if (this.belongs(status)) this.add([status.id]);
      // What was typed meanwhile is for the next one.
      const now = this.text.value;
      this.text.value = now.startsWith(written) ? now.slice(written.length).trimStart() : now;
      this.key = new SendKey();
      return status;
    } catch (error) {
      tell(error);
      return undefined;
    } finally {
      this.sending.value = false;
    }
  }

  /** Who is not named in a message does not get it. */
  addressed(text: string): string {
    const named = new Set(namedIn(text).map(plainHandle));
    const others = this.people.filter(one => !named.has(plainHandle(one.acct)));
    return [...others.map(one => `@${one.acct}`), text].join(' ');
  }

  /** Who is named without being in the conversation: they would get the message as well. */
  get besides(): string[] {
    const there = new Set([...this.people, me.value].map(one => one && plainHandle(one.acct)));
    const named = namedIn(this.text.value).filter(name => !there.has(plainHandle(name)));
    return named.map(name => `@${name}`);
  }

  /** It is between the same people. */
  belongs(status: Status): boolean {
    if (status.visibility !== 'direct') return false;
    const own = me.value?.id;
    const there = new Set([status.account.id, ...status.mentions.map(one => one.id)]);
    if (own) there.delete(own);
    return there.size === this.people.length && this.people.every(account => there.has(account.id));
  }
}

const kept = new Map<string, Messages>();
const keptMax = 12;

export function messagesOf(key: string, people: readonly Account[]): Messages {
  const found = kept.get(key) ?? new Messages(people);
  kept.delete(key);
  kept.set(key, found);
  const oldest = kept.keys().next().value;
  if (kept.size > keptMax && oldest) kept.delete(oldest);
  return found;
}
