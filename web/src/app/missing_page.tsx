import { reached } from '../api/reach.ts';
import { Page } from '../social/page.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty_state.tsx';
import { t } from '../ui/words.ts';

export default function MissingPage() {
  if (!reached.value) return <NotKept />;
  return (
    <Page title={t('missing.title')} deep>
      <EmptyState title={t('missing.heading')}>
        <p>{t('missing.text')}</p>
        <ButtonLink href="/home">{t('missing.home')}</ButtonLink>
      </EmptyState>
    </Page>
  );
}

/** A page of the server's own stands here when there is a network. */
function NotKept() {
  return (
    <Page title={t('missing.title')} deep>
      <EmptyState title={t('offline.not_kept')}>
        <p>{t('offline.not_kept_text')}</p>
        <Button icon="again" onClick={() => location.reload()}>
          {t('ui.failed.again')}
        </Button>
        <ButtonLink href="/home" kind="quiet">
          {t('missing.home')}
        </ButtonLink>
      </EmptyState>
    </Page>
  );
}
