import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import type { DraftState } from './draft.ts';

interface NotOpenProps {
  state: Exclude<DraftState, 'open'>;
  again: () => void;
}

/** In place of the composer, while nothing may be written in it. */
export function NotOpen({ state, again }: NotOpenProps) {
  if (state === 'reading') return <PostSkeletons many={1} />;
  if (state === 'failed') return <Failed again={again} />;
  return (
    <EmptyState title={t('compose.taken.title')}>
      <p>{t('compose.taken.text')}</p>
    </EmptyState>
  );
}
