import { expect, open, test } from './fixtures.ts';
import { Person } from './people.ts';

test.use({ viewport: { width: 412, height: 860 } });

interface Marked {
  notifications?: { last_read_id: string };
}

async function stranger(ada: Person, name: string): Promise<Person> {
  await ada.server.account(name);
  const person = new Person(ada.server, name, await ada.server.token(name));
  const { id } = await person.ask<{ id: string }>('GET', '/api/v1/accounts/verify_credentials');
  person.id = id;
  return person;
}

test('each kind of notification can be looked at by itself', async ({ page }) => {
  await open(page, '/notifications');
  const kinds = page.getByRole('navigation', { name: 'Kinds of notifications' });
  await kinds.getByRole('link', { name: 'Favourites' }).click();
  await expect(page.getByText(/made your post a favourite/).first()).toBeVisible();
  await expect(page.getByText(/boosted your post/)).toHaveCount(0);
  await kinds.getByRole('link', { name: 'Boosts' }).click();
  await expect(page.getByText(/boosted your post/).first()).toBeVisible();
  await kinds.getByRole('link', { name: 'Polls' }).click();
  await expect(page.getByText('None of these yet')).toBeVisible();
});

test('a new one has a mark until it was seen, here or on another device', async ({
  page,
  running,
}) => {
  const { ada, maja } = running;
  await open(page, '/notifications');
  const count = () => ada.ask<{ count: number }>('GET', '/api/v2/notifications/unread_count');
  await expect.poll(async () => (await count()).count).toBe(0);
  await open(page, '/home');
  const bell = page.getByRole('link', { name: /^Notifications/ });
  await expect(bell).not.toContainText('unread');
  await maja.says('@ada the geese are back, and so is the frost.');
  await expect(bell).toContainText('1 unread');
  await bell.click();
  const fresh = page.locator('.notice-frame--new');
  await expect(fresh).toHaveCount(1);
  await expect(fresh).toContainText('so is the frost');
  await expect(bell).not.toContainText('unread');
  await maja.says('@ada bring gloves.');
  await expect(page.getByRole('button', { name: '1 new notification' })).toBeVisible();
  const all = await ada.ask<{ id: string }[]>('GET', '/api/v1/notifications?limit=1');
  await ada.ask<Marked>('POST', '/api/v1/markers', {
    notifications: { last_read_id: all[0]?.id },
  });
  await page.reload();
  await expect(bell).not.toContainText('unread');
});

test('a stranger is held back, looked at and let in', async ({ page, running }) => {
  await open(page, '/notifications/policy');
  const choice = page.getByRole('group', { name: 'People you do not follow' });
  await choice.getByRole('radio', { name: 'Hold back' }).check({ force: true });
  await expect(choice.getByRole('radio', { name: 'Hold back' })).toBeChecked();
  const iris = await stranger(running.ada, 'iris');
  await iris.says('@ada do you teach?');
  await open(page, '/notifications');
  await expect(page.getByText('do you teach?')).toHaveCount(0);
  await page.getByRole('link', { name: 'Notifications from one person are held back' }).click();
  await page.getByRole('link', { name: 'Look' }).click();
  await expect(page.getByRole('article').getByText('do you teach?')).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('You hear from @iris as usual now.')).toBeVisible();
  await expect(page.getByText('Nobody is held back')).toBeVisible();
  await expect(async () => {
    await open(page, '/notifications');
    await expect(page.getByText('do you teach?')).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 20_000 });
  await running.ada.ask('PATCH', '/api/v2/notifications/policy', { for_not_following: 'accept' });
});

test('with the keyboard alone: who asks to follow is answered', async ({ page, running }) => {
  await running.ada.ask('PATCH', '/api/v1/accounts/update_credentials', { locked: true });
  const otto = await stranger(running.ada, 'otto');
  await otto.follows(running.ada);
  await open(page, '/notifications');
  const banner = page.getByRole('link', { name: 'One person asks to follow you' });
  await banner.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Follow requests' })).toBeFocused();
  await page.keyboard.press('j');
  const accept = page.getByRole('button', { name: 'Accept' });
  for (let turn = 0; turn < 12; turn += 1) {
    if (await accept.evaluate(button => button === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(accept).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Answered')).toBeVisible();
  await running.ada.ask('PATCH', '/api/v1/accounts/update_credentials', { locked: false });
});

test('home offers to go on where another device stopped', async ({ page, running }) => {
  const { ada } = running;
  const posts = await ada.ask<{ id: string; content: string }[]>(
    'GET',
    '/api/v1/timelines/home?limit=40',
  );
  const stopped = posts.at(-4);
  await ada.ask('POST', '/api/v1/markers', { home: { last_read_id: stopped?.id } });
  await open(page, '/home');
  await page.getByRole('button', { name: 'Continue where you stopped' }).click();
  const post = page.locator(`[data-post="${stopped?.id}"]`);
  await expect(post).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Show posts in between' })).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Continue where you stopped' })).toHaveCount(0);
});
