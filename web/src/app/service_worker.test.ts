import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pagesOf, routes } from './routes.ts';

type Hear = (event: Record<string, unknown>) => void;

/** As much of the browser's caches as the worker uses, by path. */
class FakeCache {
  readonly all = new Map<string, Response>();
  private path(of: Request | string): string {
    const url = new URL(typeof of === 'string' ? of : of.url, location.href);
    return url.pathname + url.search;
  }
  match(of: Request | string) {
    return Promise.resolve(this.all.get(this.path(of))?.clone());
  }
  put(of: Request | string, response: Response) {
    this.all.delete(this.path(of));
    return Promise.resolve(void this.all.set(this.path(of), response));
  }
  delete(of: Request | string) {
    return Promise.resolve(this.all.delete(this.path(of)));
  }
  addAll() {
    return Promise.resolve();
  }
  keys() {
    return Promise.resolve([...this.all.keys()].map(path => new Request(location.origin + path)));
  }
}

const kept = new Map<string, FakeCache>();
let heard: Record<string, Hear>;
let network: (path: string) => Response | Promise<Response> | undefined;

function open(name: string): FakeCache {
  const found = kept.get(name) ?? new FakeCache();
  kept.set(name, found);
  return found;
}

beforeEach(async () => {
  kept.clear();
  heard = {};
  network = () => undefined;
  vi.resetModules();
  vi.stubGlobal('addEventListener', (kind: string, hear: Hear) => {
    heard[kind] = hear;
  });
  vi.stubGlobal('caches', {
    open: (name: string) => Promise.resolve(open(name)),
    keys: () => Promise.resolve([...kept.keys()]),
    delete: (name: string) => Promise.resolve(kept.delete(name)),
  });
  vi.stubGlobal('fetch', (of: Request | string) => {
    const url = new URL(typeof of === 'string' ? of : of.url, location.href);
    const answer = network(url.pathname + url.search);
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('no network'));
  });
  vi.stubGlobal('registration', {
    getNotifications: () => Promise.resolve([]),
    showNotification: vi.fn(() => Promise.resolve()),
  });
  vi.stubGlobal('ownPages', pagesOf(routes));
  await import('./service_worker.ts');
});
afterEach(() => vi.useRealTimers());

interface Asked {
  path: string;
  method?: string;
  mode?: string;
  cache?: string;
}

/** What the page gets; nothing when the worker leaves it to the browser. */
async function ask({
  path,
  method = 'GET',
  mode = 'cors',
  cache,
}: Asked): Promise<Response | undefined> {
  const work: Promise<unknown>[] = [];
  let answer: Promise<Response> | undefined;
  heard.fetch?.({
    request: { url: location.origin + path, method, mode, cache },
    waitUntil: (one: Promise<unknown>) => work.push(one),
    respondWith: (one: Promise<Response>) => {
      answer = one;
    },
  });
  const response = await answer;
  await Promise.all(work);
  return response;
}

function shellOf(id: string): Response {
  const answers = [
    { path: '/api/v1/accounts/verify_credentials', body: { id } },
    { path: '/api/v1/timelines/home?limit=20', link: '<x>; rel="next"', body: [`secret of ${id}`] },
  ];
  return new Response(
    `<p>app</p><script type="application/json" id="first">${JSON.stringify({ answers }).replaceAll('<', '\\u003c')}</script>`,
    { headers: { 'Content-Type': 'text/html; charset=utf-8' } },
  );
}

test('the shell is kept without what is somebody’s, and its answers are there without a network', async () => {
  network = () => shellOf('1');
  await ask({ path: '/home', mode: 'navigate' });
  network = () => undefined;
  const shell = await (await ask({ path: '/lists', mode: 'navigate' }))?.text();
  expect(shell).toContain('<p>app</p>');
  expect(shell).not.toContain('secret');
  const home = await ask({ path: '/api/v1/timelines/home?limit=20' });
  expect(await home?.json()).toEqual(['secret of 1']);
  expect(home?.headers.get('Link')).toBe('<x>; rel="next"');
  expect(home?.headers.has('X-Skein-Kept')).toBe(true);
});

