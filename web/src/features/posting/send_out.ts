// What follows when one presses the button: it is published, and said; or it waits for the network; or it is said why not.

import { ApiError } from '../../api/errors.ts';
import type { Status } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { published as lastPublished } from '../../social/composing.ts';
import { postPath } from '../../social/links.ts';
import { sendLater } from '../../social/outbox.ts';
import { keepStatus, postOf } from '../../social/store.ts';
import { insertOwn } from '../../social/timeline.ts';
import { go } from '../../ui/history.ts';
import { wholeDate } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { isScheduled, publishDraft, requestOf } from './publish.ts';

export async function sendOut(draft: Draft, done: () => void): Promise<void> {
  try {
    const [first, ...others] = await publishDraft(draft);
    done();
    if (!first) return;
    if (isScheduled(first)) sayScheduled(first.scheduled_at);
    else if (draft.about.edit) {
      keepStatus(first);
      toast(t('compose.changed'));
    } else show(draft, [first, ...(others as Status[])]);
  } catch (error) {
    if (mayWait(draft, error)) await letWait(draft, done);
    else tell(error);
  }
}

function show(draft: Draft, posts: readonly Status[]): void {
  for (const status of posts) {
    const id = keepStatus(status);
    if (!draft.about.reply) insertOwn(id);
    lastPublished.value = status;
  }
  const first = postOf(posts[0]?.id ?? '');
  toast(t('compose.done'), {
    action: { label: t('compose.look'), act: () => first && go(postPath(first)) },
  });
}

function sayScheduled(at: string): void {
  toast(t('compose.scheduled', { when: wholeDate(new Date(at)) }), {
    action: { label: t('compose.look'), act: () => go('/scheduled') },
  });
}

/** One post can wait by itself; a thread cannot, since its posts answer one that has no id yet. */
function mayWait(draft: Draft, error: unknown): boolean {
  const alone = draft.parts.value.length === 1 && !draft.about.edit && !draft.at.value;
  return alone && error instanceof ApiError && error.offline;
}

async function letWait(draft: Draft, done: () => void): Promise<void> {
  const [part] = draft.parts.value;
  if (!part) return;
  const input = requestOf(draft, part);
  await sendLater(input, part.keyFor(input));
  await draft.discard();
  done();
  toast(t('compose.waits'));
}
