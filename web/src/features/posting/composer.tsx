import { useEffect, useRef } from 'preact/hooks';
import { type Composing, composing } from '../../social/composing.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';
import { ComposerForm } from './composer_form.tsx';
import { Draft } from './draft.ts';

/** Writing a post: a new one, an answer, a quote, or a change to one's own. What is begun is kept when it closes. */
export default function ComposerDialog({ about }: { about: Composing }) {
  const kept = useRef<Draft>(undefined);
  kept.current ??= new Draft(about);
  const draft = kept.current;
  useEffect(() => {
    void draft.open();
    return () => draft.close();
  }, [draft]);

  const shut = () => {
    composing.value = undefined;
  };
  const close = () => {
    if (draft.worthKeeping) toast(t('compose.kept'));
    shut();
  };
  return (
    <Dialog title={titleOf(about)} onClose={close}>
      <ComposerForm draft={draft} done={shut} begin />
    </Dialog>
  );
}

function titleOf(about: Composing): string {
  if (about.edit) return t('compose.title.edit');
  if (about.reply) return t('compose.title.reply');
  return t(about.quote ? 'compose.title.quote' : 'compose.title.new');
}
