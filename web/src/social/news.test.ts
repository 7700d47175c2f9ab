import { beforeEach, expect, test, vi } from 'vitest';
import type { Page } from '../api/client.ts';
import type { Status } from '../api/gen/entities.ts';
import type { Watcher } from '../api/stream.ts';
import { aStatus } from '../testing/samples.ts';
import { emptyStore, keepStatus, knownPosts } from './store.ts';
import { type Cursor, Timeline } from './timeline.ts';

let line: Watcher | undefined;
vi.mock('../api/stream.ts', () => ({
  watch: (_stream: unknown, watcher: Watcher) => {
    line = watcher;
    return () => undefined;
  },
}));

/** A home with the posts up to `newest`, which may be out of reach. */
function home(newest: number) {
  const server = { newest, broken: false, asked: [] as Cursor[] };
  const load = (cursor: Cursor): Promise<Page<Status[]>> => {
    server.asked.push(cursor);
    if (server.broken) return Promise.reject(new Error('no'));
    const top = cursor.max_id ? Number(cursor.max_id) - 1 : server.newest;
    const bottom = Number(cursor.since_id ?? 1000);
    const answer: Status[] = [];
    for (let id = top; id > bottom && answer.length < (cursor.limit ?? 20); id -= 1)
      answer.push(aStatus({ id: String(id) }));
    return Promise.resolve({ answer });
  };
  const timeline = new Timeline({ key: 'home', load, stream: { name: 'user' } });
  const arrives = (id: number) => {
    server.newest = Math.max(id, server.newest);
    line?.event('update', aStatus({ id: String(id) }));
  };
  return { server, timeline, arrives };
}

async function shown(timeline: Timeline): Promise<readonly string[]> {
  await settle();
  timeline.showWaiting();
  return timeline.keys.value;
}

function settle(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_one, index) => String(from - index));
}

beforeEach(() => {
  emptyStore();
  line = undefined;
});

test("what came before one's own post, while nothing was heard, is not passed over", async () => {
  const { server, timeline } = home(1005);
  timeline.listen();
  await timeline.open();
  line?.closed?.();
  server.newest = 1009;
  keepStatus(aStatus({ id: '1009' }));
  timeline.insert('1009', true);
  line?.opened?.();
  expect((await shown(timeline)).slice(0, 5)).toEqual(numbers(1009, 1005));
});

test('after a catch-up that failed, an event does not hide what is missing', async () => {
  const { server, timeline, arrives } = home(1005);
  timeline.listen();
  await timeline.open();
  server.newest = 1008;
  server.broken = true;
  line?.opened?.();
  await settle();
  arrives(1009);
  await settle();
  server.broken = false;
  arrives(1010);
  expect((await shown(timeline)).slice(0, 6)).toEqual(numbers(1010, 1005));
});

test('what came between the first answer and the stream is there', async () => {
  const { server, timeline } = home(1005);
  timeline.listen();
  await timeline.open();
  server.newest = 1007;
  line?.opened?.();
  expect((await shown(timeline)).slice(0, 3)).toEqual(numbers(1007, 1005));
});

test('while everything is heard, only what was not is asked for after a break', async () => {
  const { server, timeline, arrives } = home(1005);
  timeline.listen();
  await timeline.open();
  line?.opened?.();
  await settle();
  arrives(1006);
  arrives(1007);
  line?.closed?.();
  server.newest = 1008;
  line?.opened?.();
  await settle();
  expect(server.asked.map(one => one.since_id)).toEqual([undefined, '1005', '1007']);
});

test('a gap stays where it is, whatever was put above what was known', async () => {
  const { server, timeline } = home(1005);
  timeline.listen();
  await timeline.open();
  server.newest = 1060;
  keepStatus(aStatus({ id: '1010' }));
  timeline.insert('1010', true);
  line?.opened?.();
  const keys = await shown(timeline);
  expect(keys.slice(39, 43)).toEqual(['1021', 'gap:1021:1005', '1010', '1005']);
  await timeline.fill('gap:1021:1005');
  expect(timeline.keys.value).toEqual(numbers(1060, 1001));
});

test('what nobody looks at for long does not grow without end, and says what it leaves out', async () => {
  const { timeline, arrives } = home(1005);
  timeline.listen();
  await timeline.open();
  line?.opened?.();
  await settle();
  for (let id = 1006; id <= 1300; id += 1) arrives(id);
  expect(timeline.waiting.value).toBe(200);
  expect(knownPosts()).toHaveLength(205);
  const keys = await shown(timeline);
  expect(keys.slice(199, 202)).toEqual(['1101', 'gap:1101:1005', '1005']);
});
