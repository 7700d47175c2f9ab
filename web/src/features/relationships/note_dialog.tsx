import { useSignal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { tell } from '../../social/attempt.ts';
import { accountOf, keepRelationships, relationshipOf } from '../../social/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Area } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';

interface NoteDialogProps {
  about: { account: string };
  onClose: () => void;
}

const noteMax = 2000;

/** What one wants to remember about somebody. */
export default function NoteDialog({ about, onClose }: NoteDialogProps) {
  const id = about.account;
  const note = useSignal(relationshipOf(id)?.note ?? '');
  const busy = useSignal(false);
  const save = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    try {
      const comment = note.value.trim();
      keepRelationships([await call('POST /api/v1/accounts/{id}/note', { id, comment })]);
      onClose();
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  return (
    <Dialog title={t('profile.note')} onClose={onClose}>
      <form class="dialog__body" onSubmit={event => void save(event)}>
        <Area
          label={t('profile.note.label', { name: accountOf(id)?.acct ?? '' })}
          value={note.value}
          max={noteMax}
          onChange={value => {
            note.value = value;
          }}
        />
        <div class="dialog__foot">
          <Button onClick={onClose}>{t('ui.confirm.no')}</Button>
          <Button type="submit" kind="main" busy={busy.value}>
            {t('settings.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
