import { expect, open, test } from './fixtures.ts';

test.use({ viewport: { width: 412, height: 860 } });

test('a message comes in live, is read and answered, and the conversation deleted', async ({
  page,
  running,
}) => {
  const { maja } = running;
  await open(page, '/home');
  await maja.says('@ada number three is packed. Which door?', { visibility: 'direct' });
  const item = page.getByRole('link', { name: /^Messages/ });
  await expect(item).toContainText('1 unread');
  await item.click();
  await expect(page.getByText(/not end-to-end encrypted/)).toBeVisible();
  await page.getByRole('article').getByRole('link', { name: 'New Maja Lindqvist' }).click();
  await expect(page.getByText('number three is packed. Which door?')).toBeVisible();
  await expect(item).not.toContainText('unread');
  await page.getByRole('textbox', { name: 'To Maja Lindqvist' }).fill('The blue one.');
  await page.getByRole('button', { name: 'Send' }).click();
  const messages = page.getByRole('list', { name: 'Messages' });
  await expect(messages.getByText('The blue one.')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveValue('');
  const said = await maja.ask<{ last_status: { id: string; content: string } }[]>(
    'GET',
    '/api/v1/conversations',
  );
  expect(said[0]?.last_status.content).toContain('The blue one.');
  await maja.says('@ada on my way.', {
    visibility: 'direct',
    in_reply_to_id: said[0]?.last_status.id,
  });
  await expect(messages.getByText('on my way.')).toBeVisible();
  await page.getByRole('button', { name: 'About this conversation' }).click();
  await page.getByRole('menuitem', { name: 'Delete conversation' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No messages yet')).toBeVisible();
});

test('with the keyboard alone: from a profile to a new message, sent by Ctrl+Enter', async ({
  page,
}) => {
  await open(page, '/@tomas');
  await page.getByRole('button', { name: 'More about this account' }).focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: 'Message @tomas' });
  for (let turn = 0; turn < 6; turn += 1) {
    if (await item.evaluate(one => one === document.activeElement)) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  const text = page.getByRole('textbox', { name: 'To Tomás Ferreira' });
  await expect(text).toBeVisible();
  await text.focus();
  await page.keyboard.type('Two of the dark ones, please.');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/conversations\/\d+$/);
  await expect(
    page.getByRole('list', { name: 'Messages' }).getByText('Two of the dark ones, please.'),
  ).toBeVisible();
});

test('somebody to write to is found by name', async ({ page }) => {
  await open(page, '/conversations');
  await page.getByRole('link', { name: 'New message' }).first().click();
  await page.getByRole('searchbox', { name: 'To whom?' }).fill('layla');
  await page.getByRole('link', { name: /ليلى حداد/ }).click();
  await expect(page.getByRole('textbox', { name: /ليلى حداد/ })).toBeVisible();
});
