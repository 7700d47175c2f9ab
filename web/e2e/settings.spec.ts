import { expect, open, test } from './fixtures.ts';

test('what is chosen is seen at once, and is there after a reload', async ({ page }) => {
  await open(page, '/settings/appearance');
  const root = page.locator('html');
  await page.getByLabel('Theme').selectOption('dark');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  const before = await root.evaluate(one => getComputedStyle(one).getPropertyValue('--accent'));
  await page.getByRole('radio', { name: 'Plum' }).check();
  await expect
    .poll(() => root.evaluate(one => getComputedStyle(one).getPropertyValue('--accent')))
    .not.toBe(before);
  await page.getByRole('checkbox', { name: /^Less motion/ }).check();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Plum' })).toBeChecked();
  await expect(root).toHaveAttribute('data-motion', 'less');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('radio', { name: 'Lake' }).check();
  await page.getByLabel('Theme').selectOption('system');
  await page.getByRole('checkbox', { name: /^Less motion/ }).uncheck();
});

test('another language is there at once, from right to left too', async ({ page }) => {
  await open(page, '/settings/appearance');
  await page.getByLabel('Language', { exact: true }).selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('المظهر واللغة');
  await page.getByLabel('اللغة', { exact: true }).selectOption('');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('with the keyboard alone: a key is changed and used, and all are switched off', async ({
  page,
}) => {
  await open(page, '/settings/keys');
  const home = page.getByRole('textbox', { name: 'Go home' });
  await home.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('h');
  await page.keyboard.press('Tab');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  await page.goBack();
  await page.getByRole('checkbox', { name: /^Single-key/ }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { level: 1, name: 'Keyboard' })).toBeVisible();
  await page.getByRole('checkbox', { name: /^Single-key/ }).check();
  await page.getByRole('button', { name: 'Use the usual keys' }).click();
  await expect(home).toHaveValue('g h');
});

test('a switch of privacy holds at once', async ({ page, running }) => {
  await open(page, '/settings/privacy');
  const locked = page.getByRole('checkbox', { name: /^Approve followers/ });
  await locked.check();
  await expect
    .poll(async () => {
      const account = await running.ada.ask<{ locked: boolean }>(
        'GET',
        '/api/v1/accounts/verify_credentials',
      );
      return account.locked;
    })
    .toBe(true);
  await locked.uncheck();
  await expect(locked).not.toBeChecked();
});

test('every row of the settings leads to a page that is there', async ({ page }) => {
  await open(page, '/settings');
  const rows = page.locator('.settings-page a');
  expect(await rows.count()).toBeGreaterThan(18);
  for (const row of await rows.all()) {
    const href = (await row.getAttribute('href')) ?? '';
    const answer = await page.request.get(href, { maxRedirects: 0 });
    // A page of the server's own wants a session of its own, and leads to signing in without one.
    expect([200, 303], href).toContain(answer.status());
  }
});
