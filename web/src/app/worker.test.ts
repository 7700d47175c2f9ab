import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { leaveMissingFiles, newVersion, outdated, useNewVersion } from './worker.ts';

const reload = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  reload.mockReset();
  vi.spyOn(location, 'reload').mockImplementation(reload);
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: new EventTarget(),
  });
});
afterEach(() => {
  vi.useRealTimers();
  outdated.value = false;
  newVersion.value = undefined;
});

test('the new version is used when it has taken over', async () => {
  const worker = { postMessage: vi.fn() };
  newVersion.value = worker as unknown as ServiceWorker;
  void useNewVersion();
  await vi.advanceTimersByTimeAsync(1000);
  expect(worker.postMessage).toHaveBeenCalledOnce();
  expect(reload).not.toHaveBeenCalled();
  navigator.serviceWorker.dispatchEvent(new Event('controllerchange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(reload).toHaveBeenCalledOnce();
});

test('in a window that another one has outrun, too', async () => {
  outdated.value = true;
  void useNewVersion();
  await vi.advanceTimersByTimeAsync(1000);
  expect(reload).toHaveBeenCalledOnce();
});

test('a file of the old version that is gone leads to the new one, whatever it was for', async () => {
  leaveMissingFiles();
  window.dispatchEvent(new Event('vite:preloadError'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(reload).not.toHaveBeenCalled();
  outdated.value = true;
  window.dispatchEvent(new Event('vite:preloadError'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(reload).toHaveBeenCalledOnce();
});
