// Two people on two servers, each in a browser of their own.

import { type Browser, expect, type Page, test } from '@playwright/test';
import { signIn } from '../sign_in.ts';

const one = process.env.SKEIN_ONE ?? '';
const two = process.env.SKEIN_TWO ?? '';
const ann = process.env.SKEIN_ANN ?? '';
const bob = process.env.SKEIN_BOB ?? '';
const hostOf = (url: string) => new URL(url).host;

async function enter(browser: Browser, url: string, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url });
  await context.addCookies(await signIn(url, name));
  const page = await context.newPage();
  await page.goto('/home');
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  return page;
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Write' }).click();
  const dialog = page.getByRole('dialog', { name: 'New post' });
  await dialog.getByRole('textbox', { name: 'Text' }).fill(text);
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toBeHidden();
}

test('somebody on another server is found by handle, followed, read and answered, and hears of it', async ({
  browser,
}) => {
  const here = await enter(browser, one, ann);
  const there = await enter(browser, two, bob);

  await here.goto(`/search?q=@${bob}@${hostOf(two)}`);
  await here
    .getByRole('link', { name: new RegExp(`@${bob}@${hostOf(two)}`) })
    .first()
    .click();
  await here.getByRole('button', { name: 'Follow', exact: true }).click();
  await expect(here.getByRole('button', { name: /^(Following|Requested)/ })).toBeVisible();
  await there.goto('/notifications');
  await expect(there.getByText(/follow(s|ed) you/).first()).toBeVisible();

  await here.goto('/home');
  await there.goto('/home');
  await write(there, 'Hello from the other side of the lake.');
  const post = here.getByRole('article').filter({ hasText: 'the other side of the lake' });
  await expect(post.or(here.getByRole('button', { name: '1 new post' })).first()).toBeVisible();
  await here.reload();
  await post
    .first()
    .getByRole('button', { name: /^Favourite/ })
    .click();
  await post
    .first()
    .getByRole('button', { name: /^Reply/ })
    .click();
  const text = here.getByRole('textbox', { name: 'Text' });
  await expect(text).toHaveValue(`@${bob}@${hostOf(two)} `);
  await text.press('End');
  await text.pressSequentially('we hear you.');
  await text.press('Control+Enter');

  await there.goto('/notifications');
  await expect(async () => {
    await there.reload();
    await expect(there.getByText('we hear you.')).toBeVisible({ timeout: 3000 });
    await expect(there.getByText(/made your post a favourite/).first()).toBeVisible({
      timeout: 3000,
    });
  }).toPass({ timeout: 40_000 });
});
