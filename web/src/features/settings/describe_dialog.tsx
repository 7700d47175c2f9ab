import { useSignal } from '@preact/signals';
import { instance } from '../../social/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Area } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import { describePicture, type PictureName, shapes } from './pictures.ts';

interface DescribeDialogProps {
  name: PictureName;
  description: string;
  onClose: () => void;
}

/** What is to be seen on a picture that is there already. */
export function DescribeDialog({ name, description, onClose }: DescribeDialogProps) {
  const words = useSignal(description);
  const save = () => {
    onClose();
    void describePicture(name, words.value.trim());
  };
  return (
    <Dialog title={t(shapes[name].describe)} onClose={onClose}>
      <div class="dialog__body">
        <Area
          label={t('compose.media.what')}
          value={words.value}
          max={instance.value?.configuration.accounts.max_avatar_description_length}
          onChange={value => {
            words.value = value;
          }}
        />
        <div class="dialog__foot">
          <Button kind="main" onClick={save}>
            {t('compose.media.keep')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
