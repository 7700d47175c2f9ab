// What is being written: everything that will make a post or a thread, kept in the browser at every pause, so that it is
// there again after a crash.

import { batch, computed, effect, type Signal, signal } from '@preact/signals';
import type { Composing } from '../../social/composing.ts';
import { preferences } from '../../social/me.ts';
import { toast } from '../../ui/toast.tsx';
import { locale, t } from '../../ui/words.ts';
import { mentionsFor, startingQuotes, startingVisibility, warningAbove } from './beginnings.ts';
import { claimDraft, onDropped } from './draft_claims.ts';
import {
  draftsAbout,
  dropDraft,
  endDraft,
  type KeptDraft,
  keepDraft,
  keptDraft,
} from './kept_drafts.ts';
import { Part } from './part.ts';
import { readPost, redrafted } from './read_post.ts';
import { endUploads, forgetLostMedia } from './uploads.ts';

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

const pause = 400;

/** A post that is changed is to be read first, which may fail; a draft may be open elsewhere. */
export type DraftState = 'reading' | 'failed' | 'taken' | 'open';

export class Draft {
  readonly about: Composing;
  readonly state: Signal<DraftState>;
  readonly parts: Signal<readonly Part[]>;
  /** The one that is written in. */
  readonly active: Signal<Part>;
  readonly warning = signal('');
  readonly warned = signal(false);
  readonly language = signal(preferences.peek()?.['posting:default:language'] || locale.peek());
  readonly visibility: Signal<Visibility>;
  /** Who may quote it: as the server names it. */
  readonly quotes: Signal<string>;
  /** Media are covered, with or without a warning. */
  readonly sensitive = signal(preferences.peek()?.['posting:default:sensitive'] ?? false);
  /** When it is to be published, unless at once. */
  readonly at = signal<string | undefined>(undefined);
  /** The last post of the thread that is out already. */
  readonly after = signal<string | undefined>(undefined);
  readonly sending = signal(false);
  readonly restored = signal(false);

  readonly shownWarning = computed(() => (this.warned.value ? this.warning.value : ''));
  readonly left = computed(() => this.active.value.left(this.shownWarning.value));
  readonly undescribed = computed(() => this.parts.value.some(part => part.undescribed.value));
  readonly ready = computed(
    () =>
      this.state.value === 'open' &&
      !this.sending.value &&
      this.parts.value.every(part => part.whole.value && part.left(this.shownWarning.value) >= 0),
  );

  /** The part one asked for last: it is written in next. */
  added: Part | undefined;

  private id: string = crypto.randomUUID();
  private beginning: string;
  private stopSaving: (() => void) | undefined;
  private stopHearing: (() => void) | undefined;
  private release: (() => void) | undefined;
  private closed = false;

  constructor(about: Composing) {
    this.about = about;
    this.state = signal(about.edit ? 'reading' : 'open');
    this.visibility = signal(startingVisibility(about));
    this.quotes = signal(startingQuotes());
    this.beginning = about.text ?? mentionsFor(about);
    const first = Part.from({ text: this.beginning });
    this.parts = signal([first]);
    this.active = signal(first);
    this.takeWarning();
  }

  /** What was begun before, or, of a post that is changed, what it says. */
  async open(): Promise<void> {
    const { draft, redraft, text } = this.about;
    if (redraft) redrafted(this, redraft);
    if (!(await this.read())) return;
    // Words to begin with are asked for, and what was begun before is not.
    if ((draft || !(redraft || text)) && !(await this.takeUp())) return;
    this.state.value = 'open';
    if (!this.release) await this.claim(this.id);
    if (this.closed) return;
    if (this.restored.value) for (const part of this.parts.value) void forgetLostMedia(part);
    this.stopSaving ??= this.startSaving();
    this.stopHearing ??= onDropped(id => this.heard(id));
  }

  close(): void {
    this.closed = true;
    this.stopSaving?.();
    this.stopHearing?.();
    this.release?.();
    this.parts.peek().forEach(endUploads);
  }

  /** Something would be lost that was not there from the start. */
  get worthKeeping(): boolean {
    if (this.state.value !== 'open') return false;
    const [first, ...others] = this.parts.value;
    const media = first && (this.about.edit ? 0 : first.media.value.length);
    return (
      first?.text.value !== this.beginning ||
      Boolean(media) ||
      (first?.poll.value !== undefined && !this.about.edit) ||
      others.some(part => !part.empty.value)
    );
  }

  async discard(): Promise<void> {
    this.close();
    await endDraft(this.id).catch(() => undefined);
  }

