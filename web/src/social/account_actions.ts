// What one does about an account. Whom one mutes or blocks disappears from every list at once.

import { call } from '../api/client.ts';
import type { Relationship } from '../api/gen/entities.ts';
import { confirm } from '../ui/confirm.tsx';
import { toast } from '../ui/toast.tsx';
import { t } from '../ui/words.ts';
import { ask } from './asking.ts';
import { attempt } from './attempt.ts';
import { accountOf, changeRelationship, keepRelationships, relationshipOf } from './store.ts';

function relate(
  id: string,
  change: Partial<Relationship>,
  send: () => Promise<Relationship>,
): Promise<boolean> {
  const before = relationshipOf(id);
  return attempt(
    () => changeRelationship(id, change),
    () => before && changeRelationship(id, before),
    async () => keepRelationships([await send()]),
  );
}

/** Asks what one is to these accounts, once for each. */
export async function loadRelationships(ids: readonly string[]): Promise<void> {
  const unknown = [...new Set(ids)].filter(id => !relationshipOf(id)).slice(0, 80);
  if (unknown.length === 0) return;
  keepRelationships(await call('GET /api/v1/accounts/relationships', { id: unknown }));
}

export async function toggleFollow(id: string): Promise<void> {
  const is = relationshipOf(id);
  if (!is) return;
  if (is.following || is.requested) {
    await relate(id, { following: false, requested: false }, () =>
      call('POST /api/v1/accounts/{id}/unfollow', { id }),
    );
    return;
  }
  const locked = accountOf(id)?.locked ?? false;
  await relate(id, { following: !locked, requested: locked }, () =>
    call('POST /api/v1/accounts/{id}/follow', { id }),
  );
}

export interface FollowOptions {
  reblogs?: boolean;
  notify?: boolean;
  /** None is all. */
  languages?: string[];
}

export function setFollowOptions(id: string, options: FollowOptions): Promise<boolean> {
  const change: Partial<Relationship> = {};
  if (options.reblogs !== undefined) change.showing_reblogs = options.reblogs;
  if (options.notify !== undefined) change.notifying = options.notify;
  if (options.languages) change.languages = options.languages.length > 0 ? options.languages : null;
  return relate(id, change, () => call('POST /api/v1/accounts/{id}/follow', { id, ...options }));
}

export interface MuteOptions {
  /** Seconds; 0 is for good. */
  duration: number;
  notifications: boolean;
}

export async function mute(id: string, options: MuteOptions): Promise<boolean> {
  const name = accountOf(id)?.acct ?? '';
  const change = { muting: true, muting_notifications: options.notifications };
  const done = await relate(id, change, () =>
    call('POST /api/v1/accounts/{id}/mute', { id, ...options }),
  );
  if (done)
    toast(t('account.mute.done', { name }), {
      action: { label: t('ui.toast.undo'), act: () => void unmute(id) },
    });
  return done;
}

export function unmute(id: string): Promise<boolean> {
  return relate(id, { muting: false, muting_notifications: false, muting_expires_at: null }, () =>
    call('POST /api/v1/accounts/{id}/unmute', { id }),
  );
}

/** Ends a mute, or asks for how long one is to begin. */
export function toggleMute(id: string): void {
  if (relationshipOf(id)?.muting) void unmute(id);
  else ask({ what: 'mute', account: id });
}

/** They follow no longer, and are not told. */
export async function removeFollower(id: string): Promise<void> {
  const name = accountOf(id)?.acct ?? '';
  const agreed = await confirm(
    t('account.remove_follower.title', { name }),
    t('account.remove_follower.text'),
    t('account.remove_follower.yes'),
  );
  if (!agreed) return;
  await relate(id, { followed_by: false }, () =>
    call('POST /api/v1/accounts/{id}/remove_from_followers', { id }),
  );
}

export async function toggleBlock(id: string): Promise<void> {
  const blocked = relationshipOf(id)?.blocking ?? false;
  const name = accountOf(id)?.acct ?? '';
  const agreed =
    blocked ||
    (await confirm(
      t('account.block.title', { name }),
      t('account.block.text'),
      t('account.block.yes'),
    ));
  if (!agreed) return;
  await relate(id, { blocking: !blocked, following: false, followed_by: false }, () =>
    call(`POST /api/v1/accounts/{id}/${blocked ? 'unblock' : 'block'}`, { id }),
  );
}
