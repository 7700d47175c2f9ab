import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { tell } from '../../social/attempt.ts';
import { type Composing, composing } from '../../social/composing.ts';

type Dialog = ComponentType<{ about: Composing }>;

const dialog = signal<Dialog | undefined>(undefined);

/** The composer, when it is asked for; it is fetched the first time. */
export function Composer() {
  const about = composing.value;
  const Shown = dialog.value;
  const wanted = about !== undefined && Shown === undefined;
  useEffect(() => {
    if (!wanted) return;
    void import('./composer.tsx').then(
      file => {
        dialog.value = file.default;
      },
      (error: unknown) => {
        composing.value = undefined;
        tell(error);
      },
    );
  }, [wanted]);
  if (!about || !Shown) return null;
  return <Shown key={JSON.stringify(about)} about={about} />;
}
