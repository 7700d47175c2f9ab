import { render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { serve } from '../testing/server.ts';
import { choices, choose } from './choices.ts';
import { me } from './me.ts';
import { forgetOthers, SignOut, signOut, watchAccount } from './sign_out.tsx';

const cleared = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock('idb-keyval', () => ({ clear: cleared }));

const unsubscribe = vi.fn(() => Promise.resolve(true));

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  vi.clearAllMocks();
  me.value = { id: '1' } as NonNullable<typeof me.value>;
  const pushManager = { getSubscription: () => Promise.resolve({ unsubscribe }) };
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { getRegistration: () => Promise.resolve({ pushManager }) },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('nothing is pushed any longer, although the server could not be told', async () => {
  serve({ 'DELETE /api/v1/push/subscription': () => 500 });
  render(<SignOut />);
  const submit = vi.spyOn(HTMLFormElement.prototype, 'submit').mockReturnValue();
  await signOut();
  expect(unsubscribe).toHaveBeenCalledOnce();
  expect(cleared).toHaveBeenCalledOnce();
  expect(submit).toHaveBeenCalledOnce();
});

test('what somebody else chose here goes, at once', async () => {
  serve({});
  await forgetOthers('1');
  choose({ theme: 'dark', welcomed: true });
  expect(await forgetOthers('1')).toBe(false);
  expect(choices.value.theme).toBe('dark');
  expect(await forgetOthers('2')).toBe(true);
  expect(choices.value).toMatchObject({ theme: 'system', welcomed: false });
  expect(Object.keys(localStorage)).toEqual(['skein.account']);
});

test('a window begins anew when another one signs in as somebody else, or signs out', async () => {
  vi.useFakeTimers();
  const reload = vi.spyOn(location, 'reload').mockReturnValue();
  watchAccount();
  const changed = (key: string, newValue: string | null) =>
    window.dispatchEvent(new StorageEvent('storage', { key, newValue }));
  changed('skein.account', '1');
  changed('skein.recent', '2');
  await vi.advanceTimersByTimeAsync(5000);
  expect(reload).not.toHaveBeenCalled();
  changed('skein.account', '2');
  await vi.advanceTimersByTimeAsync(10);
  expect(reload).toHaveBeenCalledTimes(1);
  changed('skein.account', null);
  await vi.advanceTimersByTimeAsync(5000);
  expect(reload).toHaveBeenCalledTimes(2);
});
