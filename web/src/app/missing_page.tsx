import { Page } from '../social/page.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty_state.tsx';
import { t } from '../ui/words.ts';

export default function MissingPage() {
  return (
    <Page title={t('missing.title')} deep>
      <EmptyState title={t('missing.heading')}>
        <p>{t('missing.text')}</p>
        <ButtonLink href="/home">{t('missing.home')}</ButtonLink>
      </EmptyState>
    </Page>
  );
}
