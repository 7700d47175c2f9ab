import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';

export function NothingYet() {
  return (
    <EmptyState title={t('explore.empty')}>
      <p>{t('explore.empty_text')}</p>
    </EmptyState>
  );
}
