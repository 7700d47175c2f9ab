import { call } from '../../api/client.ts';
import { loadRelationships } from '../../social/account_actions.ts';
import { AccountRow } from '../../social/account_row.tsx';
import { keepAccounts } from '../../social/store.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { Failed } from '../../ui/failed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { type PlainKey, t } from '../../ui/words.ts';
import { NothingYet } from './nothing_yet.tsx';

const reasons: Record<string, PlainKey> = {
  featured: 'suggestions.featured',
  most_followed: 'suggestions.most_followed',
  most_interactions: 'suggestions.most_interactions',
  similar_to_recently_followed: 'suggestions.similar',
  friends_of_friends: 'suggestions.friends',
};

/** People one may like to follow, and why they are shown. */
export function Suggestions() {
  const { answer, failed, again } = useAnswer(async () => {
    const found = await call('GET /api/v2/suggestions', { limit: 40 });
    const ids = keepAccounts(found.map(one => one.account));
    await loadRelationships(ids).catch(() => undefined);
    return found.map((one, index) => ({
      id: ids[index] ?? '',
      reason: reasons[one.sources[0] ?? ''],
    }));
  });
  if (failed.value) return <Failed again={again} />;
  if (!answer.value) return <PostSkeletons />;
  if (answer.value.length === 0) return <NothingYet />;
  return (
    <ul class="explore-page__people">
      {answer.value.map(one => (
        <li key={one.id}>
          <AccountRow id={one.id} why={one.reason && t(one.reason)} />
        </li>
      ))}
    </ul>
  );
}
