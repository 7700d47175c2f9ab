import type { NotificationRequest } from '../../api/gen/entities.ts';
import { AccountFace, AccountName } from '../../social/account_name.tsx';
import { accountOf } from '../../social/store.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Html } from '../../ui/html.tsx';
import { t } from '../../ui/words.ts';
import type { Decision } from './requests.ts';
import './requests_page.css';

interface RequestRowProps {
  request: NotificationRequest;
  decide: (decision: Decision) => void;
}

/** Somebody who is held back: what they said last, and what to do about them. */
export function RequestRow({ request, decide }: RequestRowProps) {
  const account = accountOf(request.account.id) ?? request.account;
  const last = request.last_status;
  return (
    <div class="request-row">
      <AccountFace account={account} />
      <div class="request-row__words">
        <AccountName account={account} />
        {last && (
          <p class="request-row__last" dir="auto" lang={last.language ?? undefined}>
            {last.spoiler_text || <Html html={last.content} emojis={last.emojis} inline />}
          </p>
        )}
        <p class="request-row__count">
          {t('notifications.requests.count', { count: Number(request.notifications_count) })}
        </p>
        <div class="request-row__deeds">
          <Button kind="main" onClick={() => decide('accept')}>
            {t('notifications.requests.accept')}
          </Button>
          <Button onClick={() => decide('dismiss')}>{t('notifications.requests.dismiss')}</Button>
          <ButtonLink href={`/notifications/requests/${request.id}`} kind="quiet">
            {t('notifications.requests.look')}
          </ButtonLink>
        </div>
      </div>
    </div>
  );
}