  /** Begins anew; what there was goes to the list of drafts. */
  async startAfresh(): Promise<void> {
    if (this.worthKeeping) await keepDraft({ ...this.saved(), aside: true }).catch(() => undefined);
    await this.beginAnew();
  }

  addPart(): void {
    const part = new Part();
    this.added = part;
    batch(() => {
      this.parts.value = [...this.parts.value, part];
      this.active.value = part;
      this.at.value = undefined;
    });
  }

  dropPart(part: Part): void {
    const left = this.parts.value.filter(one => one !== part);
    const [first] = left;
    if (!first) return;
    endUploads(part);
    batch(() => {
      this.parts.value = left;
      if (this.active.value === part) this.active.value = left.at(-1) ?? first;
    });
  }

  /** Kept now: before it is sent, and at every pause. */
  async save(): Promise<void> {
    try {
      if (this.worthKeeping) await keepDraft(this.saved());
      else await dropDraft(this.id);
    } catch {
      // A browser that keeps nothing still lets one write.
    }
  }

  /** Of a post that is changed, all it says now. False: it could not be read. */
  private async read(): Promise<boolean> {
    const { edit } = this.about;
    if (!edit) return true;
    this.state.value = 'reading';
    try {
      this.beginning = await readPost(this, edit);
      return true;
    } catch {
      this.state.value = 'failed';
      return false;
    }
  }

  /** What was begun before, unless it is being written elsewhere. False: just that was asked for. */
  private async takeUp(): Promise<boolean> {
    const { draft } = this.about;
    const asked = draft
      ? keptDraft(draft).then(one => (one ? [one] : []))
      : draftsAbout(this.about);
    const found = await asked.catch(() => []);
    for (const kept of found)
      if (await this.claim(kept.id)) {
        this.restore(kept);
        return true;
      }
    if (!draft || found.length === 0) return true;
    this.state.value = 'taken';
    return false;
  }

  private async claim(id: string): Promise<boolean> {
    const release = await claimDraft(id);
    if (!release) return false;
    this.release?.();
    this.release = release;
    if (this.closed) release();
    return true;
  }

  /** Published or deleted elsewhere, it is not to be published here once more. */
  private heard(dropped: string): void {
    if (dropped !== this.id || this.sending.peek()) return;
    if (this.worthKeeping) toast(t('compose.dropped'));
    void this.beginAnew();
  }

  private async beginAnew(): Promise<void> {
    this.id = crypto.randomUUID();
    this.parts.peek().forEach(endUploads);
    if (this.about.edit) this.state.value = 'reading';
    const first = Part.from({ text: this.beginning });
    batch(() => {
      this.parts.value = [first];
      this.active.value = first;
      this.warned.value = false;
      this.warning.value = '';
      this.takeWarning();
      this.at.value = undefined;
      this.after.value = undefined;
      this.restored.value = false;
    });
    await this.claim(this.id);
    if (await this.read()) this.state.value = 'open';
  }

  private takeWarning(): void {
    const above = warningAbove(this.about);
    if (!above) return;
    this.warning.value = above;
    this.warned.value = true;
  }

  private restore(kept: KeptDraft): void {
    const parts = kept.parts.map(Part.from);
    const [first] = parts;
    if (!first) return;
    batch(() => {
      this.id = kept.id;
      this.parts.value = parts;
      this.active.value = parts.at(-1) ?? first;
      this.warning.value = kept.warning;
      this.warned.value = kept.warned;
      this.language.value = kept.language;
      this.visibility.value = kept.visibility;
      this.quotes.value = kept.quotes;
      this.sensitive.value = kept.sensitive;
      this.at.value = kept.at;
      this.after.value = kept.after;
      this.restored.value = true;
    });
  }

  private startSaving(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      this.saved();
      clearTimeout(timer);
      timer = setTimeout(() => void this.save(), pause);
    });
    return () => {
      clearTimeout(timer);
      stop();
      this.stopSaving = undefined;
      if (this.worthKeeping && !this.sending.peek()) void this.save();
    };
  }

  private saved(): KeptDraft {
    const { reply, quote, edit } = this.about;
    return {
      id: this.id,
      savedAt: Date.now(),
      aside: false,
      about: { ...(reply && { reply }), ...(quote && { quote }), ...(edit && { edit }) },
      after: this.after.value,
      parts: this.parts.value.map(part => part.keep()),
      warning: this.warning.value,
      warned: this.warned.value,
      language: this.language.value,
      visibility: this.visibility.value,
      quotes: this.quotes.value,
      sensitive: this.sensitive.value,
      at: this.at.value,
    };
  }
}
