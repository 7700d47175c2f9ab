// One post of what is being written: its text, what is attached, its poll. A thread is several of them.

import { computed, signal } from '@preact/signals';
import type { MediaAttachment } from '../../api/gen/entities.ts';
import { limits } from '../../social/me.ts';
import { type KeptKey, SendKey } from '../../social/send_key.ts';
import { postLength } from './text_length.ts';

export interface DraftPoll {
  options: readonly string[];
  multiple: boolean;
  /** Seconds. */
  lasts: number;
}

/** A file on its way, or taken in by the server. */
export interface Piece {
  key: string;
  media?: MediaAttachment;
  file?: File;
  /** Its picture before the server has one. */
  preview?: string;
  /** The share that has been sent. */
  progress: number;
  failed?: string;
}

export interface KeptPart extends KeptKey {
  text: string;
  media: readonly MediaAttachment[];
  poll: DraftPoll | undefined;
}

export class Part {
  readonly name: string = crypto.randomUUID();
  readonly text = signal('');
  readonly pieces = signal<readonly Piece[]>([]);
  readonly poll = signal<DraftPoll | undefined>(undefined);
  /** Where it is written, once it is drawn. */
  area: HTMLTextAreaElement | undefined;

  readonly media = computed(() =>
    this.pieces.value.flatMap(piece => (piece.media ? [piece.media] : [])),
  );
  readonly empty = computed(
    () => this.text.value.trim() === '' && this.pieces.value.length === 0 && !this.poll.value,
  );
  readonly undescribed = computed(() => this.media.value.some(one => !one.description));
  /** It says something, and everything of it is there. */
  readonly whole = computed(() => {
    const poll = this.poll.value;
    const options = answersOf(poll);
    const says = this.text.value.trim() !== '' || this.pieces.value.length > 0;
    const pollIsWhole = !poll || (options.length >= 2 && new Set(options).size === options.length);
    return says && pollIsWhole && this.pieces.value.every(piece => piece.media);
  });

  private sendKey = new SendKey();

  left(warning: string): number {
    return limits().characters - postLength(this.text.value, warning, limits().perLink);
  }

  keyFor(request: object): string {
    return this.sendKey.for(request);
  }

  keep(): KeptPart {
    return {
      text: this.text.value,
      media: this.media.value,
      poll: this.poll.value,
      ...this.sendKey.keep(),
    };
  }

  static from(kept: Partial<KeptPart>): Part {
    const part = new Part();
    part.text.value = kept.text ?? '';
    part.pieces.value = (kept.media ?? []).map(pieceOf);
    part.poll.value = kept.poll;
    part.sendKey = new SendKey(kept);
    return part;
  }

  /** Puts something where the caret stands. */
  insert(words: string): void {
    const { area } = this;
    const start = area?.selectionStart ?? this.text.value.length;
    const end = area?.selectionEnd ?? start;
    this.text.value = this.text.value.slice(0, start) + words + this.text.value.slice(end);
    if (!area) return;
    area.value = this.text.value;
    area.setSelectionRange(start + words.length, start + words.length);
  }
}

export function pieceOf(media: MediaAttachment): Piece {
  return { key: media.id, media, progress: 1 };
}

export function answersOf(poll: DraftPoll | undefined): string[] {
  return (poll?.options ?? []).filter(option => option.trim());
}
