import { useSignal } from '@preact/signals';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';

const minute = 60_000;
/** The server asks for five; one goes by while choosing. */
const leastAhead = 6 * minute;
const usuallyAhead = 24 * 60 * minute;

/** A moment as the field of the browser writes it: on the reader's own clock. */
function onClock(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * minute).toISOString().slice(0, 16);
}

interface ScheduleDialogProps {
  at: string | undefined;
  keep: (at: string) => void;
  onClose: () => void;
}

/** When it shall be published. */
export function ScheduleDialog({ at, keep, onClose }: ScheduleDialogProps) {
  const when = useSignal(onClock(at ? new Date(at) : new Date(Date.now() + usuallyAhead)));
  const least = new Date(Date.now() + leastAhead);
  const soon = !(new Date(when.value) >= least);
  const save = (event: Event) => {
    event.preventDefault();
    if (soon) return;
    onClose();
    keep(new Date(when.value).toISOString());
  };
  return (
    <Dialog title={t('compose.schedule.title')} onClose={onClose}>
      <form class="dialog__body" onSubmit={save}>
        <Field
          type="datetime-local"
          label={t('compose.schedule.when')}
          hint={t('compose.schedule.hint')}
          min={onClock(least)}
          value={when.value}
          onInput={event => {
            when.value = event.currentTarget.value;
          }}
        />
        <div class="dialog__foot">
          <Button onClick={onClose}>{t('ui.confirm.no')}</Button>
          <Button type="submit" kind="main" disabled={soon}>
            {t('compose.schedule.keep')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
