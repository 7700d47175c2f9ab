import { expect, open, test } from './fixtures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('a post is reported as spam, and its author then muted', async ({ page, running }) => {
  await open(page, `/@tomas/${running.poll.id}`);
  await page.getByRole('button', { name: 'More about this post' }).first().click();
  await page.getByRole('menuitem', { name: 'Report this post' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report @tomas' });
  await dialog.getByRole('radio', { name: /It is spam/ }).check();
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByRole('checkbox', { name: /Which loaf/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('textbox').fill('Bread, every day.');
  await dialog.getByRole('button', { name: 'Send report' }).click();
  await expect(dialog.getByText('Thank you: it is with the moderators')).toBeVisible();
  await dialog.getByRole('button', { name: 'Mute @tomas' }).click();
  await page
    .getByRole('dialog', { name: 'Mute @tomas?' })
    .getByRole('button', { name: 'Mute', exact: true })
    .click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('with the keyboard alone: somebody one would rather not see is blocked instead of reported', async ({
  page,
}) => {
  await open(page, '/@tides');
  await page.getByRole('button', { name: 'More about this account' }).focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: 'Report @tides' });
  await expect(item).toBeVisible();
  await page.keyboard.press('End');
  await expect(item).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'What is wrong?' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: /do not want to see/ })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'You need not see it' })).toBeFocused();
  await page.getByRole('button', { name: 'Close' }).last().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
