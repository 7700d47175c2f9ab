import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, open, noisy as test } from './fixtures.ts';
import type { Town } from './people.ts';

const port = 14_180;

/** The app as somebody sees it who has just signed up. */
async function asNewcomer(town: Town, name: string) {
  const { server } = town.ada;
  await server.account(name);
  const token = await server.token(name);
  const proxy = spawn(process.execPath, ['tools/serve_built.ts', String(port)], {
    env: { ...process.env, SKEIN_URL: server.url, SKEIN_TOKEN: token },
  });
  await once(proxy.stdout, 'data');
  return { url: `http://127.0.0.1:${port}`, stop: () => proxy.kill() };
}

test.use({ viewport: { width: 412, height: 860 } });

test('a newcomer chooses topics and people, writes, and finds a home that is not empty', async ({
  page,
  running,
}) => {
  test.setTimeout(90_000);
  const app = await asNewcomer(running, 'nova');
  try {
    await page.goto(`${app.url}/home`);
    await expect(page).toHaveURL(/\/welcome$/);
    await page.getByRole('button', { name: 'birds', exact: true }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText('Writes about #birds').first()).toBeVisible();
    await page.getByRole('button', { name: /^Follow (all|this)/ }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('link', { name: 'Bring a file' })).toHaveAttribute(
      'href',
      '/settings/import',
    );
    await page.getByRole('button', { name: 'Skip', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nova Okafor');
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByRole('button', { name: 'Write it' }).click();
    const text = page.getByRole('textbox', { name: 'Text' });
    await expect(text).toHaveValue('Hello! #introduction #birds');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Go home' }).click();
    await expect(page.getByRole('article').nth(3)).toBeVisible();
    await page.reload();
    await expect(page).toHaveURL(/\/home$/);
  } finally {
    app.stop();
  }
});

test('with the keyboard alone everything is skipped, and the empty home shows whom one might read', async ({
  page,
  running,
}) => {
  test.setTimeout(90_000);
  const app = await asNewcomer(running, 'pia');
  try {
    await page.goto(`${app.url}/`);
    const leave = page.getByRole('button', { name: 'Skip all' });
    await leave.waitFor();
    for (let steps = 0; steps < 30; steps += 1) {
      await page.keyboard.press('Tab');
      if (await leave.evaluate(button => button === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/home$/);
    await expect(page.getByRole('link', { name: 'First steps' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Follow', exact: true }).first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole('link', { name: 'First steps' })).toBeVisible();
  } finally {
    app.stop();
  }
});

test('an owner sees what is left after setting up, and every link leads somewhere', async ({
  page,
}) => {
  await open(page, '/settings');
  await page.getByRole('link', { name: 'After setting up the server' }).click();
  await page.getByRole('checkbox', { name: 'I have seen to it' }).first().check();
  await expect(page.getByRole('status').getByText(/things are left/)).toBeVisible();
  for (const link of await page.locator('main a').all()) {
    const answer = await page.request.get((await link.getAttribute('href')) ?? '');
    expect(answer.ok(), (await link.textContent()) ?? '').toBe(true);
  }
});
