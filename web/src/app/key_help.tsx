import { Dialog } from '../ui/dialog.tsx';
import { t } from '../ui/words.ts';
import { helpOpen, keys } from './keys.ts';
import './key_help.css';

export function KeyHelp() {
  if (!helpOpen.value) return null;
  return (
    <Dialog
      title={t('keys.title')}
      onClose={() => {
        helpOpen.value = false;
      }}
    >
      <div class="dialog__body">
        <dl class="key-help">
          {keys.map(key => (
            <div key={key.keys}>
              <dt>
                {key.keys.split(' ').map(one => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </dt>
              <dd>{t(key.words)}</dd>
            </div>
          ))}
        </dl>
        <p class="key-help__off">{t('keys.off')}</p>
      </div>
    </Dialog>
  );
}
