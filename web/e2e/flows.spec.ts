import { expect, open, test } from './fixtures.ts';
import { drawScene, scenes } from './pictures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('a post is written with a warning, a described picture and an audience, and stands at home at once', async ({
  page,
}) => {
  await open(page, '/home');
  await page.getByRole('button', { name: 'Write' }).click();
  const dialog = page.getByRole('dialog', { name: 'New post' });
  await dialog.getByRole('textbox', { name: 'Text' }).fill('The press behaved after all.');
  await expect(dialog.getByText('Everybody, here and on other servers.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Who will see it' }).click();
  await page.getByRole('menuitemradio', { name: 'Followers' }).click();
  await expect(dialog.getByText('Your 5 followers, all of them here.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add a content warning' }).click();
  await dialog.getByRole('textbox', { name: 'Content warning' }).fill('Ink');
  const picture = { name: 'print.png', mimeType: 'image/png', buffer: drawScene(scenes.dune) };
  await dialog.locator('input[type=file]').setInputFiles(picture);
  await dialog.getByRole('button', { name: 'Describe' }).click();
  const description = page.getByRole('dialog', { name: 'Description' });
  await description.getByRole('textbox').fill('A print of dunes.');
  await description.getByRole('button', { name: 'Keep description' }).click();
  await expect(dialog.getByRole('button', { name: 'Change description' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toBeHidden();
  const post = page.getByRole('article').first();
  await expect(post.getByText('Ink')).toBeVisible();
  await post.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(post.getByText('The press behaved after all.')).toBeVisible();
});

test('a draft is kept when the window goes, and offered again', async ({ page }) => {
  await open(page, '/home');
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('half a thought');
  // biome-ignore lint/suspicious/noPlaywrightWaitForTimeout: it is kept at a pause, which is what is waited for
  await page.waitForTimeout(600);
  await page.reload();
  await page.getByRole('button', { name: 'Write' }).click();
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('half a thought');
  await page.getByRole('button', { name: 'Start afresh' }).click();
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('');
});

test('what is liked in one list is liked in all, and stays liked', async ({ page, running }) => {
  await open(page, `/@maja/${running.thread.id}`);
  const favourite = page
    .getByRole('article')
    .first()
    .getByRole('button', { name: /^Favourite/ });
  await favourite.click();
  await expect(favourite).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('link', { name: 'Maja Lindqvist' }).first().click();
  const again = page
    .locator(`[data-post="${running.thread.id}"]`)
    .first()
    .getByRole('button', { name: /^Favourite/ });
  await expect(again).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(again).toHaveAttribute('aria-pressed', 'true');
});

test('new posts wait above, and reading does not jump', async ({ page, running }) => {
  await open(page, '/home');
  await page.mouse.wheel(0, 600);
  // biome-ignore lint/suspicious/noPlaywrightWaitForTimeout: the wheel has no end to wait for
  await page.waitForTimeout(300);
  const before = await page.evaluate(() => window.scrollY);
  await running.maja.says('Seven more, from the north.');
  const waiting = page.getByRole('button', { name: '1 new post' });
  await expect(waiting).toBeVisible();
  expect(await page.evaluate(() => window.scrollY)).toBe(before);
  await waiting.click();
  await expect(page.getByRole('article').first()).toContainText('Seven more, from the north.');
});

test('back leads to the same pixel, and reload to the same place', async ({ page }) => {
  await open(page, '/local');
  await page.mouse.wheel(0, 1400);
  // biome-ignore lint/suspicious/noPlaywrightWaitForTimeout: the wheel has no end to wait for
  await page.waitForTimeout(400);
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(800);
  const post = page.getByRole('article').filter({ visible: true }).nth(2);
  await post.evaluate(element => element.querySelector<HTMLElement>('.post-card__time')?.click());
  await expect(page.getByRole('heading', { level: 1, name: 'Post' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Skein' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  await page.reload();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(before - 200);
});

test('a poll is made, and voted in', async ({ page, running }) => {
  await open(page, `/@tomas/${running.poll.id}`);
  await page.getByRole('radio', { name: 'Potato and dill' }).check();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByText('100%')).toBeVisible();
});

test('an answer in a thread appears where it belongs', async ({ page, running }) => {
  await open(page, `/@maja/${running.thread.id}`);
  await page.getByRole('button', { name: 'Reply to Maja Lindqvist' }).click();
  const text = page.getByRole('textbox', { name: 'Text' });
  await expect(text).toHaveValue('@maja ');
  await text.press('End');
  await text.pressSequentially('and not one of them late.');
  await text.press('Control+Enter');
  await expect(page.getByRole('list', { name: 'Replies' })).toContainText(
    'and not one of them late.',
  );
});

test('whom one mutes is gone at once, and comes back', async ({ page }) => {
  await page.goto('/@tides');
  await page.getByRole('button', { name: 'More about this account' }).click();
  await page.getByRole('menuitem', { name: 'Mute @tides', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(page.getByText('Muted', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Muted', { exact: true })).toBeHidden();
});

test('with the keyboard alone: to the second post, like it, open it, and home again', async ({
  page,
}) => {
  await open(page, '/home');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const post = page.locator('article:focus');
  await expect(post).toBeVisible();
  await page.keyboard.press('s');
  await expect(post.getByRole('button', { name: 'Bookmark' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('s');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Post' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a picture is seen large, with its description, and turned by keys', async ({
  page,
  running,
}) => {
  await open(page, `/@maja/${running.thread.id}`);
  await page.getByRole('button', { name: /A long, wavering line/ }).click();
  const viewer = page.getByRole('dialog', { name: '1 of 2' });
  await expect(viewer.getByText('A long, wavering line of geese over dark water.')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: '2 of 2' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /A long, wavering line/ })).toBeFocused();
});

test('a list is made, filled and read', async ({ page }) => {
  await open(page, '/lists');
  await page.getByRole('textbox', { name: 'New list' }).fill('Birds');
  await page.getByRole('button', { name: 'Make' }).click();
  await page.getByRole('link', { name: 'Birds' }).click();
  await page.getByRole('link', { name: 'People on this list' }).click();
  await page.getByRole('searchbox', { name: 'Find people you follow' }).fill('maja');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('article').first()).toContainText('Maja Lindqvist');
});

test('a name is proposed while it is written, and taken by a key', async ({ page }) => {
  await open(page, '/home');
  await page.getByRole('button', { name: 'Write' }).click();
  const text = page.getByRole('textbox', { name: 'Text' });
  await text.pressSequentially('prints for @maj');
  await expect(page.getByRole('option', { name: /Maja Lindqvist/, selected: true })).toBeVisible();
  await text.press('Enter');
  await expect(text).toHaveValue('prints for @maja ');
  await expect(page.getByRole('listbox')).toHaveCount(0);
});
