import { afterEach, expect, test, vi } from 'vitest';
import { call } from '../api/client.ts';
import { signedOut } from '../api/reach.ts';
import { serve } from '../testing/server.ts';
import { go } from '../ui/history.ts';
import { watchSession } from './session.ts';

afterEach(() => {
  vi.useRealTimers();
  signedOut.value = false;
});

test('a session that ended leads to sign in, and back again', async () => {
  vi.useFakeTimers();
  const assign = vi.spyOn(location, 'assign').mockReturnValue();
  serve({ 'GET /api/v1/lists': () => 401 });
  go('/tags/geese?x=1');
  const stop = watchSession();
  await call('GET /api/v1/lists', {}).catch(() => undefined);
  await vi.advanceTimersByTimeAsync(1000);
  expect(assign).toHaveBeenCalledExactlyOnceWith('/auth/sign_in?next=%2Ftags%2Fgeese%3Fx%3D1');
  stop();
});
