import type { Locator, Page } from '@playwright/test';
import { expect, open, test } from './fixtures.ts';
import { drawScene, type Scene, scenes } from './pictures.ts';

test.use({ viewport: { width: 412, height: 860 } });

async function write(page: Page): Promise<Locator> {
  await open(page, '/home');
  await page.getByRole('button', { name: 'Write' }).click();
  return page.getByRole('dialog', { name: 'New post' });
}

function picture(name: string, scene: Scene) {
  return { name, mimeType: 'image/png', buffer: drawScene(scene) };
}

test('a thread is written in one go, and stands as one', async ({ page }) => {
  const dialog = await write(page);
  await dialog.getByRole('textbox', { name: 'Text' }).fill('First the lino is cut.');
  await dialog.getByRole('button', { name: 'Add another post' }).click();
  await dialog.getByRole('textbox', { name: 'Post 2 of 2' }).fill('Then it is inked.');
  await dialog.getByRole('button', { name: 'Add another post' }).click();
  await dialog.getByRole('textbox', { name: 'Post 3 of 3' }).fill('Then one waits.');
  await dialog.getByRole('button', { name: 'Take out post 2' }).click();
  await dialog.getByRole('button', { name: 'Publish 2 posts' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Post' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Replies' })).toContainText('Then one waits.');
});

