import { list } from '../../api/client.ts';
import type { NotificationRequest } from '../../api/gen/entities.ts';
import { Page } from '../../social/page.tsx';
import { PagedList } from '../../social/paged_list.tsx';
import { keepAccount } from '../../social/store.ts';
import { usePages } from '../../social/use_pages.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';
import { RequestRow } from './request_row.tsx';
import { type Decision, decideAll, decideOne } from './requests.ts';

export default function RequestsPage() {
  const pages = usePages<NotificationRequest>(async () => {
    const page = await list('GET /api/v1/notifications/requests', {});
    for (const one of page.answer) keepAccount(one.account);
    return page;
  });
  const { items } = pages;
  const many = items.value?.length ?? 0;
  const decide = async (request: NotificationRequest, decision: Decision) => {
    if (await decideOne(request, decision))
      items.value = items.value?.filter(one => one.id !== request.id);
  };
  const all = async (decision: Decision) => {
    if (await decideAll(decision)) pages.again();
  };
  return (
    <Page title={t('notifications.requests.title')} deep>
      <div class="requests-page__about">
        <p>{t('notifications.requests.text')}</p>
        <ButtonLink href="/notifications/policy" icon="settings" kind="quiet">
          {t('notifications.policy.title')}
        </ButtonLink>
        {many > 1 && (
          <div class="requests-page__all">
            <Button onClick={() => void all('accept')}>
              {t('notifications.requests.accept_all')}
            </Button>
            <Button onClick={() => void all('dismiss')}>
              {t('notifications.requests.dismiss_all')}
            </Button>
          </div>
        )}
      </div>
      <PagedList
        label={t('notifications.requests.title')}
        pages={pages}
        keyOf={request => request.id}
        render={request => (
          <RequestRow request={request} decide={decision => void decide(request, decision)} />
        )}
        empty={
          <EmptyState title={t('notifications.requests.empty')}>
            <p>{t('notifications.requests.empty_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
