// Where one reads in a list that all one's devices share: it is saved while one reads, and where another device was
// further on, this one offers to go on from there.

import { effect, signal } from '@preact/signals';
import { keptPlace } from '../ui/history.ts';
import { tell } from './attempt.ts';
import { isGap } from './gaps.ts';
import { isNewer } from './ids.ts';
import { type Marked, moveMarker, readMarker, saveMarker } from './markers.ts';
import type { Timeline } from './timeline.ts';

const pause = 1500;
/** So few posts above are read in passing. */
const worthOffering = 3;

export class ReadingPlace {
  /** The post another device stopped at, while going there is offered. */
  readonly offered = signal<string | undefined>(undefined);
  /** What the list is to scroll to. */
  readonly goTo = signal<string | undefined>(undefined);
  readonly busy = signal(false);
  private readonly which: Marked;
  private readonly timeline: Timeline;
  private state: 'new' | 'asking' | 'settled' = 'new';
  private newest: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(which: Marked, timeline: Timeline) {
    this.which = which;
    this.timeline = timeline;
  }

  /** Asks, once, where one stopped; and saves what is not saved yet when the window goes. */
  start(): () => void {
    addEventListener('pagehide', this.save);
    const stop = effect(() => {
      if (this.timeline.state.value === 'ready' && this.state === 'new') void this.ask();
    });
    return () => {
      stop();
      removeEventListener('pagehide', this.save);
      this.save();
    };
  }

  /** The first post on the screen. */
  seen(key: string): void {
    if (isGap(key) || document.visibilityState !== 'visible') return;
    if (this.state !== 'settled') {
      const offered = this.offered.value;
      if (offered && !isNewer(key, offered)) this.decline();
      return;
    }
    if (this.newest && !isNewer(key, this.newest)) return;
    this.newest = key;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void moveMarker(this.which, key), pause);
  }

  async take(): Promise<void> {
    const id = this.offered.value;
    if (!id || this.busy.value) return;
    this.busy.value = true;
    try {
      this.goTo.value = await this.timeline.reach(id);
      this.decline();
    } catch (error) {
      tell(error);
    } finally {
      this.busy.value = false;
    }
  }

  decline(): void {
    this.offered.value = undefined;
    this.state = 'settled';
  }

  private async ask(): Promise<void> {
    this.state = 'asking';
    const here = (keptPlace()?.scroll ?? 0) > 0;
    let marker: string | undefined;
    try {
      marker = await readMarker(this.which);
    } catch {
      // Unknown, it is neither offered nor overwritten; the next time the page is opened it is asked for again.
      this.state = 'new';
      return;
    }
    const above = this.timeline.keys.value.filter(key => marker && isNewer(key, marker));
    if (marker && !here && above.length >= worthOffering) {
      this.offered.value = marker;
      return;
    }
    this.state = 'settled';
    const first = this.timeline.keys.value[0];
    if (first && window.scrollY < 1) this.seen(first);
  }

  private readonly save = (): void => {
    clearTimeout(this.timer);
    if (this.newest) saveMarker(this.which, this.newest);
  };
}
