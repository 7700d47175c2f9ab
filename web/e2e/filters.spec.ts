import { expect, open, test } from './fixtures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test.afterEach(async ({ running }) => {
  for (const { id } of await running.ada.ask<{ id: string }[]>('GET', '/api/v2/filters'))
    await running.ada.ask('DELETE', `/api/v2/filters/${id}`);
});

test('a word of a post is muted for a day in four presses, gone at once, and taken back', async ({
  page,
  running,
}) => {
  await running.maja.says('Football all evening again, and the geese asleep.');
  await open(page, '/@maja');
  const post = page.getByRole('article').filter({ hasText: 'Football all evening' });
  await post.getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('menuitem', { name: 'Mute words of this post' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mute words' });
  await dialog.getByRole('button', { name: 'Football' }).click();
  await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(post).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(post).toHaveCount(0);
  await open(page, '/filters');
  await expect(
    page.getByRole('link', { name: /Football.*Ends (in 24 hours|tomorrow)/ }),
  ).toBeVisible();
});

test('a filter is tried before it is saved, and then folds posts in lists and threads', async ({
  page,
  running,
}) => {
  await open(page, '/settings');
  await page.getByRole('link', { name: 'Filters' }).click();
  await page.getByRole('link', { name: 'New filter' }).first().click();
  await page.getByRole('textbox', { name: 'A word or a phrase' }).fill('barnacle');
  await expect(page.getByText(/^1 of the \d+ posts you read lately/)).toBeVisible();
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Geese');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('link', { name: /Geese.*barnacle.*Warn.*Everywhere/ })).toBeVisible();
  await open(page, '/@maja/media');
  await page.mouse.wheel(0, 400);
  const folded = page.getByRole('article', { name: 'Filtered: Geese' });
  await expect(folded.first()).toBeVisible();
  await folded.first().getByRole('button', { name: 'Show anyway' }).click();
  await expect(page.getByText(/four thousand barnacle geese/).first()).toBeVisible();
  // The post one came to read is not folded.
  await open(page, `/@maja/${running.thread.id}`);
  await expect(page.getByText(/four thousand barnacle geese/).first()).toBeVisible();
});

test('with the keyboard alone: a filter is made, changed and deleted', async ({ page }) => {
  await open(page, '/filters/new');
  const text = page.getByRole('textbox', { name: 'A word or a phrase' });
  await text.focus();
  await page.keyboard.type('caraway');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ hasText: 'caraway' }).first()).toBeVisible();
  await page.getByRole('radio', { name: 'Warn' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Hide' })).toBeChecked();
  await page.getByRole('button', { name: 'Save' }).focus();
  await page.keyboard.press('Enter');
  const row = page.getByRole('link', { name: /caraway/ });
  await row.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'About this filter' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('No filters yet')).toBeVisible();
});
