// Stands between the app and the network, and hears of notifications when no page is open. Files whose names change with
// their content come from the cache; pages and the answers worth reading again come from the network as long as it
// answers, and as they were last given when it does not. What is kept of an account goes when it signs out.

import {
  type Fetching,
  keptHeader,
  nameMark,
  type PushMessage,
  type PushWords,
  places,
  takeOver,
  type WorkerScope,
  wordsAddress,
} from './worker_scope.ts';

/** Written by tools/service_worker.ts: every file of this version, those it needs to begin, and which pages are its. */
declare const allFiles: readonly string[];
declare const firstFiles: readonly string[];
declare const ownPages: string;

const worker = globalThis as unknown as WorkerScope;
const patience = 6000;
const answersMax = 80;
const whoAmI = '/api/v1/accounts/verify_credentials';
const worthKeeping =
  /^\/api\/(v1\/(accounts\/verify_credentials|preferences|timelines\/home|statuses\/\w+(\/context)?)|v2\/(instance|notifications))$/;
/** Without these the app cannot begin. */
const toBegin = /\/(verify_credentials|preferences|home|instance)$/;
const isOwn = new RegExp(ownPages);
const firstScript = /(<script[^>]* id="first"[^>]*>)([^<]*)(<\/script>)/;

worker.addEventListener('install', event => event.waitUntil(install()));
worker.addEventListener('activate', event => event.waitUntil(activate()));
worker.addEventListener('message', event => {
  if (event.data === takeOver) void worker.skipWaiting();
});
worker.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  const { method, mode, cache } = event.request;
  if (method === 'POST' && url.pathname === '/auth/sign_out') event.waitUntil(forgetAccounts());
  if (method !== 'GET') return;
  if (url.pathname.startsWith('/web/')) event.respondWith(file(event.request));
  else if (mode === 'navigate') event.respondWith(page(event, url.pathname));
  else if (isKept(url) && cache !== 'no-store') event.respondWith(answer(event, url));
});
worker.addEventListener('push', event =>
  event.waitUntil(notify((event.data?.json() ?? {}) as PushMessage)),
);
worker.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(lead(String((event.notification.data as { path?: string })?.path ?? '/home')));
});

async function install(): Promise<void> {
  const files = await caches.open(places.files);
  await files.addAll(firstFiles);
  // Without it nothing could be shown offline before the second visit. Nobody signed in: nothing to keep.
  await fetch('/home', { headers: { Accept: 'text/html' } }).then(keepShell, () => undefined);
}

async function activate(): Promise<void> {
  const files = await caches.open(places.files);
  const kept = new Set(allFiles);
  for (const request of await files.keys())
    if (!kept.has(new URL(request.url).pathname)) await files.delete(request);
  await worker.clients.claim();
}

async function file(request: Request): Promise<Response> {
  const files = await caches.open(places.files);
  const found = await files.match(request, { ignoreVary: true });
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await files.put(request, response.clone());
  return response;
}

/** What comes first: the answer of the network, or what is kept when it fails or, unless that is endured, is too slow. */
async function soon(
  asked: Promise<Response>,
  kept: () => Promise<Response | undefined>,
  mayBeSlow = false,
): Promise<Response> {
  const late = new Promise<undefined>(resolve => setTimeout(resolve, patience));
  const response = await Promise.race([asked, mayBeSlow ? asked : late]).catch(() => undefined);
  return response ?? (await kept()) ?? asked;
}

function page(event: Fetching, path: string): Promise<Response> {
  const asked = fetch(event.request);
  event.waitUntil(asked.then(response => keepShell(response.clone())).catch(() => undefined));
  // Where the app has no page, its shell says no more than that.
  return soon(asked, async () => (await caches.open(places.shell)).match('/'), !isOwn.test(path));
}

