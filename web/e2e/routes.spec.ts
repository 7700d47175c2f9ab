import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, open, test } from './fixtures.ts';

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
  '/nowhere',
];

const looks = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'forced colours', colorScheme: 'dark', forcedColors: 'active' },
] as const;

for (const width of [320, 412, 768, 1280]) {
  for (const look of looks) {
    test(`every page at ${width} px, ${look.name}: nothing sideways, axe finds nothing`, async ({
      page,
      running,
    }) => {
      test.setTimeout(480_000);
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({
        colorScheme: look.colorScheme,
        forcedColors: look.forcedColors,
        reducedMotion: 'reduce',
      });
      for (const route of [...routes(running.thread.id), ...Object.values(running.hard)]) {
        await open(page, route);
        expect.soft(await sidewaysScroll(page), `${route} scrolls sideways`).toBe(0);
        expect.soft(await violations(page), route).toEqual([]);
      }
    });
  }
}

test('the first post is there after six requests at most', async ({ page }) => {
  // On a desk the docked composer is fetched besides, once the posts stand.
  await page.setViewportSize({ width: 412, height: 860 });
  const asked: string[] = [];
  page.on('request', request => asked.push(new URL(request.url()).pathname));
  await page.goto('/home');
  await page.getByRole('article').first().waitFor();
  // What comes after: pictures, icons, the stream, and what is asked for beside the posts.
  const before = asked.filter(path => !/^\/(media|assets|api)\/|\.svg$/.test(path));
  expect(before.length, before.join(' ')).toBeLessThanOrEqual(6);
  expect(asked.filter(path => path.startsWith('/api/v1/timelines'))).toEqual([]);
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
