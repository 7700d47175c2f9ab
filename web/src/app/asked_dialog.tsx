import { signal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { type Asked, asked } from '../social/asking.ts';
import { tell } from '../social/attempt.ts';

type Dialogs = { [W in Asked['what']]: DialogFile };
type DialogFile = () => Promise<{ default: ComponentType<{ about: never; onClose: () => void }> }>;

const files: Dialogs = {
  filter: () => import('../features/filters/post_filter_dialog.tsx'),
  mute: () => import('../features/relationships/mute_dialog.tsx'),
  note: () => import('../features/relationships/note_dialog.tsx'),
  languages: () => import('../features/relationships/languages_dialog.tsx'),
  lists: () => import('../features/lists/lists_dialog.tsx'),
  report: () => import('../features/reports/report_dialog.tsx'),
  domain: () => import('../features/domain_blocks/domain_dialog.tsx'),
};

type Drawn = ComponentType<{ about: Asked; onClose: () => void }>;
const loaded = signal<{ about: Asked; Dialog: Drawn } | undefined>(undefined);

function close(): void {
  asked.value = undefined;
}

/** The dialog that was asked for. */
export function AskedDialog() {
  const about = asked.value;
  useSignalEffect(() => {
    const wanted = asked.value;
    if (!wanted) return;
    files[wanted.what]().then(
      file => {
        if (asked.peek() === wanted)
          loaded.value = { about: wanted, Dialog: file.default as unknown as Drawn };
      },
      (error: unknown) => {
        close();
        tell(error);
      },
    );
  });
  const shown = loaded.value;
  if (!shown || shown.about !== about) return null;
  return <shown.Dialog about={shown.about} onClose={close} />;
}
