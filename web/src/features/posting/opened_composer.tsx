import { signal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { tell } from '../../social/attempt.ts';
import { type Composing, composing } from '../../social/composing.ts';

type Dialog = ComponentType<{ about: Composing }>;

const dialog = signal<Dialog | undefined>(undefined);

function isNew(about: Composing): boolean {
  return Object.keys(about).length === 0;
}

/** Where one is docked beside the page, a new post is written there. */
function focusDocked(): boolean {
  const text = document.querySelector<HTMLElement>('.shell__dock textarea');
  text?.focus();
  return text !== null;
}

/** The composer, when it is asked for; it is fetched the first time. */
export function Composer() {
  const about = composing.value;
  useSignalEffect(() => {
    const asked = composing.value;
    if (asked && isNew(asked) && focusDocked()) composing.value = undefined;
  });
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
  if (!about || !Shown || (isNew(about) && document.querySelector('.shell__dock textarea')))
    return null;
  return <Shown key={JSON.stringify(about)} about={about} />;
}
