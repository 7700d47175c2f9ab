// Dialogs that posts and profiles ask for from everywhere; features draw them, and they are fetched when first asked for.

import { signal } from '@preact/signals';

export type Asked =
  | { what: 'filter'; post: string }
  | { what: 'mute' | 'lists' | 'note' | 'languages'; account: string }
  | { what: 'domain'; domain: string }
  | { what: 'report'; account: string; post?: string };

export const asked = signal<Asked | undefined>(undefined);

export function ask(about: Asked): void {
  asked.value = about;
}
