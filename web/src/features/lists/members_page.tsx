import { call } from '../../api/client.ts';
import { AccountFace, AccountName } from '../../social/account_name.tsx';
import { tell } from '../../social/attempt.ts';
import { Page } from '../../social/page.tsx';
import { accountOf, keepAccounts } from '../../social/store.ts';
import { forgetTimeline } from '../../social/timeline.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { useFoundPeople } from '../../social/use_found_people.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';

const membersMax = 80;

/** Who is on a list: those one follows may be put on it. */
export default function MembersPage({ parameters }: { parameters: Parameters }) {
  const id = parameters.id ?? '';
  const { answer, failed, again } = useAnswer(async () =>
    keepAccounts(await call('GET /api/v1/lists/{id}/accounts', { id, limit: membersMax })),
  );
  const members = answer.value ?? [];
  const { wanted, found } = useFoundPeople({ following: true });

  const set = async (account: string, on: boolean) => {
    try {
      await call(on ? 'POST /api/v1/lists/{id}/accounts' : 'DELETE /api/v1/lists/{id}/accounts', {
        id,
        account_ids: [account],
      });
      forgetTimeline(`list ${id}`);
      answer.value = on ? [account, ...members] : members.filter(one => one !== account);
    } catch (error) {
      tell(error);
    }
  };

  const shown = wanted.value.trim() ? (found.value ?? []) : members;
  return (
    <Page title={t('lists.members')} deep>
      <div class="lists-page__new">
        <Field
          label={t('lists.find')}
          hint={t('lists.find_hint')}
          type="search"
          value={wanted.value}
          onInput={event => {
            wanted.value = event.currentTarget.value;
          }}
        />
      </div>
      {failed.value && <Failed again={again} />}
      {!answer.value && !failed.value && <PostSkeletons many={3} />}
      {answer.value && shown.length === 0 && (
        <EmptyState title={t(wanted.value.trim() ? 'lists.find_nothing' : 'lists.nobody')} />
      )}
      <ul>
        {shown.map(one => (
          <Member key={one} id={one} on={members.includes(one)} set={on => void set(one, on)} />
        ))}
      </ul>
    </Page>
  );
}

function Member({ id, on, set }: { id: string; on: boolean; set: (on: boolean) => void }) {
  const account = accountOf(id);
  if (!account) return null;
  return (
    <li class="account-row">
      <AccountFace account={account} />
      <div class="account-row__words">
        <AccountName account={account} />
      </div>
      <Button kind={on ? 'second' : 'main'} onClick={() => set(!on)}>
        {t(on ? 'lists.take_off' : 'lists.put_on')}
      </Button>
    </li>
  );
}
