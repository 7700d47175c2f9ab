import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { anAccount, aRelationship } from '../testing/samples.ts';
import { serve } from '../testing/server.ts';
import { loadRelationships, mute, toggleFollow, toggleMute } from './account_actions.ts';
import { asked } from './asking.ts';
import { emptyStore, keepAccount, keepRelationships, relationshipOf } from './store.ts';

beforeEach(emptyStore);
afterEach(() => vi.unstubAllGlobals());

test('to follow somebody who approves followers is to ask', async () => {
  serve({ 'POST /api/v1/accounts/1/follow': () => aRelationship({ requested: true }) });
  keepAccount(anAccount({ locked: true }));
  keepRelationships([aRelationship()]);
  const done = toggleFollow('1');
  expect(relationshipOf('1')).toMatchObject({ following: false, requested: true });
  await done;
});

test('a follow that fails is none', async () => {
  serve({ 'POST /api/v1/accounts/1/follow': () => 403 });
  keepAccount(anAccount());
  keepRelationships([aRelationship()]);
  const done = toggleFollow('1');
  expect(relationshipOf('1')?.following).toBe(true);
  await done;
  expect(relationshipOf('1')?.following).toBe(false);
});

test('a mute for a day says how long', async () => {
  const server = serve({ 'POST /api/v1/accounts/1/mute': () => aRelationship({ muting: true }) });
  keepAccount(anAccount());
  keepRelationships([aRelationship()]);
  await mute('1', { duration: 86_400, notifications: false });
  expect(server.bodies).toEqual([{ duration: 86_400, notifications: false }]);
});

test('what is known of somebody is not asked again', async () => {
  const server = serve({
    'GET /api/v1/accounts/relationships': () => [aRelationship({ id: '2' })],
  });
  keepRelationships([aRelationship()]);
  await loadRelationships(['1', '2', '2']);
  await loadRelationships(['1', '2']);
  expect(server.asked).toEqual(['GET /api/v1/accounts/relationships?id%5B%5D=2']);
});

test('before a mute one is asked for how long; its end needs no question', async () => {
  const server = serve({ 'POST /api/v1/accounts/1/unmute': () => aRelationship() });
  keepAccount(anAccount());
  keepRelationships([aRelationship()]);
  toggleMute('1');
  expect(asked.value).toEqual({ what: 'mute', account: '1' });
  keepRelationships([aRelationship({ muting: true })]);
  toggleMute('1');
  await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  expect(relationshipOf('1')?.muting).toBe(false);
});
