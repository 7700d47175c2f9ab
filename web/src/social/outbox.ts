// Posts that could not be sent because there was no network: kept in the browser, shown at home as waiting, and sent
// when the server answers again. Each keeps the key it was first tried with, so that it is published once.

import { effect, signal } from '@preact/signals';
import { get, set } from 'idb-keyval';
import { call, type Input } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { reached } from '../api/reach.ts';
import { toast } from '../ui/toast.tsx';
import { t } from '../ui/words.ts';
import { wordsOf } from './attempt.ts';
import { published } from './composing.ts';
import { me } from './me.ts';
import { keepStatus } from './store.ts';
import { insertOwn } from './timeline.ts';

export type PostInput = Input<'POST /api/v1/statuses'>;

export interface WaitingPost {
  key: string;
  input: PostInput;
  /** When it was tried first. */
  since: number;
  /** Why the server would not have it. */
  refused?: string;
}

/** The server knows a key for an hour; later one looks whether the post is there already. */
const keyLasts = 50 * 60_000;
const lookBack = 20;

export const waitingPosts = signal<readonly WaitingPost[]>([]);

function place(): string {
  return `outbox ${me.peek()?.id}`;
}

async function keep(posts: readonly WaitingPost[]): Promise<void> {
  waitingPosts.value = posts;
  // A browser that keeps nothing has them as long as the window lives.
  await set(place(), posts).catch(() => undefined);
}

/** Keeps a post to be sent later. */
export async function sendLater(input: PostInput, key: string): Promise<void> {
  await keep([...waitingPosts.peek(), { key, input, since: Date.now() }]);
}

export async function discardWaiting(key: string): Promise<void> {
  await keep(waitingPosts.peek().filter(one => one.key !== key));
}

/** Sends what waits, oldest first, in one window at a time. */
export async function sendWaiting(): Promise<void> {
  const go = async () => {
    // Another window may have sent some.
    const kept = await get<WaitingPost[]>(place()).catch(() => undefined);
    if (kept) waitingPosts.value = kept;
    for (const one of waitingPosts.peek()) if (!(await sendOne(one))) return;
  };
  if (navigator.locks) await navigator.locks.request('skein outbox', go);
  else await go();
}

/** False: the network is still gone, and there is no sense in trying the next one. */
async function sendOne(one: WaitingPost): Promise<boolean> {
  if (one.refused) return true;
  try {
    if (Date.now() - one.since < keyLasts || !(await isThere(one))) {
      const status = await call('POST /api/v1/statuses', one.input, { idempotencyKey: one.key });
      const id = keepStatus(status);
      if (!one.input.in_reply_to_id) insertOwn(id);
      published.value = status;
    }
    await discardWaiting(one.key);
    toast(t('outbox.sent'));
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) || error.offline || error.status >= 500) return false;
    const refused = wordsOf(error);
    await keep(
      waitingPosts.peek().map(each => (each.key === one.key ? { ...each, refused } : each)),
    );
    return true;
  }
}

/** Whether it was published although the answer never came. */
async function isThere(one: WaitingPost): Promise<boolean> {
  const id = me.peek()?.id;
  if (!id) return false;
  const recent = await call('GET /api/v1/accounts/{id}/statuses', {
    id,
    limit: lookBack,
    exclude_reblogs: true,
  });
  for (const status of recent) {
    if (Date.parse(status.created_at) < one.since - 60_000) continue;
    const source = await call('GET /api/v1/statuses/{id}/source', { id: status.id });
    if (source.text === one.input.status) return true;
  }
  return false;
}

/** Tries one that was refused, or everything, once more. */
export async function retryWaiting(key: string): Promise<void> {
  await keep(
    waitingPosts.peek().map(one => {
      if (one.key !== key) return one;
      const { refused: _refused, ...again } = one;
      return again;
    }),
  );
  await sendWaiting();
}

/** Reads what waits from another time, and sends whenever the server answers. */
export async function startOutbox(): Promise<void> {
  const kept = await get<WaitingPost[]>(place()).catch(() => undefined);
  waitingPosts.value = kept ?? [];
  effect(() => {
    if (reached.value && waitingPosts.peek().some(one => !one.refused)) void sendWaiting();
  });
}
