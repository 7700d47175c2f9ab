import { expect, request } from '@playwright/test';
import { password } from './skein.ts';

/** Signs somebody in as the form does, and gives the cookies that were set. */
export async function signIn(url: string, name: string) {
  const browser = await request.newContext({ baseURL: url, ignoreHTTPSErrors: true });
  const form = await (await browser.get('/auth/sign_in')).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
  const answer = await browser.post('/auth/sign_in', {
    form: { csrf, login: name, password },
    maxRedirects: 0,
  });
  expect(answer.status(), 'signing in').toBe(303);
  const { cookies } = await browser.storageState();
  await browser.dispose();
  return cookies;
}
