// Sends what was written. A thread goes out post by post, each answering the one before; what is out stays out when the
// rest is refused, and the draft goes on from there.

import { batch } from '@preact/signals';
import { call, type Input } from '../../api/client.ts';
import type { ScheduledStatus, Status } from '../../api/gen/entities.ts';
import type { Draft } from './draft.ts';
import { answersOf, type Part } from './part.ts';

export type Published = Status | ScheduledStatus;

export function isScheduled(published: Published): published is ScheduledStatus {
  return 'scheduled_at' in published;
}

/** Gives what was published: the posts of a thread in their order. */
export async function publishDraft(draft: Draft): Promise<Published[]> {
  draft.sending.value = true;
  const done: Published[] = [];
  try {
    if (draft.about.edit) done.push(await change(draft, draft.about.edit));
    else
      for (const part of draft.parts.value) {
        const published = await send(draft, part);
        done.push(published);
        if (part !== draft.parts.value.at(-1)) goOnAfter(draft, part, published.id);
      }
    await draft.discard();
    return done;
  } finally {
    draft.sending.value = false;
  }
}

function change(draft: Draft, id: string): Promise<Status> {
  const [part] = draft.parts.value;
  return call('PUT /api/v1/statuses/{id}', {
    id,
    ...contentOf(draft, part as Part),
    quote_approval_policy: draft.quotes.value,
  });
}

async function send(draft: Draft, part: Part): Promise<Published> {
  const request = requestOf(draft, part);
  const idempotencyKey = part.keyFor(request);
  await draft.save();
  return call('POST /api/v1/statuses', request, { idempotencyKey });
}

/** What is sent to publish a post, the first of a thread or one that follows. */
export function requestOf(draft: Draft, part: Part): Input<'POST /api/v1/statuses'> {
  const first = draft.after.value === undefined;
  return {
    ...contentOf(draft, part),
    visibility: draft.visibility.value,
    quote_approval_policy: draft.quotes.value,
    in_reply_to_id: draft.after.value ?? draft.about.reply,
    quoted_status_id: first ? draft.about.quote : undefined,
    scheduled_at: draft.at.value,
  };
}

function goOnAfter(draft: Draft, part: Part, id: string): void {
  batch(() => {
    draft.after.value = id;
    draft.dropPart(part);
  });
}

function contentOf(draft: Draft, part: Part) {
  const poll = part.poll.value;
  const warning = draft.shownWarning.value;
  return {
    status: part.text.value,
    spoiler_text: warning,
    sensitive: warning !== '' || draft.sensitive.value,
    language: draft.language.value,
    media_ids: part.media.value.map(one => one.id),
    poll: poll && {
      options: answersOf(poll),
      expires_in: poll.lasts,
      multiple: poll.multiple,
    },
  };
}
