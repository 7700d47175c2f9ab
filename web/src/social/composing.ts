// What the composer is open for. Posts ask for it from everywhere; the feature `posting` draws it.

import { signal } from '@preact/signals';
import type { Status } from '../api/gen/entities.ts';

export interface Composing {
  /** The post that is answered, quoted or changed. */
  reply?: string;
  quote?: string;
  edit?: string;
  /** A post that was deleted to be written anew. */
  redraft?: Status;
  /** A draft that was kept. */
  draft?: string;
  /** Text to begin with. */
  text?: string;
}

export const composing = signal<Composing | undefined>(undefined);

export function compose(about: Composing = {}): void {
  composing.value = about;
}

/** The post that was published last, for the pages it belongs on. */
export const published = signal<Status | undefined>(undefined);
