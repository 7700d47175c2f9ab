import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyStore } from '../../social/store.ts';
import { serve } from '../../testing/server.ts';
import { type Audience, watchAudience } from './audience.ts';
import { Draft } from './draft.ts';

const answer = {
  followers: 3,
  servers: 2,
  mentions: [],
  unknown: ['@who@nowhere'],
  everyone: true,
};

beforeEach(() => {
  emptyStore();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('it is asked at a pause, and again only when somebody else would see it', async () => {
  const server = serve({ 'POST /api/v1/skein/audience': () => answer });
  const draft = new Draft({});
  const told: (Audience | undefined)[] = [];
  const stop = watchAudience(draft, audience => told.push(audience));
  const text = draft.active.value.text;
  text.value = 'hello @who@nowhere';
  await vi.advanceTimersByTimeAsync(600);
  expect(server.bodies).toEqual([{ visibility: 'public', status: '@who@nowhere' }]);
  expect(told).toEqual([answer]);
  text.value = 'hello @who@nowhere and the rest';
  await vi.advanceTimersByTimeAsync(600);
  expect(server.asked).toHaveLength(1);
  draft.visibility.value = 'private';
  await vi.advanceTimersByTimeAsync(600);
  expect(server.asked).toHaveLength(2);
  stop();
});

test('a question without an answer is no audience, and the next one is asked all the same', async () => {
  const server = serve({});
  const draft = new Draft({});
  const told: (Audience | undefined)[] = [];
  const stop = watchAudience(draft, audience => told.push(audience));
  await vi.advanceTimersByTimeAsync(600);
  draft.visibility.value = 'private';
  await vi.advanceTimersByTimeAsync(600);
  expect(told).toEqual([undefined, undefined]);
  expect(server.asked).toHaveLength(2);
  stop();
});
