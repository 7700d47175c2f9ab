import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Status } from '../../api/gen/entities.ts';
import { me } from '../../social/me.ts';
import { emptyStore, keepStatus } from '../../social/store.ts';
import { anAccount, aStatus } from '../../testing/samples.ts';
import { serve } from '../../testing/server.ts';
import { Messages } from './messages.ts';

const ada = anAccount({ id: '9', username: 'ada' });
const maja = anAccount({ id: '1', username: 'maja' });
const mention = ({ id, username, acct }: typeof ada) => ({ id, username, acct, url: '' });
const direct = (id: string, from: typeof ada, ...to: (typeof ada)[]): Status =>
  aStatus({ id, account: from, visibility: 'direct', mentions: to.map(mention) });

beforeEach(() => {
  emptyStore();
  me.value = ada as never;
});
afterEach(() => {
  me.value = undefined;
  vi.unstubAllGlobals();
});

test('a conversation is what was said between the same people, in order, without what was public', async () => {
  const tomas = anAccount({ id: '2', username: 'tomas' });
  const root = aStatus({ id: '10', account: maja });
  const said = [
    direct('11', maja, ada),
    direct('12', ada, maja),
    direct('13', maja, ada, tomas),
    direct('14', maja, ada),
  ];
  serve({
    'GET /api/v1/statuses/12/context': () => ({
      ancestors: [root, said[0]],
      descendants: [],
    }),
    'GET /api/v1/statuses/10/context': () => ({ ancestors: [], descendants: said }),
  });
  keepStatus(said[1] as Status);
  const messages = new Messages([maja]);
  await messages.open('12');
  expect(messages.shown).toEqual(['11', '12', '14']);
});

test('an answer names everybody, answers the last message, and is there at once', async () => {
  const server = serve({ 'POST /api/v1/statuses': () => direct('20', ada, maja) });
  keepStatus(direct('11', maja, ada));
  const messages = new Messages([maja]);
  messages.add(['11']);
  messages.text.value = ' Friday at noon. ';
  await messages.send();
  expect(server.bodies).toEqual([
    { status: '@maja Friday at noon.', visibility: 'direct', in_reply_to_id: '11' },
  ]);
  expect(messages.shown).toEqual(['11', '20']);
  expect(messages.text.value).toBe('');
});

test('what could not be sent stays in the box', async () => {
  serve({ 'POST /api/v1/statuses': () => 500 });
  const messages = new Messages([maja]);
  messages.text.value = 'still here';
  expect(await messages.send()).toBeUndefined();
  expect(messages.text.value).toBe('still here');
  expect(messages.sending.value).toBe(false);
});
