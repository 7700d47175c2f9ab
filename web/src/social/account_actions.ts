// What one does about an account. Whom one mutes or blocks disappears from every list at once.

import { call } from '../api/client.ts';
import type { Relationship } from '../api/gen/entities.ts';
import { confirm } from '../ui/confirm.tsx';
import { toast } from '../ui/toast.tsx';
import { t } from '../ui/words.ts';
import { attempt } from './attempt.ts';
import { accountOf, changeRelationship, keepRelationships, relationshipOf } from './store.ts';

function relate(
  id: string,
  change: Partial<Relationship>,
  ask: () => Promise<Relationship>,
): Promise<boolean> {
  const before = relationshipOf(id);
  return attempt(
    () => changeRelationship(id, change),
    () => before && changeRelationship(id, before),
    async () => keepRelationships([await ask()]),
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

export async function setFollowOptions(
  id: string,
  options: { reblogs?: boolean; notify?: boolean },
): Promise<void> {
  const change: Partial<Relationship> = {};
  if (options.reblogs !== undefined) change.showing_reblogs = options.reblogs;
  if (options.notify !== undefined) change.notifying = options.notify;
  await relate(id, change, () => call('POST /api/v1/accounts/{id}/follow', { id, ...options }));
}

export async function toggleMute(id: string, seconds = 0): Promise<void> {
  const muted = relationshipOf(id)?.muting ?? false;
  const name = accountOf(id)?.acct ?? '';
  const done = await relate(id, { muting: !muted }, () =>
    muted
      ? call('POST /api/v1/accounts/{id}/unmute', { id })
      : call('POST /api/v1/accounts/{id}/mute', { id, duration: seconds }),
  );
  if (done && !muted)
    toast(t('account.mute.done', { name }), {
      action: { label: t('ui.toast.undo'), act: () => void toggleMute(id) },
    });
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
