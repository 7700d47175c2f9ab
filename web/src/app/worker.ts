// The page's side of the service worker: starts it, tells of a new version, and leaves it words for when no page is open.

import { signal } from '@preact/signals';
import { go } from '../ui/history.ts';
import { directionOf, locale, t } from '../ui/words.ts';
import { nameMark, type PushWords, places, takeOver, wordsAddress } from './worker_scope.ts';

/** A newer version is here and waits until nobody is in the middle of something. */
export const newVersion = signal<ServiceWorker | undefined>(undefined);
/** Another window went over to it: files of this version may be gone. */
export const outdated = signal(false);

const lookAgainAfter = 60 * 60_000;
/** Longer than a pause in writing, after which what was written is kept. */
export const untilKept = 700;

/** The one address a script is started from besides the page's own; browsers that watch over that know it by name. */
const policy = (
  globalThis as {
    trustedTypes?: {
      createPolicy(name: string, rules: object): { createScriptURL(text: string): string };
    };
  }
).trustedTypes?.createPolicy('skein-url', { createScriptURL: () => '/service_worker.js' });

export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const address = policy?.createScriptURL('') ?? '/service_worker.js';
  const had = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    outdated.value = had;
  });
  leaveMissingFiles();
  navigator.serviceWorker.addEventListener('message', event => {
    const to = (event.data as { go?: unknown }).go;
    if (typeof to === 'string' && to.startsWith('/')) go(to);
  });
  const registration = await navigator.serviceWorker.register(address);
  watchFor(registration);
  document.addEventListener('visibilitychange', lookAgain(registration));
  await navigator.serviceWorker.ready;
  await keepLoadedFiles();
}

function watchFor(registration: ServiceWorkerRegistration): void {
  const note = (worker: ServiceWorker | null) => {
    if (worker?.state === 'installed' && navigator.serviceWorker.controller)
      newVersion.value = worker;
  };
  note(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => note(coming));
  });
}

/** A window that stays open for days hears of new versions when it is looked at again. */
function lookAgain(registration: ServiceWorkerRegistration): () => void {
  let last = Date.now();
  return () => {
    if (document.visibilityState !== 'visible' || Date.now() - last < lookAgainAfter) return;
    last = Date.now();
    void registration.update().catch(() => undefined);
  };
}

/** What this page was made of before the worker could see it: the reader's language, the page one came to. */
async function keepLoadedFiles(): Promise<void> {
  const files = await caches.open(places.files);
  const loaded = performance
    .getEntriesByType('resource')
    .map(one => new URL(one.name, location.href).pathname)
    .filter(path => path.startsWith('/web/'));
  for (const path of new Set(loaded)) if (!(await files.match(path))) await files.add(path);
}

/** The server has a newer app, and a file of this one is gone: go on in the new one. */
export function leaveMissingFiles(): void {
  addEventListener('vite:preloadError', () => {
    if (outdated.peek()) void useNewVersion();
  });
}

/** Goes over to the new version; what is being written was kept a moment ago, and is there again. */
export async function useNewVersion(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, untilKept));
  // Another window went over to it already.
  if (outdated.peek()) return location.reload();
  const gone = new Promise(resolve =>
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
  );
  newVersion.peek()?.postMessage(takeOver);
  await gone;
  location.reload();
}

/** The titles of notifications in the reader's language, where the worker finds them. */
export async function leaveWords(): Promise<void> {
  if (!('caches' in globalThis) || import.meta.env.DEV) return;
  const name = nameMark;
  const only = { name, others: 0 };
  const words: PushWords = {
    language: locale.peek(),
    direction: directionOf(locale.peek()),
    titles: {
      mention: t('notifications.mention', { name }),
      status: t('notifications.status', { name }),
      reblog: t('notifications.reblog', only),
      follow: t('notifications.follow', only),
      follow_request: t('notifications.follow_request', { name }),
      favourite: t('notifications.favourite', only),
      poll: t('notifications.poll'),
      update: t('notifications.update', { name }),
      quote: t('notifications.quote', { name }),
      quoted_update: t('notifications.quoted_update', { name }),
      'admin.sign_up': t('push.sign_up', { name }),
      'admin.report': t('push.report', { name }),
    },
  };
  const kept = await caches.open(places.words);
  await kept.put(wordsAddress, Response.json(words));
}
