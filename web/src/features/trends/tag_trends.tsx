import { call } from '../../api/client.ts';
import { tagPath } from '../../social/links.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { Failed } from '../../ui/failed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { t } from '../../ui/words.ts';
import { NothingYet } from './nothing_yet.tsx';

export function TagTrends() {
  const { answer, failed, again } = useAnswer(() => call('GET /api/v1/trends/tags', { limit: 20 }));
  if (failed.value) return <Failed again={again} />;
  if (!answer.value) return <PostSkeletons />;
  if (answer.value.length === 0) return <NothingYet />;
  return (
    <ol class="explore-page__tags">
      {answer.value.map(tag => (
        <li key={tag.name}>
          <a href={tagPath(tag.name)}>
            <span>
              <b>#{tag.name}</b>
              <span>{t('trends.people', { count: Number(tag.history[0]?.accounts ?? 0) })}</span>
            </span>
            <Sparkline values={tag.history.map(day => Number(day.uses)).reverse()} />
          </a>
        </li>
      ))}
    </ol>
  );
}
