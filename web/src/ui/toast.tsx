import { signal } from '@preact/signals';
import { Icon } from './icon.tsx';
import { layers } from './layers.ts';
import './toast.css';

interface Toast {
  id: number;
  text: string;
  failed: boolean;
  action?: { label: string; act: () => void } | undefined;
}

const shownFor = 6000;
const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

/** Says in passing what happened; nothing needs to be read here to go on. */
export function toast(
  text: string,
  more: { failed?: boolean; action?: Toast['action'] } = {},
): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value, { id, text, failed: more.failed ?? false, action: more.action }];
  setTimeout(() => dismiss(id), shownFor);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter(one => one.id !== id);
}

/** Where they appear: on the page, or in the dialog that stands in front of it, outside which nobody would hear them. */
export function Toasts({ layer }: { layer?: symbol }) {
  const shown = layers.value.at(-1) === layer ? toasts.value : [];
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.map(one => (
        <div key={one.id} class={one.failed ? 'toast toast--failed' : 'toast'}>
          <Icon name={one.failed ? 'warning' : 'check'} />
          <p>{one.text}</p>
          {one.action && (
            <button
              type="button"
              class="toast__action"
              onClick={() => {
                dismiss(one.id);
                one.action?.act();
              }}
            >
              {one.action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
