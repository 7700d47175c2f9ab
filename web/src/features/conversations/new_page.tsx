import { DisplayName, Handle } from '../../social/account_name.tsx';
import { faceOf, nameOf } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { accountOf } from '../../social/store.ts';
import { useFoundPeople } from '../../social/use_found_people.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Field } from '../../ui/field.tsx';
import { go } from '../../ui/history.ts';
import { t } from '../../ui/words.ts';
import './new_page.css';

/** To whom a new message is. */
export default function NewPage() {
  const { wanted, found } = useFoundPeople();
  const first = found.value?.[0];
  const take = (event: Event) => {
    event.preventDefault();
    const account = first && accountOf(first);
    if (account) go(pathTo(account.acct), { replace: true });
  };
  return (
    <Page title={t('conversations.new')} deep>
      <form class="new-page" data-form onSubmit={take}>
        <Field
          label={t('conversations.whom')}
          type="search"
          autocomplete="off"
          autofocus
          value={wanted.value}
          onInput={event => {
            wanted.value = event.currentTarget.value;
          }}
        />
      </form>
      {found.value?.length === 0 && <EmptyState title={t('conversations.whom_nobody')} />}
      <ul class="new-page__people">
        {found.value?.map(id => (
          <Person key={id} id={id} />
        ))}
      </ul>
    </Page>
  );
}

export function pathTo(acct: string): string {
  return `/conversations/new/${encodeURIComponent(acct)}`;
}

function Person({ id }: { id: string }) {
  const account = accountOf(id);
  if (!account) return null;
  return (
    <li>
      <a class="new-page__person" href={pathTo(account.acct)}>
        <Avatar source={faceOf(account)} name={nameOf(account)} />
        <span>
          <strong>
            <DisplayName account={account} />
          </strong>
          <Handle account={account} />
        </span>
      </a>
    </li>
  );
}
