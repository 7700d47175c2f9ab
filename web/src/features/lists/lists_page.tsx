import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Page } from '../../social/page.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { t } from '../../ui/words.ts';
import { lists, listsFailed, loadLists, makeList } from './lists.ts';
import './lists_page.css';

export default function ListsPage() {
  useEffect(() => {
    void loadLists();
  }, []);
  return (
    <Page title={t('lists.title')} deep>
      <NewList />
      {listsFailed.value && <Failed again={() => void loadLists()} />}
      {!lists.value && !listsFailed.value && <PostSkeletons many={2} />}
      {lists.value?.length === 0 && (
        <EmptyState title={t('lists.empty')}>
          <p>{t('lists.empty_text')}</p>
        </EmptyState>
      )}
      <ul class="lists-page__all">
        {lists.value?.map(list => (
          <li key={list.id}>
            <a href={`/lists/${list.id}`}>
              <Icon name="lists" />
              <bdi>{list.title}</bdi>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function NewList() {
  const title = useSignal('');
  const busy = useSignal(false);
  const send = async (event: Event) => {
    event.preventDefault();
    const wanted = title.value.trim();
    if (!wanted || busy.value) return;
    busy.value = true;
    if (await makeList(wanted)) title.value = '';
    busy.value = false;
  };
  return (
    <form class="lists-page__new" onSubmit={send}>
      <Field
        label={t('lists.new.label')}
        dir="auto"
        value={title.value}
        onInput={event => {
          title.value = event.currentTarget.value;
        }}
      />
      <Button type="submit" kind="main" busy={busy.value} disabled={title.value.trim() === ''}>
        {t('lists.new.make')}
      </Button>
    </form>
  );
}
