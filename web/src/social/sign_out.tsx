// Signing out is a form of the server's: it ends the session and leads to the public pages. Whatever this browser kept
// of the account goes first.

import { clear } from 'idb-keyval';
import { call } from '../api/client.ts';
import { confirm } from '../ui/confirm.tsx';
import { forgetPlaces } from '../ui/history.ts';
import { t } from '../ui/words.ts';
import { resetChoices } from './choices.ts';
import { me } from './me.ts';
import { waitingPosts } from './outbox.ts';

const form = 'sign-out';
const whose = 'skein.account';
/** Another window that signs out needs so long for it. */
const signingOut = 2000;

export function SignOut() {
  return (
    <form id={form} method="post" action="/auth/sign_out" hidden>
      <input type="hidden" name="csrf" />
    </form>
  );
}

export async function signOut(): Promise<void> {
  const count = waitingPosts.peek().length;
  if (
    count > 0 &&
    !(await confirm(t('sign_out.title'), t('sign_out.text', { count }), t('sign_out.yes')))
  )
    return;
  await stopPush().catch(() => undefined);
  await forgetAll();
  forgetPlaces({ forGood: true });
  const out = document.getElementById(form) as HTMLFormElement | null;
  if (!out) return;
  (out.elements.namedItem('csrf') as HTMLInputElement).value = formToken();
  out.submit();
}

/** What ties forms of this page to this browser; it came with the page. */
function formToken(): string {
  const first = document.getElementById('first')?.textContent || '{}';
  return (JSON.parse(first) as { form_token?: string }).form_token ?? '';
}

/** Nothing is pushed to a browser nobody is signed in with. */
async function stopPush(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  const subscription = await worker?.pushManager?.getSubscription();
  if (!subscription) return;
  try {
    await call('DELETE /api/v1/push/subscription', {});
  } finally {
    await subscription.unsubscribe();
  }
}

/** Drafts, waiting posts, choices, places; what the worker keeps goes when it sees the form. */
async function forgetAll(): Promise<void> {
  await clear().catch(() => undefined);
  resetChoices();
  forgetPlaces();
  try {
    for (const storage of [localStorage, sessionStorage])
      for (const key of Object.keys(storage)) if (key.startsWith('skein.')) storage.removeItem(key);
  } catch {
    // Without storage nothing was kept.
  }
}

/** Somebody else signs in where another person's session ended by itself: what that one left goes. Gives whether it did. */
export async function forgetOthers(id: string): Promise<boolean> {
  try {
    const last = localStorage.getItem(whose);
    const isOther = last !== null && last !== id;
    if (isOther) await forgetAll();
    localStorage.setItem(whose, id);
    return isOther;
  } catch {
    // Without storage nothing was kept.
    return false;
  }
}

/** Begins anew when somebody else signs in, or one signs out, in another window. */
export function watchAccount(): void {
  const isSame = (id: string | null) => id === me.peek()?.id;
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== whose || isSame(newValue)) return;
    setTimeout(() => location.reload(), newValue ? 0 : signingOut);
  });
  addEventListener('pageshow', event => {
    if (event.persisted && !isSame(localStorage.getItem(whose))) location.reload();
  });
}
