// A post that is there already, taken up again: to be changed, or deleted and written anew.

import { batch } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { QuoteApproval, Status } from '../../api/gen/entities.ts';
import { parseInertly } from '../../ui/html.tsx';
import { visibilityOf } from './beginnings.ts';
import type { Draft } from './draft.ts';
import { type DraftPoll, Part, pieceOf } from './part.ts';

const day = 86_400;

type Written = Pick<
  Status,
  'language' | 'visibility' | 'sensitive' | 'media_attachments' | 'poll' | 'quote_approval'
>;

/** Fills the draft with a post of one's own, whole as it is now; gives its text. */
export async function readPost(draft: Draft, id: string): Promise<string> {
  const [source, post] = await Promise.all([
    call('GET /api/v1/statuses/{id}/source', { id }),
    call('GET /api/v1/statuses/{id}', { id }),
  ]);
  fill(draft, post, source.text, source.spoiler_text);
  return source.text;
}

/** A post that was deleted, with its words as they were typed. */
export function redrafted(draft: Draft, status: Status): void {
  fill(draft, status, status.text ?? plain(status.content), status.spoiler_text);
}

function fill(draft: Draft, post: Written, text: string, warning: string): void {
  const part = Part.from({ text, poll: pollOf(post) });
  part.pieces.value = post.media_attachments.map(pieceOf);
  batch(() => {
    draft.parts.value = [part];
    draft.active.value = part;
    draft.warning.value = warning;
    draft.warned.value = warning !== '';
    draft.language.value = post.language ?? draft.language.value;
    draft.visibility.value = visibilityOf(post.visibility);
    draft.sensitive.value = post.sensitive;
    draft.quotes.value = policyOf(post.quote_approval);
  });
}

function pollOf({ poll }: Written): DraftPoll | undefined {
  return poll
    ? { options: poll.options.map(one => one.title), multiple: poll.multiple, lasts: day }
    : undefined;
}

function policyOf(approval: QuoteApproval | undefined): string {
  const all = [...(approval?.automatic ?? []), ...(approval?.manual ?? [])];
  if (all.includes('public')) return 'public';
  return all.includes('followers') ? 'followers' : 'nobody';
}

function plain(html: string): string {
  return parseInertly(html).textContent ?? '';
}
