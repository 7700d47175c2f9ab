import { signal } from '@preact/signals';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { t } from './words.ts';

interface Question {
  title: string;
  text: string;
  yes: string;
  no?: string;
  /** Nothing is lost by it. */
  gentle?: boolean;
  answer: (agreed: boolean) => void;
}

const asked = signal<Question>();

/** Asks before something that cannot be taken back. */
export function confirm(
  title: string,
  text: string,
  yes: string,
  more: Pick<Question, 'no' | 'gentle'> = {},
): Promise<boolean> {
  return new Promise(answer => {
    asked.value = { title, text, yes, ...more, answer };
  });
}

/** Where the question appears; drawn once, by the shell. */
export function Confirmation() {
  const question = asked.value;
  if (!question) return null;
  const reply = (agreed: boolean) => {
    asked.value = undefined;
    question.answer(agreed);
  };
  return (
    <Dialog title={question.title} onClose={() => reply(false)}>
      <div class="dialog__body">
        <p>{question.text}</p>
        <div class="dialog__foot">
          <Button onClick={() => reply(false)}>{question.no ?? t('ui.confirm.no')}</Button>
          <Button kind={question.gentle ? 'second' : 'danger'} onClick={() => reply(true)}>
            {question.yes}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
