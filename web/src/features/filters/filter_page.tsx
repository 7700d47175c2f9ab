import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Filter } from '../../api/gen/entities.ts';
import { Page } from '../../social/page.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { go } from '../../ui/history.ts';
import { Menu } from '../../ui/menu.tsx';
import type { Parameters } from '../../ui/route.ts';
import { PostSkeletons } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import { FilterDraft } from './filter_draft.ts';
import { FilterForm } from './filter_form.tsx';
import { askToRemove, failed, filters, loadFilters, saveFilter } from './filters.ts';

/** A filter that is made, or changed. */
export default function FilterPage({ parameters }: { parameters: Parameters }) {
  const { id } = parameters;
  useEffect(() => {
    if (!filters.peek()) void loadFilters();
  }, []);
  const all = filters.value;
  const found = id ? all?.find(one => one.id === id) : undefined;
  const remove = () => {
    if (found) void askToRemove(found).then(done => done && go('/filters', { replace: true }));
  };
  const items = () => [
    [{ label: t('filters.remove'), icon: 'remove' as const, danger: true, act: remove }],
  ];
  return (
    <Page
      title={t(id ? 'filters.edit' : 'filters.new')}
      deep
      beside={found && <Menu label={t('filters.menu')} icon="more" items={items} />}
    >
      {failed.value && <Failed again={() => void loadFilters()} />}
      {!all && !failed.value && <PostSkeletons many={3} />}
      {all && id && !found && <EmptyState title={t('filters.gone')} />}
      {all && (!id || found) && <Editing of={found} />}
    </Page>
  );
}

function Editing({ of }: { of: Filter | undefined }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: begun once; a change elsewhere does not undo what is typed
  const draft = useMemo(() => new FilterDraft(of), [of?.id]);
  const busy = useSignal(false);
  const save = async () => {
    if (busy.value || !draft.ready.value) return;
    busy.value = true;
    if (await saveFilter(draft.input, of?.id)) {
      toast(t('settings.saved'));
      go('/filters', { replace: true });
    }
    busy.value = false;
  };
  return <FilterForm draft={draft} busy={busy.value} save={() => void save()} />;
}
