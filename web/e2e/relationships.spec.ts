import { expect, open, test } from './fixtures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('somebody is muted for a day, found in the list with its end, and let go', async ({
  page,
}) => {
  await open(page, '/@wren');
  await page.getByRole('button', { name: 'More about this account' }).click();
  await page.getByRole('menuitem', { name: 'Mute @wren' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mute @wren?' });
  await dialog.getByRole('combobox', { name: 'How long' }).selectOption({ label: '1 day' });
  await dialog.getByRole('checkbox', { name: 'Also no notifications from them' }).uncheck();
  await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(page.getByText(/^Muted until/)).toBeVisible();
  await open(page, '/settings');
  await page.getByRole('link', { name: 'Muted people' }).click();
  const row = page.getByRole('article').filter({ hasText: '@wren' });
  await expect(row.getByText(/^Until/)).toBeVisible();
  await expect(row.getByText('You still get their notifications.')).toBeVisible();
  await row.getByRole('button', { name: 'Unmute' }).click();
  await expect(row.getByText('No longer muted')).toBeVisible();
});

test('a note, a list and languages are kept about somebody', async ({ page }) => {
  await open(page, '/@maja');
  const menu = page.getByRole('button', { name: 'More about this account' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Write a note to yourself' }).click();
  await page.getByRole('textbox', { name: /for your eyes only/ }).fill('Owes me a thermos.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Owes me a thermos.')).toBeVisible();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Add to or remove from lists' }).click();
  const lists = page.getByRole('dialog', { name: '@maja on your lists' });
  await lists.getByRole('textbox', { name: 'New list' }).fill('Estuary');
  await lists.getByRole('button', { name: 'Make' }).click();
  await lists.getByRole('checkbox', { name: 'Estuary' }).check();
  await page.keyboard.press('Escape');
  await menu.click();
  await page.getByRole('menuitem', { name: 'Languages to read them in…' }).click();
  await page
    .getByRole('checkbox', { name: /English/ })
    .first()
    .check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.reload();
  await expect(page.getByText('Owes me a thermos.')).toBeVisible();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Add to or remove from lists' }).click();
  await expect(lists.getByRole('checkbox', { name: 'Estuary' })).toBeChecked();
});

test('with the keyboard alone: a server is blocked and freed, a hashtag followed and left', async ({
  page,
}) => {
  await open(page, '/domain_blocks');
  await page.getByRole('textbox', { name: 'Block a server' }).focus();
  await page.keyboard.type('https://loud.example/@somebody');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Block all of loud.example?' });
  await expect(dialog.getByText('No follows are lost.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Block', exact: true }).focus();
  await page.keyboard.press('Enter');
  const row = page.getByRole('article').filter({ hasText: 'loud.example' });
  await row.getByRole('button', { name: 'Unblock' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('You block no server')).toBeVisible();
  await open(page, '/tags/birds');
  await page.getByRole('button', { name: 'Follow', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Following' })).toBeVisible();
  await open(page, '/followed_tags');
  await page.getByRole('article').getByRole('button', { name: 'Following' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').getByRole('button', { name: 'Follow' })).toBeVisible();
});
