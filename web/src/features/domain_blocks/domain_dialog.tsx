import { useSignal } from '@preact/signals';
import { useAnswer } from '../../social/use_answer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { t } from '../../ui/words.ts';
import { setDomainBlock, tiesWith } from './domain_blocks.ts';
import './domain_dialog.css';

interface DomainDialogProps {
  about: { domain: string };
  onClose: () => void;
  /** Told when it was blocked. */
  done?: () => void;
}

/** What blocking a whole server does, before it is done. */
export default function DomainDialog({ about, onClose, done }: DomainDialogProps) {
  const { domain } = about;
  const busy = useSignal(false);
  const { answer } = useAnswer(() => tiesWith(domain));
  const ties = answer.value;
  const block = async () => {
    if (busy.value) return;
    busy.value = true;
    if (await setDomainBlock(domain, true)) {
      done?.();
      onClose();
    }
    busy.value = false;
  };
  return (
    <Dialog title={t('domain_blocks.title_one', { domain })} onClose={onClose}>
      <div class="dialog__body">
        <ul class="domain-dialog__effects">
          <li>{t('domain_blocks.effect.posts')}</li>
          <li>{t('domain_blocks.effect.follows')}</li>
          <li>{t('domain_blocks.effect.reach')}</li>
        </ul>
        <p role="status" class="domain-dialog__ties">
          {ties &&
            (ties.following_count + ties.followers_count > 0
              ? t('domain_blocks.ties', {
                  following: ties.following_count,
                  followers: ties.followers_count,
                })
              : t('domain_blocks.no_ties'))}
        </p>
        <p>{t('domain_blocks.instead')}</p>
        <div class="dialog__foot">
          <Button onClick={onClose}>{t('ui.confirm.no')}</Button>
          <Button kind="danger" busy={busy.value} onClick={() => void block()}>
            {t('domain_blocks.yes')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
