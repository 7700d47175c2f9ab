// What one may want to read about: what is talked about now, what people here feature and write under.

import { batch, signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { attempt } from '../../social/attempt.ts';

export const topics = signal<readonly string[] | undefined>(undefined);
/** The names of the hashtags one follows, in small letters. */
export const followed = signal<ReadonlySet<string>>(new Set());

const topicsMax = 24;
const featuredOf = 6;

export async function loadTopics(): Promise<void> {
  const [mine, trending, featured, used] = await Promise.all([
    call('GET /api/v1/followed_tags', { limit: 100 }).catch(() => []),
    call('GET /api/v1/trends/tags', { limit: topicsMax }).catch(() => []),
    featuredHere().catch(() => []),
    usedHere().catch(() => []),
  ]);
  batch(() => {
    followed.value = new Set(mine.map(tag => tag.name.toLowerCase()));
    topics.value = once([
      ...mine.map(tag => tag.name),
      ...trending.map(tag => tag.name),
      ...featured,
      ...used,
    ]).slice(0, Math.max(topicsMax, mine.length));
  });
}

/** What the people of the directory say their profiles are about. */
async function featuredHere(): Promise<string[]> {
  const people = await call('GET /api/v1/directory', {
    order: 'active',
    local: true,
    limit: featuredOf,
  });
  const all = await Promise.all(
    people.map(({ id }) => call('GET /api/v1/accounts/{id}/featured_tags', { id }).catch(() => [])),
  );
  return all.flat().map(tag => tag.name);
}

/** The hashtags of the newest public posts, the most used first. */
async function usedHere(): Promise<string[]> {
  const posts = await call('GET /api/v1/timelines/public', { limit: 40 });
  const many = new Map<string, number>();
  for (const post of posts)
    for (const { name } of post.tags) many.set(name, (many.get(name) ?? 0) + 1);
  return [...many].sort(([, one], [, other]) => other - one).map(([name]) => name);
}

function once(names: readonly string[]): string[] {
  return [...new Map(names.map(name => [name.toLowerCase(), name])).values()];
}

export async function toggleTopic(name: string): Promise<void> {
  const before = followed.peek();
  const key = name.toLowerCase();
  const on = !before.has(key);
  const now = new Set(before);
  if (on) now.add(key);
  else now.delete(key);
  await attempt(
    () => {
      followed.value = now;
    },
    () => {
      followed.value = before;
    },
    async () => {
      await call(`POST /api/v1/tags/{name}/${on ? 'follow' : 'unfollow'}`, { name });
    },
  );
}

/** A topic of one's own, with or without the sign before it. */
export async function addTopic(text: string): Promise<void> {
  const name = text.trim().replace(/^#/, '').replace(/\s+/g, '');
  if (!name) return;
  topics.value = once([...(topics.peek() ?? []), name]);
  if (!followed.peek().has(name.toLowerCase())) await toggleTopic(name);
}
