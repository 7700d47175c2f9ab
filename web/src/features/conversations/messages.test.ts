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

test('who is named is compared by the whole handle: @anna does not tell Ann', () => {
  const ann = anAccount({ id: '3', username: 'ann' });
  const far = anAccount({ id: '4', username: 'tomas', acct: 'tomas@b.example' });
  const messages = new Messages([ann, far]);
  expect(messages.addressed('@anna knows')).toBe('@ann @tomas@b.example @anna knows');
  expect(messages.addressed('@Ann, and @tomas@B.example.')).toBe('@Ann, and @tomas@B.example.');
  expect(messages.addressed('@tomas is another')).toBe('@ann @tomas@b.example @tomas is another');
});

test('who is named besides is known before it is sent', () => {
  const messages = new Messages([maja]);
  messages.text.value = '@maja @ada ask @tomas@b.example.';
  expect(messages.besides).toEqual(['@tomas@b.example']);
});

test('a message to others as well is not one of this conversation', async () => {
  const tomas = anAccount({ id: '2', username: 'tomas' });
  serve({ 'POST /api/v1/statuses': () => direct('20', ada, maja, tomas) });
  const messages = new Messages([maja]);
  messages.text.value = 'and @tomas';
  await messages.send();
  expect(messages.shown).toEqual([]);
});

test('what was said meanwhile is read when a last message is not known, and only then', async () => {
  const said = [direct('11', maja, ada), direct('12', maja, ada), direct('13', maja, ada)];
  let many = 1;
  const server = serve({
    'GET /api/v1/statuses/11/context': () => ({ ancestors: [], descendants: said.slice(1, many) }),
    'GET /api/v1/statuses/13/context': () => ({ ancestors: said.slice(0, 2), descendants: [] }),
  });
  for (const one of said) keepStatus(one);
  const messages = new Messages([maja]);
  await messages.open('11');
  expect(messages.shown).toEqual(['11']);
  many = 3;
  await messages.open('13');
  expect(messages.shown).toEqual(['11', '12', '13']);
  const asked = server.asked.length;
  await messages.open('13');
  expect(server.asked).toHaveLength(asked);
});

test('it is sent under the same key while it is the same, and under another when it was changed', async () => {
  const keys: (string | null)[] = [];
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('Idempotency-Key'));
    return Promise.resolve(new Response('{}', { status: 500 }));
  });
  const messages = new Messages([maja]);
  for (const text of ['noon', 'noon', 'one o’clock']) {
    messages.text.value = text;
    await messages.send();
  }
  expect(keys[0]).toBe(keys[1]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('what is typed while it is sent stays', async () => {
  serve({ 'POST /api/v1/statuses': () => direct('20', ada, maja) });
  const messages = new Messages([maja]);
  messages.text.value = 'noon.';
  const sending = messages.send();
  messages.text.value = 'noon. Or one?';
  await sending;
  expect(messages.text.value).toBe('Or one?');
});
