import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { serve } from '../testing/server.ts';
import { forgetMarkers, readMarker, saveMarker } from './markers.ts';

const marker = (last_read_id: string) => ({ last_read_id, version: 1, updated_at: '' });

beforeEach(forgetMarkers);
afterEach(() => vi.unstubAllGlobals());

test('a marker moves on to what is newer, and never back', async () => {
  const server = serve({
    'GET /api/v1/markers': () => ({ home: marker('99') }),
    'POST /api/v1/markers': () => ({}),
  });
  expect(await readMarker('home')).toBe('99');
  saveMarker('home', '98');
  saveMarker('home', '100');
  saveMarker('home', '100');
  expect(server.bodies).toEqual([undefined, { home: { last_read_id: '100' } }]);
});

test('what could not be saved is saved another time', async () => {
  const server = serve({ 'POST /api/v1/markers': () => 500 });
  saveMarker('notifications', '5');
  await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  await Promise.resolve();
  await vi.waitFor(() => {
    saveMarker('notifications', '5');
    expect(server.asked).toHaveLength(2);
  });
});

test('nothing was ever read', async () => {
  serve({ 'GET /api/v1/markers': () => ({}) });
  expect(await readMarker('home')).toBeUndefined();
});
