// Posts that could not be sent because there was no network: kept in the browser, shown at home as waiting, and sent
// when the server answers again. Each keeps the key it was first tried with, so that it is published once.

import { effect, signal } from '@preact/signals';
import { get, update } from 'idb-keyval';
import { call, type Input } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import type { Status } from '../api/gen/entities.ts';
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
/** A server that answers and cannot is left in peace, longer each time. */
const firstPause = 5000;
const longestPause = 10 * 60_000;

let pause = firstPause;
let timer: ReturnType<typeof setTimeout> | undefined;

export const waitingPosts = signal<readonly WaitingPost[]>([]);

function place(): string {
  return `outbox ${me.peek()?.id}`;
}

/** Other windows keep theirs in the same place. */
async function change(by: (posts: readonly WaitingPost[]) => WaitingPost[]): Promise<void> {
  const take = (posts: readonly WaitingPost[]) => {
    waitingPosts.value = by(posts);
    return waitingPosts.value;
  };
  // A browser that keeps nothing has them as long as the window lives.
  await update<readonly WaitingPost[]>(place(), kept => take(kept ?? [])).catch(() =>
    take(waitingPosts.peek()),
  );
}

/** Keeps a post to be sent later. */
export async function sendLater(input: PostInput, key: string): Promise<void> {
  await change(posts => [...posts, { key, input, since: Date.now() }]);
  pause = firstPause;
  tryLater();
}

export async function discardWaiting(key: string): Promise<void> {
  await change(posts => posts.filter(one => one.key !== key));
}

function tryLater(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void sendWaiting(), pause);
  pause = Math.min(pause * 2, longestPause);
}

/** Sends what waits, oldest first, in one window at a time. */
export async function sendWaiting(): Promise<void> {
  const go = async () => {
    // Another window may have sent some.
    const kept = await get<WaitingPost[]>(place()).catch(() => undefined);
    if (kept) waitingPosts.value = kept;
    const posts = waitingPosts.peek().filter(one => !one.refused);
    if (posts.length === 0) return;
    if (!(await isStillMe())) return tryLater();
    for (const one of posts) if (!(await sendOne(one))) return tryLater();
    pause = firstPause;
  };
  clearTimeout(timer);
  if (navigator.locks) await navigator.locks.request('skein outbox', go);
  else await go();
}

/** Another window may have signed in as somebody else since. */
async function isStillMe(): Promise<boolean> {
  const whoAmI = call('GET /api/v1/accounts/verify_credentials', {}, { fresh: true });
  const now = await whoAmI.catch(() => undefined);
  return now !== undefined && now.id === me.peek()?.id;
}

/** What may be otherwise the next time, whatever is sent. */
function passes(error: unknown): boolean {
  return (
    !(error instanceof ApiError) || error.status >= 500 || [0, 401, 429].includes(error.status)
  );
}

/** False: it is not the post's fault, and there is no sense in trying the next one. */
async function sendOne(one: WaitingPost): Promise<boolean> {
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
    if (passes(error)) return false;
    const refused = wordsOf(error);
    await change(posts => posts.map(each => (each.key === one.key ? { ...each, refused } : each)));
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
    if (Date.parse(status.created_at) < one.since - 60_000 || !holdsTheSame(status, one.input))
      continue;
    const source = await call('GET /api/v1/statuses/{id}/source', { id: status.id });
    if (source.text === (one.input.status ?? '')) return true;
  }
  return false;
}

/** Apart from the text. Without one, only its own pictures prove that it is the same post. */
function holdsTheSame(status: Status, input: PostInput): boolean {
  const media = status.media_attachments.map(one => one.id);
  const options = status.poll?.options.map(one => one.title) ?? [];
  const wanted = (input.poll as { options?: string[] } | undefined)?.options ?? [];
  return (
    Boolean(input.status || media.length > 0) &&
    isSame(media, input.media_ids ?? []) &&
    isSame(options, wanted) &&
    (status.in_reply_to_id ?? undefined) === input.in_reply_to_id
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Tries one that was refused, and everything else, once more. */
export async function retryWaiting(key: string): Promise<void> {
  await change(posts =>
    posts.map(one => {
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
