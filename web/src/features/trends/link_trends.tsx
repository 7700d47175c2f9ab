import { call } from '../../api/client.ts';
import { LinkCard } from '../../social/link_card.tsx';
import { useAnswer } from '../../social/use_answer.ts';
import { Failed } from '../../ui/failed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { NothingYet } from './nothing_yet.tsx';

export function LinkTrends() {
  const { answer, failed, again } = useAnswer(() =>
    call('GET /api/v1/trends/links', { limit: 20 }),
  );
  if (failed.value) return <Failed again={again} />;
  if (!answer.value) return <PostSkeletons />;
  if (answer.value.length === 0) return <NothingYet />;
  return (
    <ol class="explore-page__links">
      {answer.value.map(link => (
        <li key={link.url}>
          <LinkCard card={link} />
          <p>{t('trends.people', { count: Number(link.history[0]?.accounts ?? 0) })}</p>
        </li>
      ))}
    </ol>
  );
}
