import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, open, test } from './fixtures.ts';
import { signIn } from './sign_in.ts';

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe finds with every rule it has; it is brought in behind the page's policy. */
async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const expression = `axe.run(document, {
    rules: Object.fromEntries(axe.getRules().map(rule => [rule.ruleId, { enabled: true }])),
  }).then(found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target).join(', ')))`;
  const answer = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  return answer.result.value as string[];
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

const routes = (thread: string) => [
  '/home',
  '/local',
  '/federated',
  '/tags/birds',
  '/notifications',
  '/notifications/mentions',
  '/notifications/follows',
  '/notifications/policy',
  '/notifications/requests',
  '/follow_requests',
  '/conversations',
  '/conversations/new',
  '/conversations/new/wren',
  '/filters',
  '/filters/new',
  '/domain_blocks',
  '/followed_tags',
  '/explore',
  '/explore/tags',
  '/explore/people',
  '/explore/links',
  '/search?q=geese',
  '/search',
  '/directory',
  '/announcements',
  '/about',
  '/welcome',
  '/welcome/people',
  '/welcome/import',
  '/welcome/profile',
  '/welcome/post',
  '/welcome/server',
  '/bookmarks',
  '/favourites',
  '/lists',
  '/drafts',
  '/scheduled',
  '/settings',
  '/settings/profile',
  '/settings/posting',
  '/settings/muted',
  '/settings/blocked',
  '/settings/appearance',
  '/settings/reading',
  '/settings/keys',
  '/settings/notifications',
  '/settings/privacy',
  '/@maja',
  '/@maja/media',
  '/@maja/followers',
  '/@wren',
  `/@maja/${thread}`,
  `/@maja/${thread}/boosts`,
  `/@maja/${thread}/quotes`,
];

type Scheme = 'light' | 'dark';
interface Look {
  name: string;
  width: number;
  scheme: Scheme;
  forced?: true;
  /** Somebody who reads from right to left. */
  reader?: string;
}

// Each look once; every width in every look with SKEIN_EVERY_LOOK, which takes a while.
const usualLooks: readonly Look[] = [
  { name: 'forced colours', width: 320, scheme: 'dark', forced: true },
  { name: 'right to left', width: 412, scheme: 'light', reader: 'layla' },
  { name: 'dark', width: 1280, scheme: 'dark' },
];
const looks = process.env.SKEIN_EVERY_LOOK
  ? usualLooks.flatMap(look => [320, 412, 768, 1280].map(width => ({ ...look, width })))
  : usualLooks;

for (const { name, width, scheme, forced, reader } of looks) {
  test(`every page at ${width} px, ${name}: nothing sideways, axe finds nothing`, async ({
    page,
    context,
    running,
  }) => {
    test.setTimeout(480_000);
    if (reader) {
      await context.clearCookies();
      await context.addCookies(await signIn(running.url, reader));
      await page.addInitScript(() =>
        localStorage.setItem('skein.choices', JSON.stringify({ language: 'ar' })),
      );
    }
    await page.setViewportSize({ width, height: 860 });
    await page.emulateMedia({
      colorScheme: scheme,
      forcedColors: forced ? 'active' : 'none',
      reducedMotion: 'reduce',
    });
    for (const route of [...routes(running.thread.id), ...Object.values(running.hard)]) {
      await open(page, route);
      expect.soft(await sidewaysScroll(page), `${route} scrolls sideways`).toBe(0);
      expect.soft(await violations(page), route).toEqual([]);
    }
  });
}

test('the first post is there after six requests at most', async ({ page }) => {
  // On a desk the docked composer is fetched besides, once the posts stand.
  await page.setViewportSize({ width: 412, height: 860 });
  const asked: string[] = [];
  const timelines: string[] = [];
  page.on('request', request => {
    const { pathname, search } = new URL(request.url());
    asked.push(pathname);
    if (pathname.startsWith('/api/v1/timelines')) timelines.push(search);
  });
  await page.goto('/home');
  await page.getByRole('article').first().waitFor();
  // What comes after: pictures, icons, the stream, and what is asked for beside the posts.
  const before = asked.filter(path => !/^\/(media|assets|api)\/|\.svg$/.test(path));
  expect(before.length, before.join(' ')).toBeLessThanOrEqual(6);
  // The posts came with the page; what is asked is only what came since.
  expect(timelines.filter(search => !search.includes('since_id='))).toEqual([]);
});

test('a long list keeps few elements in the page', async ({ page }) => {
  await open(page, '/local');
  for (let turn = 0; turn < 10; turn += 1) {
    await page.mouse.wheel(0, 1500);
    // biome-ignore lint/suspicious/noPlaywrightWaitForTimeout: the wheel has no end to wait for
    await page.waitForTimeout(120);
  }
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1500);
});
