import { useEffect } from 'preact/hooks';
import { Button } from './button.tsx';
import { EmptyState } from './empty_state.tsx';
import { t } from './words.ts';

/** Something did not come: says so, and asks again when told to, or when there is a network again. */
export function Failed({ again }: { again: () => void }) {
  useEffect(() => {
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [again]);
  const offline = !navigator.onLine;
  return (
    <EmptyState title={t(offline ? 'ui.failed.offline_title' : 'ui.failed.title')}>
      <p>{t(offline ? 'ui.failed.offline' : 'ui.failed.text')}</p>
      <Button icon="again" onClick={again}>
        {t('ui.failed.again')}
      </Button>
    </EmptyState>
  );
}
