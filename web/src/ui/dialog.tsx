import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { putInFront } from './layers.ts';
import { Toasts } from './toast.tsx';
import { t } from './words.ts';
import './dialog.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  /** The whole screen, dark around: for pictures. */
  wide?: boolean;
  children: ComponentChildren;
}

/** A dialog in front of everything, for as long as it is drawn. Focus goes back to where it came from. */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const opener = useRef(document.activeElement);
  const layer = useRef(Symbol(title));

  // Before anything inside takes the focus for itself.
  useLayoutEffect(() => {
    const shown = element.current;
    const from = opener.current;
    shown?.showModal();
    const putAway = putInFront(layer.current);
    return () => {
      putAway();
      shown?.close();
      if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
    };
  }, []);

  const cancel = (event: Event) => {
    // Choosing a file may be cancelled too, inside.
    if (event.target !== element.current) return;
    event.preventDefault();
    onClose();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press outside; Escape does the same for keys
    <dialog
      ref={element}
      class={wide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={heading}
      onCancel={cancel}
      onClick={event => event.target === element.current && onClose()}
    >
      <div class="dialog__sheet">
        <header class="dialog__head">
          <h2 id={heading}>{title}</h2>
          <IconButton icon="close" label={t('ui.dialog.close')} onClick={onClose} />
        </header>
        {children}
      </div>
      <Toasts layer={layer.current} />
    </dialog>
  );
}
