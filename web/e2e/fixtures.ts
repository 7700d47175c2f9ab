import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { fillTown, type Town } from './people.ts';
import { signIn } from './sign_in.ts';
import { type Skein, startSkein } from './skein.ts';

interface Running extends Town {
  url: string;
  server: Skein;
  /** Of ada, who looks at every page; a flow that ends a session begins one of its own. */
  session: Awaited<ReturnType<typeof signIn>>;
}

const port = Number(process.env.PORT ?? 14_173);

/**
 * The program with a town in it, and a page of ada's. It fails when the browser complains: of an error, or of something
 * the policy of the page forbids.
 */
export const test = base.extend<{ signedIn: undefined; quiet: undefined }, { running: Running }>({
  running: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what is needed from the pattern
    async ({}, use) => {
      const data = mkdtempSync(join(tmpdir(), 'skein-e2e-'));
      const server = await startSkein(join(data, 'data'), port);
      const town = await fillTown(server);
      const session = await signIn(server.url, 'ada');
      await use({ ...town, url: server.url, server, session });
      server.stop();
      rmSync(data, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ running }, use) => use(running.url),
  signedIn: [
    async ({ context, running }, use) => {
      await context.addCookies(running.session);
      await use(undefined);
    },
    { auto: true },
  ],
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', message => {
        if (message.type() === 'error')
          complaints.push(`${message.text()} ${message.location().url}`);
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
