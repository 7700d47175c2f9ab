import { signal, useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';

type Docked = FunctionComponent<{ done: () => void }>;

const loaded = signal<Docked | undefined>(undefined);

/** A composer that is always there, beside what is read; fetched once the rest of the page stands. */
export function DockedComposer() {
  const round = useSignal(0);
  useEffect(() => {
    if (loaded.value) return undefined;
    const timer = setTimeout(() => {
      void import('./docked_form.tsx').then(
        file => {
          loaded.value = file.default;
        },
        () => undefined,
      );
    }, 300);
    return () => clearTimeout(timer);
  }, []);
  const Form = loaded.value;
  if (!Form) return <div class="shell__box shell__dock" />;
  return (
    <div class="shell__box shell__dock">
      <Form
        key={round.value}
        done={() => {
          round.value += 1;
        }}
      />
    </div>
  );
}
