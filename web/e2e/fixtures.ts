import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { fillTown, type Town } from './people.ts';
import { startSkein } from './skein.ts';

interface Running extends Town {
  url: string;
}

const firstPort = Number(process.env.PORT ?? 14_173);

/** A page that fails when the browser complains: of an error, or of something the policy of the page forbids. */
export const test = base.extend<{ quiet: undefined }, { running: Running }>({
  running: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what is needed from the pattern
    async ({}, use) => {
      const data = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
      const server = await startSkein(join(data, 'data'), firstPort + 1, firstPort);
      const town = await fillTown(server);
      const proxy = spawn(process.execPath, ['tools/serve_built.ts', String(firstPort)], {
        env: { ...process.env, SKEIN_URL: server.url, SKEIN_TOKEN: town.ada.token },
      });
      await once(proxy.stdout, 'data');
      await use({ ...town, url: `http://127.0.0.1:${firstPort}` });
      proxy.kill();
      server.stop();
      rmSync(data, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ running }, use) => use(running.url),
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', message => {
        // A server of before these says so with 404; the app goes on without them.
        if (/\/api\/v1\/skein\/(audience|choices)$/.test(message.location().url)) return;
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', error => complaints.push(error.message));
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** The same where the browser has reason to complain: no network, or what is not there. */
export const noisy = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what is needed from the pattern
  quiet: async ({}, use) => use(undefined),
});

export { expect };

/** Opens a page and waits until what it is about stands there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect(page.locator('.skeletons, .feed:not(:has(article))')).toHaveCount(0);
}
