import { expect, open, test } from './fixtures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('a search is narrowed by chips, read by kind, and offered again', async ({ page }) => {
  await open(page, '/search?q=geese');
  await expect(page.getByRole('heading', { name: 'Posts' })).toBeVisible();
  await page.getByRole('button', { name: 'With pictures' }).click();
  await expect(page.getByRole('article').first()).toContainText('four thousand barnacle geese');
  await page.getByRole('button', { name: 'With pictures Take off' }).click();
  await page.getByRole('link', { name: 'People' }).click();
  await expect(page).toHaveURL(/type=accounts/);
  await open(page, '/search');
  await expect(page.getByRole('region', { name: 'Searched lately' })).toContainText('geese');
  await page.getByRole('button', { name: 'Remove all' }).click();
  await expect(page.getByText('Searched lately')).toHaveCount(0);
});

test('an address that is pasted is opened here', async ({ page, running }) => {
  await open(page, '/search');
  const address = `${running.url}/@maja/${running.thread.id}`;
  await page.getByRole('searchbox').fill(address.replace('http:', 'http:'));
  await page.getByRole('searchbox').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Post' })).toBeVisible();
});

test('people are found in the directory, and followed', async ({ page }) => {
  await open(page, '/explore/people');
  await page.getByRole('link', { name: 'Directory' }).click();
  await page.getByRole('link', { name: 'Everywhere' }).click();
  await expect(page).toHaveURL(/directory\/everywhere/);
  await expect(page.getByRole('heading', { level: 1, name: 'Directory' })).toBeVisible();
});

test('an announcement stands above home until it was read', async ({ page }) => {
  const announcement = {
    id: '1',
    content: '<p>Down for an hour on Friday.</p>',
    starts_at: null,
    ends_at: null,
    all_day: false,
    published_at: '2026-11-29T12:00:00.000Z',
    updated_at: '2026-11-29T12:00:00.000Z',
    read: false,
    mentions: [],
    statuses: [],
    tags: [],
    emojis: [],
    reactions: [],
  };
  await page.route('**/api/v1/announcements?**', route => route.fulfill({ json: [announcement] }));
  await page.route('**/api/v1/announcements/1/**', route => route.fulfill({ json: {} }));
  await open(page, '/home');
  await expect(page.getByText('Down for an hour on Friday.')).toBeVisible();
  await page.getByRole('button', { name: 'React' }).click();
  await page.getByRole('menuitem', { name: '🎉' }).click();
  await expect(page.getByRole('button', { name: '🎉 1' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(page.getByText('Down for an hour on Friday.')).toHaveCount(0);
  await open(page, '/announcements');
  await expect(page.getByText('Down for an hour on Friday.')).toBeVisible();
});

test('the server says whose it is and what holds', async ({ page }) => {
  await open(page, '/about');
  await expect(page.getByRole('heading', { name: 'Rules' })).toBeVisible();
  await expect(
    page.getByRole('main').getByRole('link', { name: 'Terms of service' }),
  ).toHaveAttribute('href', '/terms-of-service');
});
