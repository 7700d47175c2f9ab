import { useSignal } from '@preact/signals';
import { list } from '../../api/client.ts';
import { AccountFace, AccountName } from '../../social/account_name.tsx';
import { FollowAnswer } from '../../social/follow_answer.tsx';
import { me } from '../../social/me.ts';
import { Page } from '../../social/page.tsx';
import { PeopleList } from '../../social/people_list.tsx';
import { accountOf } from '../../social/store.ts';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Html } from '../../ui/html.tsx';
import { t } from '../../ui/words.ts';
import './relationships.css';

/** Who asks to follow. */
export default function FollowRequestsPage() {
  const answered = useSignal<readonly string[]>([]);
  return (
    <Page title={t('follow_requests.title')} deep>
      <PeopleList
        label={t('follow_requests.title')}
        load={() => list('GET /api/v1/follow_requests', {})}
        row={({ id }) => (
          <Asking
            id={id}
            answered={answered.value.includes(id)}
            done={() => {
              answered.value = [...answered.value, id];
            }}
          />
        )}
        empty={
          <EmptyState title={t('follow_requests.empty')}>
            <p>
              {t(me.value?.locked ? 'follow_requests.empty_text' : 'follow_requests.open_text')}
            </p>
          </EmptyState>
        }
      />
    </Page>
  );
}

interface AskingProps {
  id: string;
  answered: boolean;
  done: () => void;
}

function Asking({ id, answered, done }: AskingProps) {
  const account = accountOf(id);
  if (!account) return null;
  return (
    <div class="account-row relationship-row">
      <AccountFace account={account} />
      <div class="account-row__words">
        <AccountName account={account} />
        {account.note && (
          <p class="account-row__note">
            <Html html={account.note} emojis={account.emojis} inline />
          </p>
        )}
        {answered ? (
          <p class="relationship-row__fact">{t('follow_requests.answered')}</p>
        ) : (
          <FollowAnswer id={id} done={done} />
        )}
      </div>
    </div>
  );
}
