// What is being written: everything that will make a post, kept in the browser at every pause, so that it is there
// again after a crash.

import { batch, computed, effect, signal } from '@preact/signals';
import { del, get, set } from 'idb-keyval';
import { call } from '../../api/client.ts';
import type { MediaAttachment, Status } from '../../api/gen/entities.ts';
import type { Composing } from '../../social/composing.ts';
import { limits, me, preferences } from '../../social/me.ts';
import { accountOf, postOf } from '../../social/store.ts';
import { locale } from '../../ui/words.ts';
import { postLength } from './text_length.ts';

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

export interface DraftPoll {
  options: readonly string[];
  multiple: boolean;
  /** Seconds. */
  lasts: number;
}

interface Saved {
  text: string;
  warning: string;
  warned: boolean;
  language: string;
  visibility: Visibility;
  media: readonly MediaAttachment[];
  poll: DraftPoll | undefined;
}

const pause = 400;
const visibilities: readonly Visibility[] = ['public', 'unlisted', 'private', 'direct'];

export class Draft {
  readonly about: Composing;
  readonly text = signal('');
  readonly warning = signal('');
  readonly warned = signal(false);
  readonly language = signal(preferences.peek()?.['posting:default:language'] || locale.peek());
  readonly visibility = signal<Visibility>('public');
  readonly media = signal<readonly MediaAttachment[]>([]);
  readonly poll = signal<DraftPoll | undefined>(undefined);
  /** Files on their way. */
  readonly uploading = signal(0);
  readonly sending = signal(false);
  readonly restored = signal(false);

  readonly left = computed(() => {
    const warning = this.warned.value ? this.warning.value : '';
    return limits().characters - postLength(this.text.value, warning, limits().perLink);
  });
  readonly hasPoll = computed(() => this.poll.value !== undefined);
  readonly ready = computed(() => {
    const poll = this.poll.value;
    const options = poll?.options.filter(option => option.trim()) ?? [];
    const says = this.text.value.trim() !== '' || this.media.value.length > 0;
    const pollIsWhole = !poll || (options.length >= 2 && new Set(options).size === options.length);
    return (
      says &&
      pollIsWhole &&
      this.left.value >= 0 &&
      this.uploading.value === 0 &&
      !this.sending.value
    );
  });

  /** Under it a post is published once, however often it is sent. */
  private key: string = crypto.randomUUID();
  private beginning = '';
  private stopSaving: (() => void) | undefined;

  constructor(about: Composing) {
    this.about = about;
    this.visibility.value = startingVisibility(about);
    this.text.value = about.text ?? mentionsFor(about);
    this.beginning = this.text.value;
    this.takeWarning(about.reply);
  }

  /** What was begun before, or, of a post that is changed, what it says. */
  async open(): Promise<void> {
    if (this.about.edit) await this.readPost(this.about.edit);
    else this.restore(await get<Saved>(this.storageKey()).catch(() => undefined));
    this.stopSaving = this.startSaving();
  }

  close(): void {
    this.stopSaving?.();
  }

  /** Something would be lost that was not there from the start. */
  get worthKeeping(): boolean {
    return (
      this.text.value !== this.beginning ||
      this.media.value.length > 0 ||
      this.poll.value !== undefined
    );
  }

  async discard(): Promise<void> {
    this.close();
    await del(this.storageKey()).catch(() => undefined);
  }

  /** As if nothing had been written. */
  startAfresh(): void {
    batch(() => {
      this.text.value = this.beginning;
      this.warned.value = false;
      this.warning.value = '';
      this.takeWarning(this.about.reply);
      this.media.value = [];
      this.poll.value = undefined;
      this.restored.value = false;
    });
    this.key = crypto.randomUUID();
  }

  async publish(): Promise<Status> {
    this.sending.value = true;
    try {
      const input = this.request();
      const status = this.about.edit
        ? await call('PUT /api/v1/statuses/{id}', { id: this.about.edit, ...input })
        : await call(
            'POST /api/v1/statuses',
            { ...input, ...this.relations() },
            { idempotencyKey: this.key },
          );
      await this.discard();
      return status;
    } finally {
      this.sending.value = false;
    }
  }

