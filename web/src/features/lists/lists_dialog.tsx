import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../api/client.ts';
import type { List } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { accountOf, relationshipOf } from '../../social/store.ts';
import { forgetTimeline } from '../../social/timeline.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Check, Field } from '../../ui/field.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { lists, loadLists, makeList } from './lists.ts';
import './lists_dialog.css';

interface ListsDialogProps {
  about: { account: string };
  onClose: () => void;
}

/** On which of one's lists somebody is. */
export default function ListsDialog({ about, onClose }: ListsDialogProps) {
  const name = `@${accountOf(about.account)?.acct ?? ''}`;
  const is = relationshipOf(about.account);
  return (
    <Dialog title={t('lists.of_title', { name })} onClose={onClose}>
      <div class="dialog__body">
        {is && !is.following && !is.requested ? (
          <p>{t('lists.of_follow', { name })}</p>
        ) : (
          <Memberships account={about.account} />
        )}
      </div>
    </Dialog>
  );
}

function Memberships({ account }: { account: string }) {
  const { answer, failed, again } = useAnswer(async () =>
    (await call('GET /api/v1/accounts/{id}/lists', { id: account })).map(one => one.id),
  );
  useEffect(() => {
    if (!lists.peek()) void loadLists();
  }, []);
  const on = answer.value;
  if (failed.value) return <Failed again={again} />;
  if (!on || !lists.value) return <PostSkeletons many={1} />;
  const set = async (list: List, put: boolean) => {
    answer.value = put ? [...on, list.id] : on.filter(one => one !== list.id);
    try {
      await call(put ? 'POST /api/v1/lists/{id}/accounts' : 'DELETE /api/v1/lists/{id}/accounts', {
        id: list.id,
        account_ids: [account],
      });
      forgetTimeline(`list ${list.id}`);
    } catch (error) {
      answer.value = on;
      tell(error);
    }
  };
  return (
    <>
      {lists.value.length === 0 && <p>{t('lists.empty_text')}</p>}
      <ul>
        {lists.value.map(list => (
          <li key={list.id}>
            <Check
              label={<bdi>{list.title}</bdi>}
              checked={on.includes(list.id)}
              onChange={put => void set(list, put)}
            />
          </li>
        ))}
      </ul>
      <NewList />
    </>
  );
}

function NewList() {
  const title = useSignal('');
  const make = async (event: Event) => {
    event.preventDefault();
    const wanted = title.value.trim();
    if (wanted && (await makeList(wanted))) title.value = '';
  };
  return (
    <form class="lists-dialog__new" onSubmit={event => void make(event)}>
      <Field
        label={t('lists.new.label')}
        dir="auto"
        value={title.value}
        onInput={event => {
          title.value = event.currentTarget.value;
        }}
      />
      <Button type="submit" disabled={title.value.trim() === ''}>
        {t('lists.new.make')}
      </Button>
    </form>
  );
}
