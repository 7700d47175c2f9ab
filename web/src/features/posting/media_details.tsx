import { useSignal } from '@preact/signals';
import type { MediaAttachment } from '../../api/gen/entities.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Area } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import { FocusField } from './focus_field.tsx';
import type { Part } from './part.ts';
import { changeMedia } from './uploads.ts';

interface MediaDetailsProps {
  part: Part;
  media: MediaAttachment;
  max: number;
  onClose: () => void;
}

/** What there is to see, in words; and of a picture the place that stays in view when its edges are cut. */
export function MediaDetails({ part, media, max, onClose }: MediaDetailsProps) {
  const text = useSignal(media.description ?? '');
  const focus = useSignal({ x: media.meta?.focus?.x ?? 0, y: media.meta?.focus?.y ?? 0 });
  const isPicture = media.type === 'image' && media.preview_url !== null;
  const save = () => {
    onClose();
    void changeMedia(part, media.id, {
      description: text.value.trim(),
      focus: isPicture ? focus.value : undefined,
    });
  };
  return (
    <Dialog title={t('compose.media.description')} onClose={onClose}>
      <div class="dialog__body">
        {isPicture && (
          <FocusField
            source={media.url ?? media.preview_url ?? ''}
            value={focus.value}
            onChange={value => {
              focus.value = value;
            }}
          />
        )}
        <Area
          label={t('compose.media.what')}
          value={text.value}
          onChange={value => {
            text.value = value;
          }}
          max={max}
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
