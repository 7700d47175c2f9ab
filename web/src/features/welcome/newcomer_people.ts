// Whom a newcomer may like: those who write about what they chose, whom the server suggests, and who is active here.

import { batch, signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { loadRelationships, toggleFollow } from '../../social/account_actions.ts';
import { me } from '../../social/me.ts';
import { keepAccounts, relationshipOf } from '../../social/store.ts';
import {
  loadActive,
  loadSuggestions,
  type SuggestedPerson,
} from '../../social/suggested_people.tsx';
import { t } from '../../ui/words.ts';
import { followed, loadTopics, topics } from './topics.ts';

export const newcomerPeople = signal<readonly SuggestedPerson[] | undefined>(undefined);

const topicsAsked = 5;
const peopleMax = 24;

export async function loadNewcomerPeople(): Promise<void> {
  if (!topics.peek()) await loadTopics();
  const chosen = [...followed.peek()].slice(0, topicsAsked);
  const [writing, suggested, active] = await Promise.all([
    Promise.all(chosen.map(name => writersAbout(name).catch(() => []))),
    loadSuggestions(20).catch(() => []),
    loadActive(20).catch(() => []),
  ]);
  const all = new Map<string, SuggestedPerson>();
  for (const one of [...writing.flat(), ...suggested, ...active])
    if (one.id !== me.peek()?.id && !all.has(one.id)) all.set(one.id, one);
  await loadRelationships([...all.keys()]).catch(() => undefined);
  newcomerPeople.value = [...all.values()]
    .filter(one => !relationshipOf(one.id)?.following)
    .slice(0, peopleMax);
}

async function writersAbout(name: string): Promise<SuggestedPerson[]> {
  const posts = await call('GET /api/v1/timelines/tag/{name}', { name, limit: 20 });
  const why = t('welcome.people.about', { tag: name });
  return keepAccounts(posts.map(post => post.account)).map(id => ({ id, why }));
}

/** Follows everybody shown, one after the other. */
export async function followAll(): Promise<void> {
  for (const { id } of newcomerPeople.peek() ?? []) {
    const is = relationshipOf(id);
    if (is && !is.following && !is.requested) await toggleFollow(id);
  }
}

export function howManyFollowed(): number {
  return (newcomerPeople.value ?? []).filter(({ id }) => {
    const is = relationshipOf(id);
    return is?.following || is?.requested;
  }).length;
}

/** For the next newcomer, in tests. */
export function forgetNewcomerPeople(): void {
  batch(() => {
    newcomerPeople.value = undefined;
    topics.value = undefined;
    followed.value = new Set();
  });
}