  private request() {
    const poll = this.poll.value;
    const warning = this.warned.value ? this.warning.value : '';
    return {
      status: this.text.value,
      spoiler_text: warning,
      sensitive: warning !== '' || (preferences.value?.['posting:default:sensitive'] ?? false),
      language: this.language.value,
      media_ids: this.media.value.map(one => one.id),
      poll: poll && {
        options: poll.options.filter(option => option.trim()),
        expires_in: poll.lasts,
        multiple: poll.multiple,
      },
    };
  }

  private relations() {
    return {
      visibility: this.visibility.value,
      in_reply_to_id: this.about.reply,
      quoted_status_id: this.about.quote,
    };
  }

  private takeWarning(reply: string | undefined): void {
    const above = reply ? postOf(reply)?.spoiler_text : undefined;
    if (!above) return;
    this.warning.value = above;
    this.warned.value = true;
  }

  private async readPost(id: string): Promise<void> {
    const post = postOf(id);
    const source = await call('GET /api/v1/statuses/{id}/source', { id });
    batch(() => {
      this.text.value = source.text;
      this.beginning = source.text;
      this.warning.value = source.spoiler_text;
      this.warned.value = source.spoiler_text !== '';
      this.media.value = post?.media_attachments ?? [];
      this.language.value = post?.language ?? this.language.value;
      this.visibility.value = visibilities.find(one => one === post?.visibility) ?? 'public';
      const poll = post?.poll;
      if (poll)
        this.poll.value = {
          options: poll.options.map(one => one.title),
          multiple: poll.multiple,
          lasts: 86_400,
        };
    });
  }

  private restore(saved: Saved | undefined): void {
    if (!saved) return;
    batch(() => {
      this.text.value = saved.text;
      this.warning.value = saved.warning;
      this.warned.value = saved.warned;
      this.language.value = saved.language;
      this.visibility.value = saved.visibility;
      this.media.value = saved.media;
      this.poll.value = saved.poll;
      this.restored.value = true;
    });
  }

  private startSaving(): () => void {
    if (this.about.edit) return () => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      const saved = this.saved();
      clearTimeout(timer);
      timer = setTimeout(() => void this.save(saved), pause);
    });
    return () => {
      clearTimeout(timer);
      stop();
      if (this.worthKeeping && !this.sending.peek()) void this.save(this.saved());
    };
  }

  private async save(saved: Saved): Promise<void> {
    try {
      if (this.worthKeeping) await set(this.storageKey(), saved);
      else await del(this.storageKey());
    } catch {
      // A browser that keeps nothing still lets one write.
    }
  }

  private saved(): Saved {
    return {
      text: this.text.value,
      warning: this.warning.value,
      warned: this.warned.value,
      language: this.language.value,
      visibility: this.visibility.value,
      media: this.media.value,
      poll: this.poll.value,
    };
  }

  private storageKey(): string {
    const { reply, quote } = this.about;
    return ['draft', me.peek()?.id, reply && `reply ${reply}`, quote && `quote ${quote}`]
      .filter(Boolean)
      .join(' ');
  }
}

/** An answer is never for more people than what it answers. */
function startingVisibility(about: Composing): Visibility {
  const usual = preferences.peek()?.['posting:default:visibility'];
  const wanted = Math.max(0, visibilities.indexOf(usual as Visibility));
  const post = postOf(about.reply ?? about.quote ?? '');
  const least = Math.max(0, visibilities.indexOf(post?.visibility as Visibility));
  return visibilities[Math.max(wanted, least)] ?? 'public';
}

/** Who was speaking: the author first, then whom they spoke to. */
function mentionsFor(about: Composing): string {
  const post = about.reply ? postOf(about.reply) : undefined;
  if (!post) return '';
  const author = accountOf(post.account_id);
  const handles = [author?.acct, ...post.mentions.map(one => one.acct)];
  const others = [...new Set(handles)].filter(acct => acct && acct !== me.peek()?.acct);
  return others.map(acct => `@${acct} `).join('');
}
