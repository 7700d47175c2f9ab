import { batch, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Page } from '../api/client.ts';
import type { Account } from '../api/gen/entities.ts';
import { Failed } from '../ui/failed.tsx';
import { Feed } from '../ui/feed.tsx';
import { PostSkeletons } from '../ui/skeleton.tsx';
import { loadRelationships } from './account_actions.ts';
import { AccountRow } from './account_row.tsx';
import { tell } from './attempt.ts';
import { keepAccounts } from './store.ts';

interface PeopleListProps {
  label: string;
  load: () => Promise<Page<Account[]>>;
  empty: ComponentChildren;
}

/** A list of accounts, a page at a time. */
export function PeopleList({ label, load, empty }: PeopleListProps) {
  const ids = useSignal<readonly string[] | undefined>(undefined);
  const next = useSignal<(() => Promise<Page<Account[]>>) | undefined>(undefined);
  const busy = useSignal(false);
  const failed = useSignal(false);

  const read = async (from: () => Promise<Page<Account[]>>) => {
    if (busy.value) return;
    busy.value = true;
    try {
      const page = await from();
      void loadRelationships(page.answer.map(one => one.id)).catch(() => undefined);
      batch(() => {
        ids.value = [...new Set([...(ids.value ?? []), ...keepAccounts(page.answer)])];
        next.value = page.next;
        failed.value = false;
      });
    } catch (error) {
      if (ids.value) tell(error);
      else failed.value = true;
    } finally {
      busy.value = false;
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, whatever is drawn anew
  useEffect(() => void read(load), []);

  if (failed.value) return <Failed again={() => void read(load)} />;
  if (!ids.value) return <PostSkeletons />;
  if (ids.value.length === 0) return <>{empty}</>;
  const go = next.value;
  return (
    <Feed
      label={label}
      keys={ids.value}
      busy={busy.value}
      more={go ? () => void read(go) : undefined}
      render={(id, position) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: articles of a feed can be stepped through
        <article tabIndex={0} {...position}>
          <AccountRow id={id} />
        </article>
      )}
    />
  );
}
