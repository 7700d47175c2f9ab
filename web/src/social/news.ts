// What came to a list since it was read: it waits until it is asked for. What may be missing is known at any time: up to
// which post everything was given. Answers move that on, and the stream as long as nothing of it can have been missed.

import { type Signal, signal } from '@preact/signals';
import type { Page } from '../api/client.ts';
import type { Status } from '../api/gen/entities.ts';
import { type Stream, watch } from '../api/stream.ts';
import { gapBetween, isGap } from './gaps.ts';
import { isNewer } from './ids.ts';
import { keepForGood, keepStatuses, letPass } from './store.ts';

type Load = (cursor: { since_id: string; limit: number }) => Promise<Page<Status[]>>;

const pageSize = 40;
/** So many wait in a window nobody reads in; what is older becomes a gap. */
const waitingMax = 200;

export class News {
  /** Ids of posts and marks of gaps, newest first. */
  readonly keys: Signal<readonly string[]> = signal([]);
  private readonly load: Load;
  /** Everything up to this post was given, or a gap says that it was not. */
  private whole: string | undefined;
  /** As `whole` was when nothing waited. */
  private takenTo = '0';
  /** The connection that is listened to now. */
  private line: symbol | undefined;
  /** Nothing of the stream was missed since `whole`. */
  private live = false;
  private asking: Promise<void> | undefined;

  constructor(load: Load) {
    this.load = load;
  }

  /** The list was read: what is newer than that is news. */
  startFrom(ids: readonly string[]): void {
    this.whole = ids[0] ?? '0';
    this.takenTo = this.whole;
    // The stream may have been faster.
    this.keys.value = this.keys.value.filter(key => !ids.includes(key));
    // The answer may have come with the page, long before there was a stream.
    if (this.line) void this.catchUp();
  }

  /** What came since all was known waits with the rest; when it is more than a page, a gap is marked. */
  catchUp(): Promise<void> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async ask(): Promise<void> {
    const { whole, line } = this;
    if (!whole) return;
    try {
      const ids = keepStatuses((await this.load({ since_id: whole, limit: pageSize })).answer);
      const [newest = whole] = ids;
      const last = ids.at(-1);
      const gap = last && ids.length >= pageSize ? [gapBetween(last, whole)] : [];
      const above = this.keys.value.filter(key => !isGap(key) && isNewer(key, newest));
      this.wait([...above, ...ids, ...gap, ...this.keys.value]);
      this.whole = newest;
      this.live = line !== undefined && line === this.line;
    } catch {
      // Nobody asked for it: the next time will do.
    }
  }

  /** All that waits, which does not wait any longer. */
  take(): readonly string[] {
    const taken = this.keys.value;
    keepForGood(taken.filter(key => !isGap(key)));
    this.keys.value = [];
    this.takenTo = this.whole ?? '0';
    return taken;
  }

  /** One more waits; that it is here says nothing about others. */
  add(id: string): void {
    this.wait([id, ...this.keys.value]);
  }

  /** Listens to a stream until the function it gives back is called. */
  listen(stream: Stream, event: (kind: string, payload: unknown) => void): () => void {
    const stop = watch(stream, {
      event,
      opened: () => void this.follow(),
      closed: () => this.lose(),
    });
    return () => {
      stop();
      this.lose();
    };
  }

  /** The stream brought a post. */
  heard(id: string): void {
    if (!this.live) void this.catchUp();
    else if (this.whole && isNewer(id, this.whole)) this.whole = id;
  }

  private async follow(): Promise<void> {
    this.line = Symbol('line');
    // What is being asked for already may lack what comes before the stream does.
    await this.asking;
    await this.catchUp();
  }

  private lose(): void {
    this.line = undefined;
    this.live = false;
  }

  private wait(keys: readonly string[]): void {
    const all = [...new Set(keys)];
    const last = all[waitingMax - 1];
    const isFull = all.length > waitingMax && last && !isGap(last);
    this.keys.value = isFull ? [...all.slice(0, waitingMax), gapBetween(last, this.takenTo)] : all;
    if (isFull) letPass(all.slice(waitingMax).filter(key => !isGap(key)));
  }
}
