// What one does to a post. Each changes what is shown at once and takes it back when the server refuses.

import { call } from '../api/client.ts';
import { confirm } from '../ui/confirm.tsx';
import { toast } from '../ui/toast.tsx';
import { t } from '../ui/words.ts';
import { attempt, tell } from './attempt.ts';
import { compose } from './composing.ts';
import { changePost, forgetPost, keepStatus, type Post, postOf } from './store.ts';
import { dropFromTimelines } from './timeline.ts';

type Mark = 'favourited' | 'reblogged' | 'bookmarked' | 'muted' | 'pinned';
type Count = 'favourites_count' | 'reblogs_count';

/** Sets or takes away one's mark; the answer brings the true numbers. */
function mark(
  id: string,
  name: Mark,
  ask: (on: boolean) => Promise<unknown>,
  count?: Count,
): Promise<boolean> {
  const post = postOf(id);
  if (!post) return Promise.resolve(false);
  const on = !post[name];
  const before: Partial<Post> = { [name]: post[name] ?? false };
  const after: Partial<Post> = { [name]: on };
  if (count) {
    before[count] = post[count];
    after[count] = Math.max(0, post[count] + (on ? 1 : -1));
  }
  return attempt(
    () => changePost(id, after),
    () => changePost(id, before),
    async () => {
      await ask(on);
    },
  );
}

export function toggleFavourite(id: string): Promise<boolean> {
  return mark(
    id,
    'favourited',
    async on =>
      keepStatus(
        await call(`POST /api/v1/statuses/{id}/${on ? 'favourite' : 'unfavourite'}`, { id }),
      ),
    'favourites_count',
  );
}

export function toggleBoost(id: string): Promise<boolean> {
  // The answer to a boost is the boost, with the post inside it.
  return mark(
    id,
    'reblogged',
    async on =>
      keepStatus(await call(`POST /api/v1/statuses/{id}/${on ? 'reblog' : 'unreblog'}`, { id })),
    'reblogs_count',
  );
}

/** Boosts for the audience one chose for it. */
export async function boostFor(id: string, visibility: string): Promise<void> {
  const post = postOf(id);
  if (!post || post.reblogged) return;
  const before = { reblogged: false, reblogs_count: post.reblogs_count };
  await attempt(
    () => changePost(id, { reblogged: true, reblogs_count: post.reblogs_count + 1 }),
    () => changePost(id, before),
    async () => {
      keepStatus(await call('POST /api/v1/statuses/{id}/reblog', { id, visibility }));
    },
  );
}

export function toggleBookmark(id: string): Promise<boolean> {
  return mark(id, 'bookmarked', async on =>
    keepStatus(await call(`POST /api/v1/statuses/{id}/${on ? 'bookmark' : 'unbookmark'}`, { id })),
  );
}

export async function toggleThreadMute(id: string): Promise<void> {
  const done = await mark(id, 'muted', async on =>
    keepStatus(await call(`POST /api/v1/statuses/{id}/${on ? 'mute' : 'unmute'}`, { id })),
  );
  if (done) toast(t(postOf(id)?.muted ? 'post.menu.muted_thread' : 'post.menu.unmuted_thread'));
}

export async function togglePin(id: string): Promise<void> {
  const done = await mark(id, 'pinned', async on =>
    keepStatus(await call(`POST /api/v1/statuses/{id}/${on ? 'pin' : 'unpin'}`, { id })),
  );
  if (done) toast(t(postOf(id)?.pinned ? 'post.menu.pinned' : 'post.menu.unpinned'));
}

/** Removes one's post for good, after asking. */
export async function removePost(id: string): Promise<boolean> {
  if (!(await confirm(t('post.remove.title'), t('post.remove.text'), t('post.remove.yes'))))
    return false;
  try {
    await call('DELETE /api/v1/statuses/{id}', { id });
  } catch (error) {
    tell(error);
    return false;
  }
  dropFromTimelines(id);
  forgetPost(id);
  toast(t('post.remove.done'));
  return true;
}

/** Removes one's post and puts its words into the composer again. */
export async function redraftPost(id: string): Promise<void> {
  const post = postOf(id);
  const sure = await confirm(
    t('post.redraft.title'),
    t('post.redraft.text'),
    t('post.redraft.yes'),
  );
  if (!post || !sure) return;
  try {
    const status = await call('DELETE /api/v1/statuses/{id}', { id });
    const reply = post.in_reply_to_id;
    const quote = post.quote?.status_id;
    dropFromTimelines(id);
    forgetPost(id);
    compose({ redraft: status, ...(reply && { reply }), ...(quote && { quote }) });
  } catch (error) {
    tell(error);
  }
}

/** Votes; `choices` are the places of the answers. */
export async function vote(id: string, choices: readonly number[]): Promise<void> {
  const poll = postOf(id)?.poll;
  if (!poll || choices.length === 0) return;
  const options = poll.options.map((option, index) =>
    choices.includes(index) ? { ...option, votes_count: (option.votes_count ?? 0) + 1 } : option,
  );
  const voted = {
    ...poll,
    options,
    voted: true,
    own_votes: [...choices],
    votes_count: poll.votes_count + choices.length,
    voters_count: (poll.voters_count ?? poll.votes_count) + 1,
  };
  await attempt(
    () => changePost(id, { poll: voted }),
    () => changePost(id, { poll }),
    async () => {
      const answer = await call('POST /api/v1/polls/{id}/votes', {
        id: poll.id,
        choices: [...choices],
      });
      changePost(id, { poll: answer });
    },
  );
}

export async function refreshPoll(id: string): Promise<void> {
  const poll = postOf(id)?.poll;
  if (!poll) return;
  try {
    changePost(id, { poll: await call('GET /api/v1/polls/{id}', { id: poll.id }) });
  } catch (error) {
    tell(error);
  }
}

/** Through what the device offers for it; where it offers nothing, the link is copied. */
export async function sharePost(id: string): Promise<void> {
  const post = postOf(id);
  const url = post?.url ?? post?.uri;
  if (!url || !navigator.share) return copyLink(id);
  // Thought better of: nothing has to be said.
  await navigator.share({ url }).catch(() => undefined);
}

/** One's own post is taken out of somebody's quote. */
export async function revokeQuote(id: string): Promise<void> {
  const post = postOf(id);
  const quoted = post?.quote?.status_id;
  const sure = await confirm(t('post.revoke.title'), t('post.revoke.text'), t('post.revoke.yes'));
  if (!post || !quoted || !sure) return;
  await attempt(
    () => changePost(id, { quote: { state: 'revoked', status_id: null } }),
    () => changePost(id, { quote: post.quote }),
    async () => {
      await call('POST /api/v1/statuses/{id}/quotes/{quoting_id}/revoke', {
        id: quoted,
        quoting_id: id,
      });
    },
  );
}

export async function copyLink(id: string): Promise<void> {
  const post = postOf(id);
  await navigator.clipboard.writeText(post?.url ?? post?.uri ?? '');
  toast(t('post.menu.copied'));
}