test('the network is asked first, and only what is worth it is kept', async () => {
  network = () => shellOf('1');
  await ask({ path: '/home', mode: 'navigate' });
  network = path => Response.json(path);
  expect(await (await ask({ path: '/api/v1/timelines/home?limit=20' }))?.json()).toContain('home');
  expect(await ask({ path: '/api/v1/timelines/home?max_id=5' })).toBeUndefined();
  expect(await ask({ path: '/api/v1/conversations' })).toBeUndefined();
  const fresh = { path: '/api/v1/accounts/verify_credentials', cache: 'no-store' };
  expect(await ask(fresh)).toBeUndefined();
  await ask({ path: '/api/v1/statuses/7/context' });
  expect(open('skein answers of 1').all.has('/api/v1/statuses/7/context')).toBe(true);
});

test('another account’s name ends what is kept of the one before', async () => {
  network = () => shellOf('1');
  await ask({ path: '/home', mode: 'navigate' });
  network = () => shellOf('2');
  await ask({ path: '/home', mode: 'navigate' });
  expect([...kept.keys()].filter(name => name.includes('answers'))).toEqual(['skein answers of 2']);
  network = () => undefined;
  const home = await ask({ path: '/api/v1/timelines/home?limit=20' });
  expect(await home?.json()).toEqual(['secret of 2']);
});

test.each([
  ['signing out', () => ask({ path: '/auth/sign_out', method: 'POST', mode: 'navigate' })],
  ['a session that has ended', () => ask({ path: '/api/v1/accounts/verify_credentials' })],
])('%s leaves nothing of the account', async (_what, end) => {
  network = () => shellOf('1');
  await ask({ path: '/home', mode: 'navigate' });
  network = () => new Response('{}', { status: 401 });
  await end();
  expect([...kept.keys()].filter(name => /answers|shell/.test(name))).toEqual([]);
});

test('pages that are not the app are not kept', async () => {
  network = () =>
    new Response('<h1>Sign in</h1>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  await ask({ path: '/auth/sign_in', mode: 'navigate' });
  expect(kept.get('skein shell')).toBeUndefined();
});

test('what the app begins with stays, however much is read', async () => {
  network = () => shellOf('1');
  await ask({ path: '/home', mode: 'navigate' });
  network = path => Response.json(path);
  for (let id = 0; id < 100; id += 1) await ask({ path: `/api/v1/statuses/${id}/context` });
  const { all } = open('skein answers of 1');
  expect(all.size).toBe(80);
  expect(all.has('/api/v1/accounts/verify_credentials')).toBe(true);
  expect(all.has('/api/v1/timelines/home?limit=20')).toBe(true);
});

test.each([
  ['/lists', 'app'],
  ['/@maja@a.example/12', 'app'],
  ['/tags/geese', 'app'],
  ['/', 'app'],
  ['/oauth/authorize?client_id=1', 'slow'],
  ['/auth/sign_in', 'slow'],
])('on a slow network %s is a page of the %s', async (path, whose) => {
  network = () => shellOf('1');
  await ask({ path: '/home', mode: 'navigate' });
  vi.useFakeTimers();
  network = () => new Promise(resolve => setTimeout(() => resolve(new Response('slow')), 20_000));
  const asked = ask({ path, mode: 'navigate' });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await (await asked)?.text()).toContain(whose);
});

test('without a network the shell says what is not there', async () => {
  network = () => shellOf('1');
  await ask({ path: '/home', mode: 'navigate' });
  network = () => undefined;
  const answer = await ask({ path: '/auth/sign_in', mode: 'navigate' });
  expect(await answer?.text()).toContain('app');
});
