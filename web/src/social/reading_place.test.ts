import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Page } from '../api/client.ts';
import type { Status } from '../api/gen/entities.ts';
import { aStatus } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { forgetMarkers } from './markers.ts';
import { ReadingPlace } from './reading_place.ts';
import { emptyStore } from './store.ts';
import { type Cursor, Timeline } from './timeline.ts';

/** Posts 1001 to 1100, twenty a page. */
function load({ max_id, limit = 20 }: Cursor): Promise<Page<Status[]>> {
  const top = max_id ? Number(max_id) - 1 : 1100;
  const answer = Array.from({ length: limit }, (_none, at) => aStatus({ id: String(top - at) }));
  const last = String(top - limit + 1);
  return Promise.resolve({ answer, next: () => load({ max_id: last, limit }) });
}

function markerAt(id: string | undefined) {
  const home = id && { last_read_id: id, version: 1, updated_at: '' };
  return serve({
    'GET /api/v1/markers': () => (home ? { home } : {}),
    'POST /api/v1/markers': () => ({}),
  });
}

beforeEach(() => {
  emptyStore();
  forgetMarkers();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('where another device stopped is offered, and brought into the list however far down it is', async () => {
  markerAt('1040');
  const home = new Timeline({ key: 'home', load });
  const place = new ReadingPlace('home', home);
  place.start();
  await home.open();
  await vi.waitFor(() => expect(place.offered.value).toBe('1040'));
  await place.take();
  expect(place.goTo.value).toBe('1040');
  expect(home.keys.value.slice(19, 22)).toEqual(['1081', 'gap:1081:1040', '1040']);
  expect(place.offered.value).toBeUndefined();
});

test('what is read is saved after a pause, but not while an offer stands', async () => {
  const server = markerAt('1040');
  const home = new Timeline({ key: 'home', load });
  const place = new ReadingPlace('home', home);
  place.start();
  await home.open();
  await vi.waitFor(() => expect(place.offered.value).toBe('1040'));
  place.seen('1100');
  vi.advanceTimersByTime(5000);
  expect(server.asked).toHaveLength(1);
  place.decline();
  place.seen('1098');
  place.seen('1097');
  await vi.advanceTimersByTimeAsync(5000);
  expect(server.bodies.at(-1)).toEqual({ home: { last_read_id: '1098' } });
});

test('whoever scrolled to the place by hand needs no offer', async () => {
  markerAt('1090');
  const home = new Timeline({ key: 'home', load });
  const place = new ReadingPlace('home', home);
  place.start();
  await home.open();
  await vi.waitFor(() => expect(place.offered.value).toBe('1090'));
  place.seen('1089');
  expect(place.offered.value).toBeUndefined();
});

test('without a marker, or with little above it, nothing is offered', async () => {
  for (const marker of [undefined, '1099']) {
    forgetMarkers();
    markerAt(marker);
    const home = new Timeline({ key: 'home', load });
    const place = new ReadingPlace('home', home);
    place.start();
    await home.open();
    await vi.advanceTimersByTimeAsync(10);
    expect(place.offered.value).toBeUndefined();
  }
});

test('a place that cannot be asked for is not overwritten', async () => {
  const server = serve({ 'GET /api/v1/markers': () => 500, 'POST /api/v1/markers': () => ({}) });
  const home = new Timeline({ key: 'home', load });
  const place = new ReadingPlace('home', home);
  place.start();
  await home.open();
  place.seen('1100');
  await vi.advanceTimersByTimeAsync(5000);
  expect(server.asked.every(one => one.startsWith('GET'))).toBe(true);
});

test('what another device read meanwhile is not taken back', async () => {
  let marker = '1099';
  const server = serve({
    'GET /api/v1/markers': () => ({ home: { last_read_id: marker, version: 1, updated_at: '' } }),
    'POST /api/v1/markers': () => ({}),
  });
  const home = new Timeline({ key: 'home', load });
  const place = new ReadingPlace('home', home);
  place.start();
  await home.open();
  await vi.advanceTimersByTimeAsync(10);
  marker = '2000';
  place.seen('1100');
  await vi.advanceTimersByTimeAsync(5000);
  expect(server.asked.filter(one => one.startsWith('POST'))).toEqual([]);
});
