import type { BrowserContext } from '@playwright/test';
import { expect, open, noisy as test } from './fixtures.ts';
import { signIn } from './sign_in.ts';
import type { Skein } from './skein.ts';

/** The browser of somebody who has just signed up. */
async function becomeNewcomer(context: BrowserContext, server: Skein, name: string) {
  await server.account(name);
  await context.clearCookies();
  await context.addCookies(await signIn(server.url, name));
}

test.use({ viewport: { width: 412, height: 860 } });

test('a newcomer chooses topics and people, writes, and finds a home that is not empty', async ({
  page,
  context,
  running,
}) => {
  test.setTimeout(90_000);
  await becomeNewcomer(context, running.server, 'nova');
  await page.goto('/home');
  await expect(page).toHaveURL(/\/welcome$/);
  await page.getByRole('button', { name: 'birds', exact: true }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Writes about #birds').first()).toBeVisible();
  await page.getByRole('button', { name: /^Follow (all|this)/ }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('link', { name: 'Bring a file' })).toHaveAttribute(
    'href',
    '/settings/import',
  );
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nova Okafor');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByRole('button', { name: 'Write it' }).click();
  const text = page.getByRole('textbox', { name: 'Text' });
  await expect(text).toHaveValue('Hello! #introduction #birds');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('button', { name: 'Go home' }).click();
  await expect(page.getByRole('article').nth(3)).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/home$/);
});

test('with the keyboard alone everything is skipped, and the empty home shows whom one might read', async ({
  page,
  context,
  running,
}) => {
  test.setTimeout(90_000);
  await becomeNewcomer(context, running.server, 'pia');
  await page.goto('/');
  const leave = page.getByRole('button', { name: 'Skip all' });
  await leave.waitFor();
  for (let steps = 0; steps < 30; steps += 1) {
    await page.keyboard.press('Tab');
    if (await leave.evaluate(button => button === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/home$/);
  await expect(page.getByRole('link', { name: 'First steps' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Follow', exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: 'First steps' })).toBeVisible();
});

test('an owner sees what is left after setting up, and every link leads somewhere', async ({
  page,
}) => {
  await open(page, '/settings');
  await page.getByRole('link', { name: 'After setting up the server' }).click();
  await page.getByRole('checkbox', { name: 'I have seen to it' }).first().check();
  await expect(page.getByRole('status').getByText(/things are left/)).toBeVisible();
  for (const link of await page.locator('main a').all()) {
    const answer = await page.request.get((await link.getAttribute('href')) ?? '');
    expect(answer.ok(), (await link.textContent()) ?? '').toBe(true);
  }
});
