import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Page } from '../api/client.ts';
import type { Status } from '../api/gen/entities.ts';
import { anAccount, aRelationship, aStatus } from '../testing/samples.ts';
import { emptyStore, keepRelationships, keepStatus } from './store.ts';
import { type Cursor, Timeline } from './timeline.ts';

/** A server that has posts with the numbers up to `newest`. */
function posts(newest: number) {
  const state = { newest, asked: [] as Cursor[] };
  const load = ({ max_id, since_id, limit = 20 }: Cursor): Promise<Page<Status[]>> => {
    state.asked.push({ ...(max_id && { max_id }), ...(since_id && { since_id }) });
    const top = max_id ? Number(max_id) - 1 : state.newest;
    const bottom = since_id ? Number(since_id) : 1000;
    const answer: Status[] = [];
    for (let id = top; id > bottom && answer.length < limit; id -= 1)
      answer.push(aStatus({ id: String(id) }));
    const last = answer.at(-1)?.id;
    const page: Page<Status[]> = { answer };
    if (last && Number(last) > 1001) page.next = () => load({ max_id: last, limit });
    return Promise.resolve(page);
  };
  return { state, load };
}

beforeEach(emptyStore);
afterEach(() => vi.unstubAllGlobals());

test('reads a page, then older ones, until there are none', async () => {
  const { load } = posts(1030);
  const timeline = new Timeline({ key: 'home', load });
  await timeline.open();
  expect(timeline.keys.value).toHaveLength(20);
  expect(timeline.ended.value).toBe(false);
  await timeline.more();
  expect(timeline.keys.value.at(-1)).toBe('1001');
  expect(timeline.ended.value).toBe(true);
});

test('what is new waits until it is asked for', async () => {
  const { state, load } = posts(1010);
  const timeline = new Timeline({ key: 'home', load });
  await timeline.open();
  state.newest = 1013;
  await timeline.open();
  expect(timeline.keys.value[0]).toBe('1010');
  expect(timeline.waiting.value).toBe(3);
  timeline.showWaiting();
  expect(timeline.keys.value.slice(0, 4)).toEqual(['1013', '1012', '1011', '1010']);
  expect(timeline.waiting.value).toBe(0);
});

test('more than a page of news leaves a gap, which is filled from above', async () => {
  const { state, load } = posts(1005);
  const timeline = new Timeline({ key: 'home', load });
  await timeline.open();
  state.newest = 1060;
  await timeline.catchUp();
  timeline.showWaiting();
  const keys = timeline.keys.value;
  expect(keys[40]).toBe('gap:1021:1005');
  expect(keys[41]).toBe('1005');
  await timeline.fill('gap:1021:1005');
  expect(timeline.keys.value).toHaveLength(60);
  expect(timeline.keys.value.slice(39, 43)).toEqual(['1021', '1020', '1019', '1018']);
});

test('whom one mutes disappears, and comes back with the mute', async () => {
  const timeline = new Timeline({
    key: 'home',
    load: () =>
      Promise.resolve({
        answer: [aStatus({ id: '2', account: anAccount({ id: '9' }) }), aStatus({ id: '1' })],
      }),
  });
  await timeline.open();
  keepRelationships([aRelationship({ id: '9', muting: true })]);
  expect(timeline.keys.value).toEqual(['1']);
  keepRelationships([aRelationship({ id: '9' })]);
  expect(timeline.keys.value).toEqual(['2', '1']);
});

test('a post that goes takes its boosts with it', async () => {
  const timeline = new Timeline({
    key: 'home',
    load: () =>
      Promise.resolve({
        answer: [
          aStatus({ id: '3', reblog: aStatus({ id: '1' }) }),
          aStatus({ id: '1' }),
          aStatus({ id: '0' }),
        ],
      }),
  });
  await timeline.open();
  timeline.drop('1');
  expect(timeline.keys.value).toEqual(['0']);
});

test('boosts that crowd become one, and the post below its boost is not repeated', async () => {
  const post = aStatus({ id: '1' });
  const boost = (id: string) => aStatus({ id, account: anAccount({ id }), reblog: post });
  const timeline = new Timeline({
    key: 'home',
    load: () =>
      Promise.resolve({ answer: [boost('5'), aStatus({ id: '4' }), boost('3'), boost('2'), post] }),
  });
  await timeline.open();
  expect(timeline.keys.value).toEqual(['5', '4']);
  expect(timeline.alsoBoosted('5')).toBe(2);
});

test("one's own post is there at once, but moves nothing for a reader further down", async () => {
  const { load } = posts(1003);
  const timeline = new Timeline({ key: 'home', load });
  await timeline.open();
  keepStatus(aStatus({ id: '2000' }));
  keepStatus(aStatus({ id: '2001' }));
  timeline.insert('2000', true);
  timeline.insert('2001', false);
  expect(timeline.keys.value[0]).toBe('2000');
  expect(timeline.waiting.value).toBe(1);
});

test('a first page that does not come can be asked for again', async () => {
  let refused = true;
  const timeline = new Timeline({
    key: 'home',
    load: () =>
      refused ? Promise.reject(new Error('no')) : Promise.resolve({ answer: [aStatus()] }),
  });
  await timeline.open();
  expect(timeline.state.value).toBe('failed');
  refused = false;
  await timeline.open();
  expect(timeline.keys.value).toEqual(['100']);
});
