// Lists of posts as they are read: ids, newest first, with a mark where some are missing. What arrives meanwhile waits
// until it is asked for, so that nothing moves under the reader's eyes.

import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Page } from '../api/client.ts';
import type { Status } from '../api/gen/entities.ts';
import type { Stream } from '../api/stream.ts';
import { tell } from './attempt.ts';
import { choices } from './choices.ts';
import { type FilterContext, filterFor } from './filtering.ts';
import { type FoldedBoosts, foldBoosts } from './folded_boosts.ts';
import { type FoldedThreads, foldThreads } from './folded_threads.ts';
import { boundsOf, gapBetween, isGap } from './gaps.ts';
import { idAbove, isNewer } from './ids.ts';
import { News } from './news.ts';
import {
  forgetPost,
  keepPassing,
  keepStatus,
  keepStatuses,
  postOf,
  relationshipOf,
  shownPost,
} from './store.ts';

export interface Cursor {
  max_id?: string;
  since_id?: string;
  limit?: number;
}

export interface Source {
  /** The same list, the same name. */
  key: string;
  load: (cursor: Cursor) => Promise<Page<Status[]>>;
  stream?: Stream;
  /** For which of one's filters it is a place. */
  context?: FilterContext;
  /** Authors are shown even when one has muted them: it is their own page. */
  everybody?: boolean;
}

export type TimelineState = 'unread' | 'loading' | 'ready' | 'failed';

const pageSize = 20;
const gapSize = 40;
/** Pixels: above, an insertion at the top is seen, and not felt as a jump. */
const nearTop = 120;
const keptMax = 12;

export class Timeline {
  readonly source: Source;
  /** Ids of posts and marks of gaps, without what is not to be seen. */
  readonly keys: ReadonlySignal<readonly string[]>;
  readonly waiting: ReadonlySignal<number>;
  readonly state: Signal<TimelineState> = signal('unread');
  readonly loadingMore = signal(false);
  readonly ended = signal(false);
  /** The gap that is being filled. */
  readonly filling = signal<string | undefined>(undefined);

  private readonly folded: ReadonlySignal<FoldedBoosts>;
  private readonly threads: ReadonlySignal<FoldedThreads>;
  private readonly all = signal<readonly string[]>([]);
  private readonly news: News;
  private next: (() => Promise<Page<Status[]>>) | undefined;
  constructor(source: Source) {
    this.source = source;
    this.news = new News(cursor => source.load(cursor));
    this.folded = computed(() =>
      foldBoosts(this.visible(this.all.value), choices.value.groupBoosts),
    );
    this.threads = computed(() =>
      source.everybody
        ? { keys: this.folded.value.keys, rest: new Map() }
        : foldThreads(this.folded.value.keys),
    );
    this.keys = computed(() => this.threads.value.keys);
    this.waiting = computed(() => {
      const here = new Set(this.all.value);
      return this.visible(this.news.keys.value).filter(key => !isGap(key) && !here.has(key)).length;
    });
  }

  /** How many more boosted what this boost boosts, not far below it. */
  alsoBoosted(key: string): number {
    return this.folded.value.boosts.get(key) ?? 0;
  }

  /** How many more its author said in the same thread. */
  restOfThread(key: string): number {
    return this.threads.value.rest.get(key) ?? 0;
  }

  /** Reads the first page, unless it was read; then what is new since. */
  async open(): Promise<void> {
    if (this.state.value === 'loading') return;
    if (this.state.value === 'ready' && this.all.value.length > 0) return this.catchUp();
    this.state.value = 'loading';
    try {
      const page = await this.source.load({ limit: pageSize });
      batch(() => {
        this.all.value = keepStatuses(page.answer);
        this.news.startFrom(this.all.value);
        this.goOnWith(page);
        this.state.value = 'ready';
      });
    } catch {
      this.state.value = 'failed';
    }
  }

  async more(): Promise<void> {
    if (this.loadingMore.value || !this.next) return;
    this.loadingMore.value = true;
    try {
      const page = await this.next();
      batch(() => {
        this.all.value = withoutTwins([...this.all.value, ...keepStatuses(page.answer)]);
        this.goOnWith(page);
      });
    } catch (error) {
      // Tried again when the reader comes near the end again.
      tell(error);
      await new Promise(resolve => setTimeout(resolve, 3000));
    } finally {
      this.loadingMore.value = false;
    }
  }

  catchUp(): Promise<void> {
    return this.news.catchUp();
  }

