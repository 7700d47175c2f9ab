import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NotificationGroup } from '../../api/gen/entities.ts';
import { forgetMarkers } from '../../social/markers.ts';
import { unread } from '../../social/notices.ts';
import { emptyStore } from '../../social/store.ts';
import { anAccount } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { Notices } from './notices.ts';

const follow = (id: string): NotificationGroup => ({
  group_key: `ungrouped-${id}`,
  notifications_count: 1,
  type: 'follow',
  most_recent_notification_id: id,
  sample_account_ids: ['1'],
});
const answer = (...ids: string[]) => ({
  accounts: [anAccount()],
  statuses: [],
  notification_groups: ids.map(follow),
});

beforeEach(() => {
  emptyStore();
  forgetMarkers();
});
afterEach(() => vi.unstubAllGlobals());

test('what came after the mark of the last device is new; when it was seen, it is marked as read', async () => {
  const server = serve({
    'GET /api/v1/markers': () => ({
      notifications: { last_read_id: '9', version: 1, updated_at: '' },
    }),
    'GET /api/v2/notifications': () => answer('11', '10', '9'),
    'POST /api/v1/markers': () => ({}),
  });
  unread.value = 2;
  const notices = new Notices({});
  await notices.open();
  const fresh = notices.keys.value.map(key => notices.isNew(follow(key.slice(10))));
  expect(fresh).toEqual([true, true, false]);
  expect(server.asked.filter(one => one.startsWith('POST'))).toEqual([]);
  notices.markSeen();
  expect(server.bodies.at(-1)).toEqual({ notifications: { last_read_id: '11' } });
  expect(unread.value).toBe(0);
});

test('a mark is exact although the API names the newest by a number too', async () => {
  const exact = '117702016722010113';
  const group = {
    ...follow(exact),
    most_recent_notification_id: Number(exact),
    page_max_id: exact,
  };
  const server = serve({
    'GET /api/v1/markers': () => ({}),
    'GET /api/v2/notifications': () => ({ ...answer(), notification_groups: [group] }),
    'POST /api/v1/markers': () => ({}),
  });
  const notices = new Notices({});
  await notices.open();
  notices.markSeen();
  expect(server.bodies.at(-1)).toEqual({ notifications: { last_read_id: exact } });
});

test('one kind alone is asked for by its types, and does not mark the others as read', async () => {
  const server = serve({
    'GET /api/v1/markers': () => ({}),
    'GET /api/v2/notifications': () => answer('3'),
  });
  const notices = new Notices({ types: ['favourite'] });
  await notices.open();
  notices.markSeen();
  expect(server.asked.some(one => one.includes('types%5B%5D=favourite'))).toBe(true);
  expect(server.asked.some(one => one.startsWith('POST'))).toBe(false);
});

test('of one who is held back, everything is asked for', async () => {
  const server = serve({ 'GET /api/v2/notifications': () => answer('3') });
  const notices = new Notices({ from: '7' });
  await notices.open();
  expect(server.asked[0]).toContain('account_id=7&include_filtered=true');
});

test('coming back keeps what was read further down, with what is new above', async () => {
  let newest = ['9', '8'];
  serve({
    'GET /api/v1/markers': () => ({}),
    'GET /api/v2/notifications': path =>
      path.includes('max_id')
        ? answer('7', '6')
        : new Response(JSON.stringify(answer(...newest)), {
            headers: { Link: '<http://localhost/api/v2/notifications?max_id=8>; rel="next"' },
          }),
  });
  const ids = () => notices.keys.value.map(key => key.slice(10));
  const notices = new Notices({});
  await notices.open();
  await notices.more();
  expect(ids()).toEqual(['9', '8', '7', '6']);
  newest = ['10', '9'];
  await notices.open();
  expect(ids()).toEqual(['10', '9', '8', '7', '6']);
  newest = ['30', '29'];
  await notices.open();
  expect(ids()).toEqual(['30', '29']);
});
