import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, open, noisy as test } from './fixtures.ts';

const port = 14_181;

test.use({ viewport: { width: 412, height: 860 } });

test('a new version waits until it is wanted, and what was being written is there again', async ({
  page,
  running,
}) => {
  const built = process.env.WEB_DIST ?? new URL('../dist/', import.meta.url);
  const folder = mkdtempSync(join(tmpdir(), 'skein-versions-'));
  cpSync(fileURLToPath(built), folder, { recursive: true });
  const proxy = spawn(process.execPath, ['tools/serve_built.ts', String(port)], {
    env: {
      ...process.env,
      WEB_DIST: `${pathToFileURL(folder)}/`,
      SKEIN_URL: running.ada.server.url,
      SKEIN_TOKEN: running.ada.token,
    },
  });
  await once(proxy.stdout, 'data');
  try {
    await open(page, `http://127.0.0.1:${port}/home`);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.getByRole('button', { name: 'Write' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('half a thought');
    rmSync(join(folder, 'service_worker.js.gz'), { force: true });
    appendFileSync(join(folder, 'service_worker.js'), '\n// newer\n');
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await page.keyboard.press('Escape');
    await expect(page.getByText('A new version of the app is ready.')).toBeVisible();
    await page.getByRole('button', { name: 'Write' }).click();
    await page.getByRole('textbox', { name: 'Text' }).press('End');
    await page.keyboard.type(', and more');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.waitForEvent('load');
    await expect(page.getByText('A new version of the app is ready.')).toHaveCount(0);
    await page.getByRole('button', { name: 'Write' }).click();
    await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue(
      'half a thought, and more',
    );
  } finally {
    proxy.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