  showWaiting(): void {
    batch(() => {
      this.all.value = withoutTwins([...this.news.take(), ...this.all.value]);
    });
  }

  /** Reads what is missing below the post a gap names. */
  async fill(gap: string): Promise<void> {
    if (this.filling.value) return;
    this.filling.value = gap;
    try {
      const { above, below } = boundsOf(gap);
      const cursor: Cursor = { max_id: above, since_id: below, limit: gapSize };
      const ids = keepStatuses((await this.source.load(cursor)).answer);
      const last = ids.at(-1);
      const rest = last && ids.length >= gapSize ? [gapBetween(last, below)] : [];
      const here = this.all.value.indexOf(gap);
      this.all.value = withoutTwins([
        ...this.all.value.slice(0, here),
        ...ids,
        ...rest,
        ...this.all.value.slice(here + 1),
      ]);
    } catch (error) {
      tell(error);
    } finally {
      this.filling.value = undefined;
    }
  }

  /** Brings a post further down into the list, with a gap above it; gives the key to read on from. */
  async reach(id: string): Promise<string | undefined> {
    const last = this.all.value.at(-1);
    if (last && !isGap(last) && isNewer(last, id)) {
      const page = await this.source.load({ max_id: idAbove(id), limit: pageSize });
      batch(() => {
        const ids = keepStatuses(page.answer);
        const gap = ids[0] ? [gapBetween(last, ids[0])] : [];
        this.all.value = withoutTwins([...this.all.value, ...gap, ...ids]);
        this.goOnWith(page);
      });
    }
    return this.keys.value.find(key => !isGap(key) && !isNewer(key, id));
  }

  /** One's own post is there at once, above what waits; for a reader further down it waits too, and nothing moves. */
  insert(id: string, atTop: boolean): void {
    if (this.state.value !== 'ready') return;
    batch(() => {
      if (atTop) this.all.value = withoutTwins([id, ...this.all.value]);
      else this.news.add(id);
    });
  }

  drop(id: string): void {
    const stays = (key: string) => key !== id && postOf(key)?.reblog_id !== id;
    batch(() => {
      this.all.value = this.all.value.filter(stays);
      this.news.keys.value = this.news.keys.value.filter(stays);
    });
  }

  /** Listens to its stream until the function it gives back is called. */
  listen(): () => void {
    if (!this.source.stream) return () => undefined;
    return this.news.listen(this.source.stream, (kind, payload) => this.hear(kind, payload));
  }

  private hear(kind: string, payload: unknown): void {
    if (kind === 'delete') {
      dropFromTimelines(String(payload));
      forgetPost(String(payload));
    } else if (kind === 'status.update') keepStatus(payload as Status);
    else if (kind === 'update') {
      const status = payload as Status;
      if (this.all.value.includes(status.id)) keepStatus(status);
      else this.news.add(keepPassing(status));
      this.news.heard(status.id);
    }
  }

  private goOnWith(page: Page<Status[]>): void {
    this.next = page.next;
    this.ended.value = !page.next;
  }

  private visible(keys: readonly string[]): string[] {
    return keys.filter(key => isGap(key) || this.mayShow(key));
  }

  private mayShow(id: string): boolean {
    const post = postOf(id);
    const shown = shownPost(id);
    if (!post || !shown) return false;
    if (filterFor(shown, this.source.context)?.filter_action === 'hide') return false;
    return (
      this.source.everybody === true || !(isHidden(post.account_id) || isHidden(shown.account_id))
    );
  }
}

function isHidden(account: string): boolean {
  const is = relationshipOf(account);
  return is?.muting === true || is?.blocking === true || is?.domain_blocking === true;
}

function withoutTwins(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}

const kept = new Map<string, Timeline>();

/** The list of that name: the one that was read before, if it was. */
export function timelineOf(source: Source): Timeline {
  const found = kept.get(source.key) ?? new Timeline(source);
  kept.delete(source.key);
  kept.set(source.key, found);
  const oldest = kept.keys().next().value;
  if (kept.size > keptMax && oldest) kept.delete(oldest);
  return found;
}

/** What is on the list has changed: it is read anew. */
export function forgetTimeline(key: string): void {
  kept.delete(key);
}

export function dropFromTimelines(id: string): void {
  for (const timeline of kept.values()) timeline.drop(id);
}

/** Where a post of one's own belongs. */
export function insertOwn(id: string): void {
  kept.get('home')?.insert(id, window.scrollY < nearTop);
}
