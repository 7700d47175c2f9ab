import { useSignal } from '@preact/signals';
import { choices, choose } from '../../social/choices.ts';
import { Page } from '../../social/page.tsx';
import {
  alsoOn,
  digits,
  isKeys,
  keysOf,
  type Shortcut,
  setKeys,
  shortcuts,
} from '../../social/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { Check, Field } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import './settings_page.css';

/** Every single key: changed, taken off, or all of them off at once. */
export default function KeysPage() {
  const now = choices.value;
  return (
    <Page title={t('settings.keys')} deep>
      <div class="settings-page">
        <Check
          label={t('settings.shortcuts')}
          hint={t('settings.shortcuts_hint')}
          checked={now.shortcuts}
          onChange={on => choose({ shortcuts: on })}
        />
        {now.shortcuts && (
          <section class="settings-page__block">
            <p class="settings-page__hint">{t('settings.keys_hint')}</p>
            <div class="settings-page__keys">
              {shortcuts.map(one =>
                one.keys === digits ? (
                  <Digits key={one.id} shortcut={one} />
                ) : (
                  <Keys key={one.id} shortcut={one} />
                ),
              )}
            </div>
            <div>
              <Button
                icon="again"
                disabled={Object.keys(now.keys).length === 0}
                onClick={() => choose({ keys: {} })}
              >
                {t('settings.keys_usual')}
              </Button>
            </div>
          </section>
        )}
      </div>
    </Page>
  );
}

/** What is typed holds once it is keys at all, and nothing else is on them. */
function Keys({ shortcut }: { shortcut: Shortcut }) {
  const typed = useSignal<string | undefined>(undefined);
  const shown = typed.value ?? keysOf(shortcut);
  const wrong = problemOf(shortcut, shown);
  const take = (text: string) => {
    const keys = text.trim();
    if (problemOf(shortcut, keys)) {
      typed.value = text;
      return;
    }
    typed.value = undefined;
    setKeys(shortcut, keys);
  };
  return (
    <Field
      label={t(shortcut.words)}
      value={shown}
      dir="ltr"
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      maxLength={12}
      aria-invalid={wrong !== undefined}
      {...(wrong ? { hint: wrong } : {})}
      onInput={event => take(event.currentTarget.value)}
      onBlur={() => {
        typed.value = undefined;
      }}
    />
  );
}

function problemOf(shortcut: Shortcut, keys: string): string | undefined {
  if (!isKeys(keys)) return t('settings.keys_wrong');
  const other = alsoOn(shortcut, keys);
  return other && t('settings.keys_taken', { what: t(other.words) });
}

function Digits({ shortcut }: { shortcut: Shortcut }) {
  return (
    <Check
      label={t(shortcut.words)}
      checked={keysOf(shortcut) === digits}
      onChange={on => setKeys(shortcut, on ? digits : '')}
    />
  );
}
