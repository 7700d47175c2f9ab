// What was begun and not published, kept in this browser: every draft under its own name, for whoever is signed in.

import { del, entries, set } from 'idb-keyval';
import type { Composing } from '../../social/composing.ts';
import { me } from '../../social/me.ts';
import type { Visibility } from './draft.ts';
import { tellDropped } from './draft_claims.ts';
import type { KeptPart } from './part.ts';

export type Relation = Pick<Composing, 'reply' | 'quote' | 'edit'>;

export interface KeptDraft {
  id: string;
  savedAt: number;
  /** Put away: on the list, but not offered when one begins to write. */
  aside: boolean;
  about: Relation;
  /** The last post of a thread that is out already. */
  after?: string | undefined;
  parts: readonly KeptPart[];
  warning: string;
  warned: boolean;
  language: string;
  visibility: Visibility;
  quotes: string;
  sensitive: boolean;
  at?: string | undefined;
}

function storageKey(id: string): string {
  return `draft ${me.peek()?.id ?? ''} ${id}`;
}

/** The newest first. */
export async function keptDrafts(): Promise<KeptDraft[]> {
  const start = storageKey('');
  const all = await entries<string, KeptDraft>();
  return all
    .filter(([key, draft]) => String(key).startsWith(start) && Array.isArray(draft.parts))
    .map(([, draft]) => draft)
    .sort((one, other) => other.savedAt - one.savedAt);
}

export async function keptDraft(id: string): Promise<KeptDraft | undefined> {
  return (await keptDrafts()).find(draft => draft.id === id);
}

/** What was begun about the same, and not put away. */
export async function draftsAbout(about: Relation): Promise<KeptDraft[]> {
  const same = (one: Relation) =>
    one.reply === about.reply && one.quote === about.quote && one.edit === about.edit;
  return (await keptDrafts()).filter(draft => !draft.aside && same(draft.about));
}

export async function keepDraft(draft: KeptDraft): Promise<void> {
  await set(storageKey(draft.id), draft);
}

export async function dropDraft(id: string): Promise<void> {
  await del(storageKey(id));
}

/** It is published, or nobody wants it: nowhere is it shown any more. */
export async function endDraft(id: string): Promise<void> {
  await dropDraft(id);
  tellDropped(id);
}
