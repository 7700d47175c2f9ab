import type { ComponentChildren } from 'preact';
import { call } from '../api/client.ts';
import { Failed } from '../ui/failed.tsx';
import { PostSkeletons } from '../ui/skeleton.tsx';
import { type PlainKey, t } from '../ui/words.ts';
import { loadRelationships } from './account_actions.ts';
import { AccountRow } from './account_row.tsx';
import { keepAccounts } from './store.ts';
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

interface SuggestedPeopleProps {
  limit?: number;
  /** What stands there when there is nobody. */
  empty?: ComponentChildren;
}

/** People one may like to follow, and why they are shown. */
export function SuggestedPeople({ limit = 40, empty = null }: SuggestedPeopleProps) {
  const { answer, failed, again } = useAnswer(() => loadSuggestions(limit));
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
