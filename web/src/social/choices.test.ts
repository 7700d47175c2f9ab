import { beforeEach, expect, test, vi } from 'vitest';
import { serve } from '../testing/server.ts';

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
  vi.useRealTimers();
});

test('a choice is there at once, kept here, and sent to the account after a pause', async () => {
  vi.useFakeTimers();
  const server = serve({ 'PUT /api/v1/skein/choices': (_path, body) => body });
  const { choices, choose } = await import('./choices.ts');
  choose({ theme: 'dark' });
  choose({ size: 'large' });
  expect(choices.value.theme).toBe('dark');
  expect(localStorage.getItem('skein.choices')).toContain('"dark"');
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.asked).toEqual(['PUT /api/v1/skein/choices']);
  expect(server.bodies[0]).toMatchObject({ choices: { theme: 'dark', size: 'large' } });
  expect(localStorage.getItem('skein.choices.unsent')).toBeNull();
});

test('what the account says is taken, without what is of the wrong kind', async () => {
  serve({ 'GET /api/v1/skein/choices': () => ({ theme: 'light', hideCounts: 'yes', accent: 20 }) });
  const { choices, loadChoices } = await import('./choices.ts');
  await loadChoices();
  expect(choices.value).toMatchObject({ theme: 'light', hideCounts: false, accent: 20 });
});

test('what was changed here and never sent is sent, and not overwritten', async () => {
  localStorage.setItem('skein.choices', '{"theme":"dark"}');
  localStorage.setItem('skein.choices.unsent', 'yes');
  const server = serve({ 'PUT /api/v1/skein/choices': () => ({}) });
  const { choices, loadChoices } = await import('./choices.ts');
  await loadChoices();
  expect(server.asked).toEqual(['PUT /api/v1/skein/choices']);
  expect(choices.value.theme).toBe('dark');
});

test('a server that keeps none leaves things as they are', async () => {
  serve({});
  const { choices, loadChoices } = await import('./choices.ts');
  await loadChoices();
  expect(choices.value.theme).toBe('system');
});

test('nothing of what was chosen is left when it is reset, and nothing is sent', async () => {
  vi.useFakeTimers();
  const server = serve({ 'PUT /api/v1/skein/choices': () => ({}) });
  const { choices, choose, resetChoices } = await import('./choices.ts');
  choose({ theme: 'dark', welcomed: true });
  resetChoices();
  await vi.advanceTimersByTimeAsync(2000);
  expect(choices.value).toMatchObject({ theme: 'system', welcomed: false });
  expect(server.asked).toEqual([]);
});
