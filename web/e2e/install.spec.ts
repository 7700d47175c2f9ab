import type { CDPSession, Page } from '@playwright/test';
import { expect, open, test } from './fixtures.ts';

interface Icon {
  src: string;
  sizes: string;
}

/** The worker of the page, as the browser names it to those who look inside. */
async function workerOf(page: Page): Promise<{ session: CDPSession; registration: string }> {
  const session = await page.context().newCDPSession(page);
  const found = new Promise<string>(resolve =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  return { session, registration: await found };
}

test('the app can be installed: every icon and shortcut of its manifest is there', async ({
  page,
}) => {
  await open(page, '/home');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await page.request.get(href ?? '')).json()) as {
    icons: Icon[];
    shortcuts: { url: string }[];
  };
  for (const { src, sizes } of manifest.icons.filter(one => one.sizes !== 'any')) {
    const size = await page.evaluate(async address => {
      const picture = new Image();
      picture.src = address;
      await picture.decode();
      return `${picture.naturalWidth}x${picture.naturalHeight}`;
    }, src);
    expect(size).toBe(sizes);
  }
  for (const { url } of manifest.shortcuts) {
    await open(page, url);
    await expect(page.getByText('There is nothing here')).toHaveCount(0);
  }
});

test('what another app shares stands in the composer, with home behind it', async ({ page }) => {
  await page.goto('/share?title=Geese&text=Four+thousand&url=https%3A%2F%2Fa.example%2Fgeese');
  const dialog = page.getByRole('dialog', { name: 'New post' });
  await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue(
    'Geese\n\nFour thousand\n\nhttps://a.example/geese',
  );
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/home$/);
});

test('a notification is pushed in the reader’s language, and leads to what it is about', async ({
  page,
  context,
  running,
}) => {
  await context.grantPermissions(['notifications']);
  await open(page, '/settings/appearance');
  await page.getByLabel('Language', { exact: true }).selectOption('de');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Aussehen und Sprache');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() =>
      page.evaluate(async () =>
        (await (await caches.match('/words-of-notifications'))?.text())?.includes('erwähnt'),
      ),
    )
    .toBe(true);
  const [notice] = await running.ada.ask<{ id: string; status: { id: string } }[]>(
    'GET',
    '/api/v1/notifications?types[]=mention&limit=1',
  );
  const { session, registration } = await workerOf(page);
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId: registration,
    data: JSON.stringify({
      notification_id: notice?.id,
      notification_type: 'mention',
      title: 'You were mentioned',
      body: 'number three of the edition',
    }),
  });
  const titles = () =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.ready;
      return (await worker.getNotifications()).map(one => [one.title, one.lang, one.data.path]);
    });
  await expect
    .poll(titles)
    .toEqual([[expect.stringContaining('hat dich erwähnt'), 'de', `/@maja/${notice?.status.id}`]]);
  await page.getByLabel('Sprache', { exact: true }).selectOption('');
});
