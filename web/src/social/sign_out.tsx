// Signing out is a form of the server's: it ends the session and leads to the public pages. Whatever this browser kept
// of the account goes first.

import { clear } from 'idb-keyval';
import { call } from '../api/client.ts';
import { confirm } from '../ui/confirm.tsx';
import { t } from '../ui/words.ts';
import { waitingPosts } from './outbox.ts';

const form = 'sign-out';
const whose = 'skein.account';

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
  await call('DELETE /api/v1/push/subscription', {});
  await subscription.unsubscribe();
}

/** Drafts, waiting posts, choices, places; what the worker keeps goes when it sees the form. */
async function forgetAll(): Promise<void> {
  await clear().catch(() => undefined);
  try {
    for (const storage of [localStorage, sessionStorage])
      for (const key of Object.keys(storage)) if (key.startsWith('skein.')) storage.removeItem(key);
  } catch {
    // Without storage nothing was kept.
  }
}

/** Somebody else signs in where another person's session ended by itself: what that one left goes. */
export async function forgetOthers(id: string): Promise<void> {
  try {
    const last = localStorage.getItem(whose);
    if (last && last !== id) await forgetAll();
    localStorage.setItem(whose, id);
  } catch {
    // Without storage nothing was kept.
  }
}
