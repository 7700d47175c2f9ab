import { Button } from './button.tsx';
import { EmptyState } from './empty_state.tsx';
import { t } from './words.ts';

/** Something did not come: says so, and asks again when told to. */
export function Failed({ again }: { again: () => void }) {
  return (
    <EmptyState title={t('ui.failed.title')}>
      <p>{t('ui.failed.text')}</p>
      <Button icon="again" onClick={again}>
        {t('ui.failed.again')}
      </Button>
    </EmptyState>
  );
}
