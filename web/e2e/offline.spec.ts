import type { Page } from '@playwright/test';
import { expect, open, noisy as test } from './fixtures.ts';

test.use({ viewport: { width: 412, height: 860 } });

/** Opens home, and waits until the worker has kept what it keeps. */
async function settle(page: Page): Promise<void> {
  await open(page, '/home');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() =>
      page.evaluate(async () => (await caches.has('skein shell')) && (await caches.keys()).length),
    )
    .toBe(4);
}

test('home and a thread that was read are there without a network, and say so', async ({
  page,
  context,
  running,
}) => {
  await settle(page);
  await page.reload();
  await open(page, `/@maja/${running.thread.id}`);
  await expect(page.getByText('four thousand! How does one even count that?')).toBeVisible();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText('four thousand! How does one even count that?')).toBeVisible();
  await page.goto('/home');
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(page.getByText('You are offline.')).toBeVisible();
  await page.goto('/lists');
  await expect(page.getByRole('button', { name: 'Try again' }).last()).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('You are offline.')).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'New list' })).toBeVisible();
});

test('a post written without a network waits at home, and is published once when there is one', async ({
  page,
  context,
}) => {
  await settle(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('Written on the ferry.');
  await page.getByRole('button', { name: 'Publish' }).click();
  const waiting = page.getByRole('region', { name: 'Waiting to be sent' });
  await expect(waiting).toContainText('Written on the ferry.');
  await page.reload();
  await expect(waiting).toContainText('Written on the ferry.');
  await context.setOffline(false);
  await expect(waiting).toBeHidden();
  await expect(page.getByRole('article').filter({ hasText: 'Written on the ferry.' })).toHaveCount(
    1,
  );
  await page.reload();
  await expect(page.getByRole('article').filter({ hasText: 'Written on the ferry.' })).toHaveCount(
    1,
  );
});

test('what waits can be discarded by keys alone', async ({ page, context }) => {
  await settle(page);
  await context.setOffline(true);
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Text' }).fill('On second thoughts');
  await page.keyboard.press('Control+Enter');
  const waiting = page.getByRole('region', { name: 'Waiting to be sent' });
  await waiting.getByRole('button', { name: 'Discard' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).focus();
  await page.keyboard.press('Enter');
  await expect(waiting).toBeHidden();
  await context.setOffline(false);
});

/** What of an account is in the browser, in all four places. */
function left(page: Page) {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('keyval-store');
      opening.onupgradeneeded = () => opening.result.createObjectStore('keyval');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const keys = await new Promise<IDBValidKey[]>(resolve => {
      const asked = database.transaction('keyval').objectStore('keyval').getAllKeys();
      asked.onsuccess = () => resolve(asked.result);
    });
    return {
      caches: (await caches.keys()).filter(name => /answers|shell/.test(name)),
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      database: keys.map(String),
    };
  });
}

test('signing out leaves nothing of the account in the browser', async ({ page }) => {
  await settle(page);
  await page.evaluate(() => localStorage.setItem('skein.recent', '["secret"]'));
  // The answer of the real server would end the session; what is looked at is what stays behind.
  await page.route('**/auth/sign_out', route =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Signed out</h1>' }),
  );
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('A secret draft');
  await page.keyboard.press('Escape');
  await expect(page.getByText('kept', { exact: false })).toBeVisible();
  await page.goto('/settings');
  expect(Object.values(await left(page)).every(one => one.length > 0)).toBe(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Signed out' })).toBeVisible();
  expect(await left(page)).toEqual({ caches: [], local: [], session: [], database: [] });
});
