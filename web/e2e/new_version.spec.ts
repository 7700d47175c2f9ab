import { expect, open, noisy as test } from './fixtures.ts';
import { startFront } from './front.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('a new version waits until it is wanted, and what was being written is there again', async ({
  page,
  running,
}) => {
  const front = await startFront(running.url);
  try {
    await open(page, `${front.url}/home`);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.getByRole('button', { name: 'Write' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('half a thought');
    front.append.set('/service_worker.js', '\n// newer\n');
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
    front.close();
  }
});
