import { keysOf, shortcuts } from '../social/shortcuts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { t } from '../ui/words.ts';
import { helpOpen } from './keys.ts';
import './key_help.css';

export function KeyHelp() {
  if (!helpOpen.value) return null;
  const close = () => {
    helpOpen.value = false;
  };
  return (
    <Dialog title={t('keys.title')} onClose={close}>
      <div class="dialog__body">
        <dl class="key-help">
          {shortcuts
            .filter(shortcut => keysOf(shortcut) !== '')
            .map(shortcut => (
              <div key={shortcut.id}>
                <dt>
                  {keysOf(shortcut)
                    .split(' ')
                    .map(one => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                </dt>
                <dd>{t(shortcut.words)}</dd>
              </div>
            ))}
        </dl>
        <p class="key-help__off">
          <a href="/settings/keys" onClick={close}>
            {t('keys.change')}
          </a>
        </p>
      </div>
    </Dialog>
  );
}
