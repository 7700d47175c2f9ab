import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  history.replaceState(null, '', '/home');
  sessionStorage.clear();
  vi.resetModules();
});

async function fresh() {
  const [router, place] = await Promise.all([import('./router.ts'), import('../ui/history.ts')]);
  return { ...router, ...place };
}

test('a pattern takes one part for each name', async () => {
  const { match } = await fresh();
  expect(match('/@:acct/:id', '/@maja@a.example/12')).toEqual({ acct: 'maja@a.example', id: '12' });
  expect(match('/tags/:name', '/tags/%C3%A7a')).toEqual({ name: 'ça' });
  expect(match('/tags/:name', '/tags/a/b')).toBeUndefined();
  expect(match('/tags/:name', '/tags/%ff')).toBeUndefined();
  expect(match('/', '/')).toEqual({});
});

test('a link to a page of the app is followed inside it, and others are not', async () => {
  const { listen, here } = await fresh();
  listen(path => path !== '/auth/sign_in');
  document.body.innerHTML = '<a id="in" href="/local">a</a><a id="out" href="/auth/sign_in">b</a>';
  document.getElementById('in')?.click();
  expect(here.value).toBe('/local');
  document.getElementById('out')?.addEventListener('click', event => event.preventDefault());
  document.getElementById('out')?.click();
  expect(here.value).toBe('/local');
});

test('a place is kept for each entry of the history', async () => {
  const { go, keptPlace, keepFeed, listen } = await fresh();
  listen(() => true);
  const entry = history.state;
  const feed = { sizes: [[120, 80]], first: '7' };
  keepFeed(() => feed);
  Object.defineProperty(window, 'scrollY', { value: 640, configurable: true });
  go('/local');
  expect(keptPlace()).toBeUndefined();
  Object.defineProperty(window, 'scrollY', { value: 0, configurable: true });
  history.replaceState(entry, '', '/home');
  window.dispatchEvent(new PopStateEvent('popstate', { state: entry }));
  expect(keptPlace()).toEqual({ scroll: 640, feed });
});

test('after a reload the place is still known', async () => {
  const before = await fresh();
  before.listen(() => true);
  Object.defineProperty(window, 'scrollY', { value: 300, configurable: true });
  window.dispatchEvent(new Event('pagehide'));
  vi.resetModules();
  const after = await fresh();
  expect(after.keptPlace()?.scroll).toBe(300);
});

test('a page put in the place of another one does not begin where that one was read', async () => {
  const { go, keptPlace, listen } = await fresh();
  listen(() => true);
  Object.defineProperty(window, 'scrollY', { value: 640, configurable: true });
  go('/welcome', { replace: true });
  expect(keptPlace()).toBeUndefined();
});

test('places that were forgotten do not come back when the window goes', async () => {
  const { forgetPlaces, go, listen } = await fresh();
  listen(() => true);
  go('/local');
  forgetPlaces({ forGood: true });
  window.dispatchEvent(new Event('pagehide'));
  expect(sessionStorage.getItem('skein.places') ?? '').not.toContain(history.state.entry);
});

test('a page that cannot be had does not stand in the way of where one went instead', async () => {
  let fail: (why: Error) => void = () => undefined;
  const slow = () =>
    new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
  vi.doMock('./routes.ts', () => ({
    routes: [
      { pattern: '/home', load: slow },
      { pattern: '/local', load: () => Promise.resolve({ default: () => null }) },
    ],
  }));
  const { broken, go, shown, startRouter } = await fresh();
  startRouter();
  go('/local');
  await vi.waitFor(() => expect(shown.value?.path).toBe('/local'));
  fail(new Error('no network'));
  await new Promise(resolve => setTimeout(resolve));
  expect(broken.value).toBe(false);
  vi.doUnmock('./routes.ts');
});
