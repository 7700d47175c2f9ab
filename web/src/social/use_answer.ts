import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** What the server was asked for once: nothing while it is on its way. */
export function useAnswer<T>(ask: () => Promise<T>): {
  answer: Signal<T | undefined>;
  failed: Signal<boolean>;
  again: () => void;
} {
  const answer = useSignal<T | undefined>(undefined);
  const failed = useSignal(false);
  const again = () => {
    failed.value = false;
    ask().then(
      found => {
        answer.value = found;
      },
      () => {
        failed.value = true;
      },
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once
  useEffect(again, []);
  return { answer, failed, again };
}
