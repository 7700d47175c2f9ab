import { watch } from '../api/stream.ts';

/** Filters that were changed, here or elsewhere, hold at once for what is shown; listens until told to stop. */
export function watchFilterChanges(): () => void {
  return watch(
    { name: 'user' },
    {
      event: kind => {
        if (kind !== 'filters_changed') return;
        void import('../features/filters/filters.ts').then(
          file => file.loadFilters(),
          () => undefined,
        );
      },
    },
  );
}
