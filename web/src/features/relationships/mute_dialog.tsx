import { useSignal } from '@preact/signals';
import { mute } from '../../social/account_actions.ts';
import { accountOf } from '../../social/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Check, Select } from '../../ui/field.tsx';
import { lengthInWords } from '../../ui/time.tsx';
import { t } from '../../ui/words.ts';

interface MuteDialogProps {
  about: { account: string };
  onClose: () => void;
}

const hour = 3600;
const day = 24 * hour;
const lengths = [hour, 6 * hour, day, 3 * day, 7 * day, 30 * day];

/** For how long somebody is not to be seen, and whether they are heard of. */
export default function MuteDialog({ about, onClose }: MuteDialogProps) {
  const id = about.account;
  const duration = useSignal(0);
  const notifications = useSignal(true);
  const name = accountOf(id)?.acct ?? '';
  const save = (event: Event) => {
    event.preventDefault();
    onClose();
    void mute(id, { duration: duration.value, notifications: notifications.value });
  };
  return (
    <Dialog title={t('account.mute.title', { name })} onClose={onClose}>
      <form class="dialog__body" onSubmit={save}>
        <p>{t('account.mute.text')}</p>
        <Select
          label={t('filters.lasts')}
          value={String(duration.value)}
          options={[
            ['0', t('filters.lasts.ever')],
            ...lengths.map(one => [String(one), lengthInWords(one)] as const),
          ]}
          onChange={value => {
            duration.value = Number(value);
          }}
        />
        <Check
          label={t('account.mute.notifications')}
          checked={notifications.value}
          onChange={value => {
            notifications.value = value;
          }}
        />
        <div class="dialog__foot">
          <Button onClick={onClose}>{t('ui.confirm.no')}</Button>
          <Button type="submit" kind="main">
            {t('account.mute.yes')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
