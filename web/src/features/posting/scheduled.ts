// Posts that wait on the server for their hour.

import { signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { ScheduledStatus } from '../../api/gen/entities.ts';
import { attempt, tell } from '../../social/attempt.ts';
import { compose } from '../../social/composing.ts';
import { startingQuotes, visibilityOf } from './beginnings.ts';
import { dropDraft, keepDraft } from './kept_drafts.ts';

export const scheduled = signal<readonly ScheduledStatus[] | undefined>(undefined);
export const scheduledFailed = signal(false);

const most = 40;

export async function loadScheduled(): Promise<void> {
  scheduledFailed.value = false;
  try {
    const found = await call('GET /api/v1/scheduled_statuses', { limit: most });
    scheduled.value = found.sort((one, other) =>
      one.scheduled_at.localeCompare(other.scheduled_at),
    );
  } catch {
    scheduledFailed.value = true;
  }
}

export async function reschedule(id: string, at: string): Promise<void> {
  try {
    await call('PUT /api/v1/scheduled_statuses/{id}', { id, scheduled_at: at });
    await loadScheduled();
  } catch (error) {
    tell(error);
  }
}

export function cancelScheduled(id: string): Promise<boolean> {
  const before = scheduled.value;
  return attempt(
    () => {
      scheduled.value = before?.filter(one => one.id !== id);
    },
    () => {
      scheduled.value = before;
    },
    async () => {
      await call('DELETE /api/v1/scheduled_statuses/{id}', { id });
    },
  );
}

/** With what the reference does not name yet. */
type Params = ScheduledStatus['params'] & {
  quoted_status_id?: string;
  quote_approval_policy?: string;
};

/** Back into the composer, to be changed: it waits no longer. */
export async function takeBack(one: ScheduledStatus): Promise<void> {
  const params: Params = one.params;
  const { quoted_status_id: quote, quote_approval_policy: quotes } = params;
  const reply = params.in_reply_to_id ? String(params.in_reply_to_id) : undefined;
  const about = { ...(reply && { reply }), ...(quote && { quote }) };
  const { poll } = params;
  await keepDraft({
    id: one.id,
    savedAt: Date.now(),
    aside: true,
    about,
    parts: [
      {
        text: params.text,
        media: one.media_attachments,
        poll: poll
          ? { options: poll.options, multiple: poll.multiple ?? false, lasts: poll.expires_in }
          : undefined,
        sent: '',
        key: '',
      },
    ],
    warning: params.spoiler_text ?? '',
    warned: Boolean(params.spoiler_text),
    language: params.language ?? '',
    visibility: visibilityOf(params.visibility),
    quotes: quotes ?? startingQuotes(),
    sensitive: params.sensitive ?? false,
    at: one.scheduled_at,
  });
  if (await cancelScheduled(one.id)) compose({ ...about, draft: one.id });
  else await dropDraft(one.id);
}
