// Who will see it, as the server knows: how many follow, on how many servers, and who of those named exists.

import { effect } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { Account } from '../../api/gen/entities.ts';
import { namedIn } from '../../social/handles.ts';
import type { Draft } from './draft.ts';

export interface Audience {
  followers: number;
  /** Besides this one. */
  servers: number;
  mentions: Account[];
  unknown: string[];
  /** Named, but kept from it by a block. */
  blocked?: Account[];
  everyone: boolean;
}

const pause = 500;

export function textOf(draft: Draft): string {
  return draft.parts.value.map(part => part.text.value).join('\n');
}

/** Asks at every pause in which the audience may have changed, until the function it gives back is called. */
export function watchAudience(draft: Draft, tell: (audience: Audience | undefined) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort = new AbortController();
  let last = '';
  const stop = effect(() => {
    const status = namedIn(textOf(draft))
      .map(name => `@${name}`)
      .join(' ');
    const question = {
      visibility: draft.visibility.value,
      in_reply_to_id: draft.about.reply,
      status,
    };
    if (JSON.stringify(question) === last) return;
    last = JSON.stringify(question);
    clearTimeout(timer);
    abort.abort();
    abort = new AbortController();
    const { signal: aborted } = abort;
    timer = setTimeout(() => {
      call('POST /api/v1/skein/audience', question, { signal: aborted }).then(
        found => tell(found as unknown as Audience),
        () => aborted.aborted || tell(undefined),
      );
    }, pause);
  });
  return () => {
    clearTimeout(timer);
    abort.abort();
    stop();
  };
}
