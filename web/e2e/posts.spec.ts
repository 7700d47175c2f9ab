import { expect, open, test } from './fixtures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('pictures are turned, looked at closely and left by keys, sixteen of them', async ({
  page,
  running,
}) => {
  await open(page, running.hard.pictures);
  await page.getByRole('button', { name: 'Sheet 4 of the field book.' }).click();
  await expect(page.getByRole('dialog', { name: '4 of 16' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  const viewer = page.getByRole('dialog', { name: '5 of 16' });
  const picture = viewer.getByRole('img', { name: 'Sheet 5 of the field book.' });
  await expect(picture).toBeInViewport();
  const width = async () => (await picture.boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('+');
  await expect.poll(width).toBeGreaterThan(before);
  await viewer.getByRole('button', { name: 'Further away' }).click();
  await expect.poll(width).toBe(before);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a swipe turns to the next picture', async ({ page, running }) => {
  await open(page, running.hard.pictures);
  await page.getByRole('button', { name: 'Sheet 1 of the field book.' }).click();
  await expect(page.getByRole('dialog', { name: '1 of 16' })).toBeVisible();
  const strip = page.locator('.media-viewer__strip');
  await strip.evaluate(element => element.scrollBy({ left: element.clientWidth }));
  const viewer = page.getByRole('dialog', { name: '2 of 16' });
  await expect(viewer.getByText('Sheet 2 of the field book.')).toBeVisible();
});

test('a post is boosted for followers only, and shown on another page', async ({
  page,
  running,
}) => {
  await open(page, running.hard.thai);
  const post = page.getByRole('article').first();
  await post.getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('menuitem', { name: /^Boost for others/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Boost for whom?' });
  await dialog.getByRole('radio', { name: /Followers/ }).check();
  await dialog.getByRole('button', { name: 'Boost' }).click();
  await expect(post.getByRole('button', { name: /^Boost/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await post.getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('menuitem', { name: 'Show on another page' }).click();
  const embed = page.getByRole('dialog', { name: 'Show on another page' });
  await expect(embed.getByRole('textbox')).toHaveValue(/^<(iframe|blockquote) /);
});

test('who quoted is listed', async ({ page, running }) => {
  await open(page, `/@maja/${running.thread.id}`);
  await page.getByRole('link', { name: '1 quote' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Quoted by' })).toBeVisible();
  await expect(page.getByRole('article').first()).toContainText('Quietly agreeing with this.');
});

test('what an author says in one go is one row at home, which leads to the rest', async ({
  page,
  running,
}) => {
  const first = await running.maja.says('How to count geese, in three steps.');
  const second = await running.maja.says('First, count the feet.', { in_reply_to_id: first.id });
  const third = await running.maja.says('Then divide by two.', { in_reply_to_id: second.id });
  const home = () => running.ada.ask<{ id: string }[]>('GET', '/api/v1/timelines/home?limit=5');
  await expect.poll(async () => (await home()).map(one => one.id)).toContain(third.id);
  await open(page, '/home');
  await expect(page.getByText('Then divide by two.')).toHaveCount(0);
  await page.getByRole('link', { name: '2 more posts in this thread' }).click();
  await expect(page.getByText('Then divide by two.')).toBeVisible();
});

test('forty answers deep, everything has its place on the narrowest screen', async ({
  page,
  running,
}) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await open(page, running.hard.forked);
  await expect(page.getByText('Step 40: it was two.')).toHaveCount(1);
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over).toBe(0);
  const widths = await page
    .locator('.thread-branch .post-body')
    .evaluateAll(all => all.map(one => one.getBoundingClientRect().width));
  expect(Math.min(...widths)).toBeGreaterThan(150);
  await page.getByRole('button', { name: 'Fold replies' }).first().click();
  await expect(page.getByText('Step 40: it was two.')).toHaveCount(0);
  await page.getByRole('button', { name: /^Show \d+ replies$/ }).click();
  await expect(page.getByText('Step 40: it was two.')).toHaveCount(1);
});
