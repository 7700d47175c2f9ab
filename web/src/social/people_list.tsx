import type { ComponentChild, ComponentChildren } from 'preact';
import type { Page } from '../api/client.ts';
import type { Account } from '../api/gen/entities.ts';
import { loadRelationships } from './account_actions.ts';
import { AccountRow } from './account_row.tsx';
import { PagedList } from './paged_list.tsx';
import { keepAccounts } from './store.ts';
import { usePages } from './use_pages.ts';

interface PeopleListProps<T extends Account> {
  label: string;
  load: () => Promise<Page<T[]>>;
  empty: ComponentChildren;
  /** Somebody's row; with the button to follow them, unless it is said otherwise. */
  row?: (account: T) => ComponentChild;
}

/** A list of accounts, a page at a time. */
export function PeopleList<T extends Account>({ label, load, empty, row }: PeopleListProps<T>) {
  const pages = usePages<T>(() => withRelationships(load()));
  return (
    <PagedList
      label={label}
      pages={pages}
      keyOf={account => account.id}
      render={account => (row ? row(account) : <AccountRow id={account.id} />)}
      empty={empty}
    />
  );
}

/** What comes on further pages is known of as well. */
async function withRelationships<T extends Account>(asked: Promise<Page<T[]>>): Promise<Page<T[]>> {
  const page = await asked;
  keepAccounts(page.answer);
  void loadRelationships(page.answer.map(one => one.id)).catch(() => undefined);
  const { next } = page;
  return next ? { ...page, next: () => withRelationships(next()) } : page;
}