test('a post waits for its hour, is moved, taken back and cancelled', async ({ page }) => {
  const dialog = await write(page);
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Prints are ready.');
  await dialog.getByRole('button', { name: 'More for this post' }).click();
  await page.getByRole('menuitem', { name: 'Publish later' }).click();
  const when = page.getByRole('dialog', { name: 'Publish later' });
  await when.getByRole('button', { name: 'Set the time' }).click();
  await expect(dialog.getByText(/^To be published:/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('button', { name: 'Look at it' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Prints are ready.' });
  await expect(row.getByText(/^Will be published/)).toBeVisible();
  await row.getByRole('button', { name: 'Another time' }).click();
  await when.getByLabel('Day and time').fill('2031-05-06T07:08');
  await when.getByLabel('Day and time').press('Enter');
  await expect(row.getByText(/2031/)).toBeVisible();
  await row.getByRole('button', { name: 'Change' }).click();
  const again = page.getByRole('dialog', { name: 'New post' });
  await again.getByRole('textbox', { name: 'Text' }).fill('Prints are nearly ready.');
  await again.getByRole('button', { name: 'Schedule' }).click();
  await expect(again).toBeHidden();
  const changed = page.getByRole('listitem').filter({ hasText: 'Prints are nearly ready.' });
  await changed.getByRole('button', { name: 'Cancel post' }).click();
  const question = page.getByRole('dialog', { name: 'Cancel this post?' });
  await question.getByRole('button', { name: 'Cancel post' }).click();
  await expect(page.getByText('Nothing is scheduled')).toBeVisible();
});

test('what is put away is on the list of drafts, and is taken up or deleted there', async ({
  page,
}) => {
  const dialog = await write(page);
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Something for another day.');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Write' }).click();
  await dialog.getByRole('button', { name: 'Start afresh' }).click();
  await dialog.getByRole('button', { name: 'More for this post' }).click();
  await page.getByRole('menuitem', { name: 'Drafts' }).click();
  await page.getByRole('button', { name: 'Something for another day.' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue(
    'Something for another day.',
  );
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Delete draft' }).click();
  await expect(page.getByText('No drafts')).toBeVisible();
});

test('a draft is written in one window at a time, and gone from all when it is published', async ({
  page,
  context,
}) => {
  const dialog = await write(page);
  await dialog.getByRole('textbox', { name: 'Text' }).fill('To be said once.');
  const other = await context.newPage();
  const row = other.getByRole('button', { name: 'To be said once.' });
  await expect(async () => {
    await open(other, '/drafts');
    await expect(row).toBeVisible({ timeout: 1000 });
  }).toPass();
  await row.click();
  await expect(other.getByText('This draft is open elsewhere')).toBeVisible();
  await other.getByRole('button', { name: 'Close' }).click();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toBeHidden();
  await expect(other.getByText('No drafts')).toBeVisible();
});

test('with the keyboard alone: an emoji is looked for, and written where the caret stands', async ({
  page,
}) => {
  await open(page, '/home');
  await page.keyboard.press('n');
  const text = page.getByRole('textbox', { name: 'Text' });
  await text.pressSequentially('a  flew');
  for (let steps = 0; steps < 5; steps += 1) await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: 'Add an emoji' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Search emoji' })).toBeFocused();
  // Those of the server stand first: nobody knows them from a keyboard.
  await expect(page.getByRole('grid', { name: 'Of this server' })).toBeVisible();
  await page.keyboard.type('duck');
  // Nothing is published by it.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Found' })).toBeVisible();
  const groups = page.getByRole('group', { name: 'Kinds of emoji' }).getByRole('button');
  for (let steps = (await groups.count()) + 2; steps > 0; steps -= 1)
    await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'duck' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue('a 🦆 flew');
});

test('pictures are put in order, and one without a description is asked about', async ({
  page,
}) => {
  const dialog = await write(page);
  await dialog
    .locator('input[type=file]')
    .setInputFiles([picture('dune.png', scenes.dune), picture('lake.png', scenes.lake)]);
  await expect(dialog.getByRole('button', { name: 'Describe' })).toHaveCount(2);
  const say = async (at: number, words: string) => {
    await dialog.getByRole('button', { name: 'Describe', exact: true }).nth(at).click();
    const description = page.getByRole('dialog', { name: 'Description' });
    await description.getByRole('slider', { name: 'Bottom to top' }).fill('0.5');
    await description.getByRole('textbox').fill(words);
    await description.getByRole('button', { name: 'Keep description' }).click();
  };
  await say(0, 'Dunes.');
  await expect(dialog.getByRole('button', { name: 'Change description' })).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Move forward' }).nth(1).click();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  const question = page.getByRole('dialog', { name: 'Publish without a description?' });
  await question.getByRole('button', { name: 'Go back and describe' }).click();
  await say(0, 'A lake.');
  await expect(dialog.getByRole('button', { name: 'Change description' })).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toBeHidden();
  const pieces = page.getByRole('article').first().getByRole('listitem');
  await expect(pieces.nth(0).getByRole('img', { name: 'A lake.' })).toBeVisible();
  await expect(pieces.nth(1).getByRole('img', { name: 'Dunes.' })).toBeVisible();
});

test('who may quote is chosen, and a post is changed, then deleted and written anew', async ({
  page,
}) => {
  const dialog = await write(page);
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Not to be quoted.');
  await dialog.getByRole('button', { name: 'Who may quote it' }).click();
  await page.getByRole('menuitemradio', { name: 'Quotes: none' }).click();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  const post = page.getByRole('article').first();
  await expect(post).toContainText('Not to be quoted.');
  await post.getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit post' });
  await expect(edit.getByRole('button', { name: 'Who may quote it' })).toContainText('none');
  await edit.getByRole('textbox', { name: 'Text' }).fill('Not to be quoted, please.');
  await edit.getByRole('button', { name: 'Save changes' }).click();
  await expect(post).toContainText('Not to be quoted, please.');
  await post.getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('menuitem', { name: 'Delete and write anew' }).click();
  const question = page.getByRole('dialog', { name: /Delete this post/ });
  await question.getByRole('button', { name: 'Delete and write anew' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue(
    'Not to be quoted, please.',
  );
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('article').first()).toContainText('Not to be quoted, please.');
});

test('with the keyboard alone: for whom, how it is warned of, two posts, and away', async ({
  page,
}) => {
  await open(page, '/home');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'New post' });
  await expect(dialog.getByRole('textbox', { name: 'Text' })).toBeFocused();
  await page.keyboard.type('Only for those who follow.');
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('Shift+Tab');
  await expect(dialog.getByRole('button', { name: 'Who will see it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: /^Public/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  // What is for few asks no longer who may quote it.
  await expect(dialog.getByRole('button', { name: 'Who may quote it' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Add another post' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Post 2 of 2' })).toBeFocused();
  await page.keyboard.type('And this too.');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const post = page.getByRole('article').filter({ hasText: 'And this too.' });
  await expect(post.first()).toContainText('Followers');
});
