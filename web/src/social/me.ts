// Who is reading, and what the server allows.

import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import type { CredentialAccount, Instance, Preferences } from '../api/gen/entities.ts';
import { keepAccount } from './store.ts';

export const me = signal<CredentialAccount | undefined>(undefined);
export const instance = signal<Instance | undefined>(undefined);
export const preferences = signal<Preferences | undefined>(undefined);

export function keepMe(account: CredentialAccount): void {
  me.value = account;
  keepAccount(account);
}

/** More, or fewer, who ask to follow. */
export function countFollowRequests(change: number): void {
  const self = me.peek();
  if (!self) return;
  const many = Math.max(0, self.source.follow_requests_count + change);
  keepMe({ ...self, source: { ...self.source, follow_requests_count: many } });
}

/** What every page needs; most of it came with the page. */
export async function loadMe(): Promise<void> {
  const [account, server, choices] = await Promise.all([
    call('GET /api/v1/accounts/verify_credentials', {}),
    call('GET /api/v2/instance', {}),
    call('GET /api/v1/preferences', {}),
  ]);
  keepMe(account);
  instance.value = server;
  preferences.value = choices;
}

/** Limits of the server, with Mastodon's where it does not say. */
export function limits() {
  const configuration = instance.value?.configuration;
  return {
    characters: configuration?.statuses.max_characters ?? 500,
    perLink: configuration?.statuses.characters_reserved_per_url ?? 23,
    media: configuration?.statuses.max_media_attachments ?? 4,
    mediaTypes: configuration?.media_attachments.supported_mime_types ?? [
      'image/jpeg',
      'image/png',
    ],
    description: configuration?.media_attachments.description_limit ?? 1500,
    pollOptions: configuration?.polls.max_options ?? 4,
    pollLeast: configuration?.polls.min_expiration ?? 300,
    pollMost: configuration?.polls.max_expiration ?? 2_629_746,
    pollCharacters: configuration?.polls.max_characters_per_option ?? 50,
  };
}
