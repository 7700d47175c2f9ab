import { useEffect, useRef } from 'preact/hooks';
import { ComposerForm } from './composer_form.tsx';
import { Draft } from './draft.ts';

export default function DockedForm({ done }: { done: () => void }) {
  const kept = useRef<Draft>(undefined);
  kept.current ??= new Draft({});
  const draft = kept.current;
  useEffect(() => {
    void draft.open();
    return () => draft.close();
  }, [draft]);
  return <ComposerForm draft={draft} done={done} />;
}
