import { useSignal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { setFollowOptions } from '../../social/account_actions.ts';
import { accountOf, relationshipOf } from '../../social/store.ts';
import { useAnswer } from '../../social/use_answer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { languageName, locale, t } from '../../ui/words.ts';

interface LanguagesDialogProps {
  about: { account: string };
  onClose: () => void;
}

/** In which languages one wants to read somebody. */
export default function LanguagesDialog({ about, onClose }: LanguagesDialogProps) {
  const id = about.account;
  const before = relationshipOf(id)?.languages ?? [];
  const chosen = useSignal<readonly string[]>(before);
  const offered = useSignal<readonly string[]>([...new Set([...before, ...readersOwn()])]);
  const { answer } = useAnswer(() => call('GET /api/v1/instance/languages', {}));
  const all = ((answer.value ?? []) as { code: string }[]).map(one => one.code);
  const rest = all
    .filter(code => !offered.value.includes(code))
    .map((code): [string, string] => [code, languageName(code)])
    .sort(([, one], [, other]) => one.localeCompare(other, locale.value));

  const toggle = (code: string) => {
    chosen.value = chosen.value.includes(code)
      ? chosen.value.filter(one => one !== code)
      : [...chosen.value, code];
  };
  const add = (code: string) => {
    if (!code) return;
    offered.value = [...offered.value, code];
    toggle(code);
  };
  const save = (event: Event) => {
    event.preventDefault();
    onClose();
    void setFollowOptions(id, { languages: [...chosen.value] });
  };
  return (
    <Dialog title={t('account.menu.languages')} onClose={onClose}>
      <form class="dialog__body" onSubmit={save}>
        <p>{t('account.languages.text', { name: accountOf(id)?.acct ?? '' })}</p>
        <div>
          {offered.value.map(code => (
            <Check
              key={code}
              label={languageName(code)}
              checked={chosen.value.includes(code)}
              onChange={() => toggle(code)}
            />
          ))}
        </div>
        {rest.length > 0 && (
          <Select
            label={t('account.languages.more')}
            value=""
            options={[['', ''], ...rest]}
            onChange={add}
          />
        )}
        <div class="dialog__foot">
          <Button onClick={onClose}>{t('ui.confirm.no')}</Button>
          <Button type="submit" kind="main">
            {t('settings.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function readersOwn(): string[] {
  return [locale.value, ...navigator.languages.map(one => one.split('-')[0] ?? one)];
}
