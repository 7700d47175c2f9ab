// What follows when the server does not know any longer who is here.

import { effect } from '@preact/signals';
import { signedOut } from '../api/reach.ts';
import { here } from '../ui/history.ts';
import { untilKept } from './worker.ts';

/** And back here afterwards. */
export function leadToSignIn(): void {
  location.assign(`/auth/sign_in?next=${encodeURIComponent(here.peek())}`);
}

export function watchSession(): () => void {
  return effect(() => {
    if (signedOut.value) setTimeout(leadToSignIn, untilKept);
  });
}