/** The shell with no more of its reader than what its forms need; the answers are kept as if they had been asked for. */
async function keepShell(response: Response): Promise<void> {
  if (!response.ok || !response.headers.get('Content-Type')?.startsWith('text/html')) return;
  const text = await response.text();
  const found = firstScript.exec(text);
  if (!found) return;
  const first = JSON.parse(found[2]?.trim() || '{}') as {
    form_token?: string;
    answers?: { path: string; link?: string; body: unknown }[];
  };
  for (const { path, link, body } of first.answers ?? [])
    await keepAnswer(path, JSON.stringify(body), link ?? '');
  const headers = new Headers(response.headers);
  for (const name of ['Content-Encoding', 'Content-Length', 'Vary']) headers.delete(name);
  const shell = await caches.open(places.shell);
  const bare = JSON.stringify({ form_token: first.form_token });
  await shell.put('/', new Response(text.replace(firstScript, `$1${bare}$3`), { headers }));
}

function isKept({ pathname, searchParams }: URL): boolean {
  const paged = ['max_id', 'since_id', 'min_id'].some(name => searchParams.has(name));
  return worthKeeping.test(pathname) && !paged;
}

function answer(event: Fetching, url: URL): Promise<Response> {
  const path = url.pathname + url.search;
  const asked = fetch(event.request);
  event.waitUntil(asked.then(response => keepCopy(path, response.clone())).catch(() => undefined));
  return soon(asked, async () => {
    const name = await answersName();
    return name === undefined ? undefined : (await caches.open(name)).match(path);
  });
}

async function keepCopy(path: string, response: Response): Promise<void> {
  if (response.ok)
    await keepAnswer(path, await response.text(), response.headers.get('Link') ?? '');
  else if (response.status === 401 && path === whoAmI) await forgetAccounts();
}

async function answersName(): Promise<string | undefined> {
  return (await caches.keys()).find(name => name.startsWith(places.answers));
}

/** For whoever is signed in: another one's answers go when it is said who it is. */
async function keepAnswer(path: string, body: string, link: string): Promise<void> {
  let name = await answersName();
  if (path === whoAmI) {
    const own = places.answers + (JSON.parse(body) as { id: string }).id;
    if (name && name !== own) await forgetAccounts();
    name = own;
  }
  if (!name) return;
  const answers = await caches.open(name);
  const headers = { 'Content-Type': 'application/json', Link: link, [keptHeader]: Date() };
  await answers.put(path, new Response(body, { headers }));
  const all = await answers.keys();
  const mayGo = all.filter(one => !toBegin.test(new URL(one.url).pathname));
  for (const oldest of mayGo.slice(0, Math.max(0, all.length - answersMax)))
    await answers.delete(oldest);
}

async function forgetAccounts(): Promise<void> {
  for (const name of await caches.keys())
    if (name !== places.files && name !== places.words) await caches.delete(name);
  for (const shown of await worker.registration.getNotifications()) shown.close();
}

/** In the reader's language when the app has left words for it; else as the server said it. */
async function notify(message: PushMessage): Promise<void> {
  const kept = await (await caches.open(places.words)).match(wordsAddress);
  const words = (await kept?.json()) as PushWords | undefined;
  const id = String(message.notification_id ?? '');
  const about = await fetch(`/api/v1/notifications/${encodeURIComponent(id)}`)
    .then(response => (response.ok ? response.json() : undefined))
    .catch(() => undefined);
  const title = words?.titles[message.notification_type ?? ''];
  const name = about?.account?.display_name?.trim() || about?.account?.username;
  const post = about?.status;
  const path = post ? `/@${post.account.acct}/${post.id}` : about && `/@${about.account.acct}`;
  const translated = title && (name || !title.includes(nameMark)) ? title : undefined;
  await worker.registration.showNotification(
    translated?.replace(nameMark, name) ?? message.title ?? 'Skein',
    {
      body: message.body ?? '',
      icon: message.icon ?? '/icon-192.png',
      tag: id,
      lang: translated ? (words?.language ?? '') : 'en',
      dir: 'auto',
      data: { path: path ?? '/notifications' },
    },
  );
}

/** To what a notification is about: in the window that is open, or in a new one. */
async function lead(path: string): Promise<void> {
  const [open] = await worker.clients.matchAll({ type: 'window' });
  if (!open) return void (await worker.clients.openWindow(path));
  await open.focus();
  open.postMessage({ go: path });
}
