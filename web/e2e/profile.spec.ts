import { expect, open, test } from './fixtures.ts';
import { drawScene, scenes } from './pictures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('a picture is cut to its frame with the keyboard, described, and shown', async ({ page }) => {
  await open(page, '/settings/profile');
  const picture = { name: 'wide.png', mimeType: 'image/png', buffer: drawScene(scenes.night) };
  await page.getByLabel('Change banner').first().setInputFiles(picture);
  const dialog = page.getByRole('dialog', { name: 'Change banner' });
  await dialog.getByRole('slider', { name: 'Closer' }).focus();
  for (let steps = 0; steps < 10; steps += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await page.keyboard.press('End');
  await dialog.getByRole('textbox').fill('The sea by night.');
  await dialog.getByRole('button', { name: 'Use this part' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The sea by night.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove banner' }).click();
  await expect(page.getByText('The sea by night.')).toBeHidden();
});

test('facts and hashtags are put on the profile, and stand there', async ({ page }) => {
  await open(page, '/settings/profile');
  await page.getByRole('textbox', { name: 'Label 1' }).fill('Prints');
  await page.getByRole('textbox', { name: 'Content 1' }).fill('https://prints.example/');
  await expect(page.getByText('Save, and the page is looked at.')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Looking at the page…')).toBeVisible();
  await page.getByText('Show that a page is yours').click();
  await expect(page.getByText(/<a rel="me" href=".*@ada">/)).toBeVisible();
  await page.getByRole('textbox', { name: 'New hashtag' }).fill('linocut');
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('list', { name: 'Hashtags on your profile' })).toContainText(
    '#linocut',
  );
  await page.goto('/@ada');
  await expect(page.getByText('prints.example')).toBeVisible();
});
