import { batch, type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Page } from '../api/client.ts';
import { tell } from './attempt.ts';

/** A list that is read a page at a time. */
export interface Pages<T> {
  /** Nothing before the first page has come. */
  items: Signal<readonly T[] | undefined>;
  failed: boolean;
  busy: boolean;
  /** Absent when there is no more. */
  more: (() => void) | undefined;
  again: () => void;
}

export function usePages<T>(load: () => Promise<Page<T[]>>): Pages<T> {
  const items = useSignal<readonly T[] | undefined>(undefined);
  const next = useSignal<(() => Promise<Page<T[]>>) | undefined>(undefined);
  const busy = useSignal(false);
  const failed = useSignal(false);

  const read = async (from: () => Promise<Page<T[]>>, fresh: boolean) => {
    if (busy.value) return;
    busy.value = true;
    try {
      const page = await from();
      batch(() => {
        items.value = [...(fresh ? [] : (items.value ?? [])), ...page.answer];
        next.value = page.next;
        failed.value = false;
      });
    } catch (error) {
      if (items.value) tell(error);
      else failed.value = true;
    } finally {
      busy.value = false;
    }
  };
  const again = () => void read(load, true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, whatever is drawn anew
  useEffect(again, []);
  const go = next.value;
  return {
    items,
    failed: failed.value,
    busy: busy.value,
    more: go ? () => void read(go, false) : undefined,
    again,
  };
}
