import type { ComponentChildren } from 'preact';
import { call } from '../api/client.ts';
import { Failed } from '../ui/failed.tsx';
import { PostSkeletons } from '../ui/skeleton.tsx';
import { type PlainKey, t } from '../ui/words.ts';
import { loadRelationships } from './account_actions.ts';
import { AccountRow } from './account_row.tsx';
import { me } from './me.ts';
import { keepAccounts, relationshipOf } from './store.ts';
import { useAnswer } from './use_answer.ts';

const reasons: Record<string, PlainKey> = {
  featured: 'suggestions.featured',
  most_followed: 'suggestions.most_followed',
  most_interactions: 'suggestions.most_interactions',
  similar_to_recently_followed: 'suggestions.similar',
  friends_of_friends: 'suggestions.friends',
};

export interface SuggestedPerson {
  id: string;
  why: string | undefined;
}

/** Whom the server suggests, and why. */
export async function loadSuggestions(limit: number): Promise<SuggestedPerson[]> {
  const found = await call('GET /api/v2/suggestions', { limit });
  const ids = keepAccounts(found.map(one => one.account));
  await loadRelationships(ids).catch(() => undefined);
  return found.map((one, index) => {
    const reason = reasons[one.sources[0] ?? ''];
    return { id: ids[index] ?? '', why: reason && t(reason) };
  });
}

/** Where the server knows too little to suggest anybody yet: who wants to be found here, and who writes here. */
export async function loadActive(limit: number): Promise<SuggestedPerson[]> {
  const [listed, posts] = await Promise.all([
    call('GET /api/v1/directory', { order: 'active', local: true, limit }).catch(() => []),
    call('GET /api/v1/timelines/public', { local: true, limit: 40 }).catch(() => []),
  ]);
  const found = keepAccounts([...listed, ...posts.map(post => post.account)]);
  const ids = [...new Set(found)].filter(id => id !== me.peek()?.id).slice(0, limit);
  await loadRelationships(ids).catch(() => undefined);
  return ids
    .filter(id => !relationshipOf(id)?.following)
    .map(id => ({ id, why: t('suggestions.active') }));
}

/** Whom the server suggests; while that is few, who is active here. */
export async function loadPeopleToRead(limit: number): Promise<SuggestedPerson[]> {
  const suggested = await loadSuggestions(limit);
  if (suggested.length >= limit) return suggested;
  const known = new Set(suggested.map(one => one.id));
  const active = (await loadActive(limit)).filter(one => !known.has(one.id));
  return [...suggested, ...active].slice(0, limit);
}

interface SuggestedPeopleProps {
  limit?: number;
  /** What stands there when there is nobody. */
  empty?: ComponentChildren;
}

/** People one may like to follow, and why they are shown. */
export function SuggestedPeople({ limit = 40, empty = null }: SuggestedPeopleProps) {
  const { answer, failed, again } = useAnswer(() => loadPeopleToRead(limit));
  if (failed.value) return <Failed again={again} />;
  if (!answer.value) return <PostSkeletons many={Math.min(6, limit)} />;
  if (answer.value.length === 0) return <>{empty}</>;
  return <People people={answer.value} />;
}

export function People({ people }: { people: readonly SuggestedPerson[] }) {
  return (
    <ul class="people">
      {people.map(one => (
        <li key={one.id}>
          <AccountRow id={one.id} why={one.why} />
        </li>
      ))}
    </ul>
  );
}
