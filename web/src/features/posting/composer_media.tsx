import { useSignal } from '@preact/signals';
import type { MediaAttachment } from '../../api/gen/entities.ts';
import { limits } from '../../social/me.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Area } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { describeMedia, dropMedia } from './uploads.ts';

export function ComposerMedia({ draft }: { draft: Draft }) {
  const described = useSignal<string | undefined>(undefined);
  const shown = draft.media.value.find(one => one.id === described.value);
  const undescribed = draft.media.value.some(one => !one.description);
  if (draft.media.value.length === 0 && draft.uploading.value === 0) return null;
  return (
    <div class="composer__media">
      <ul>
        {draft.media.value.map(media => (
          <li key={media.id}>
            <Thumbnail media={media} />
            <IconButton
              icon="close"
              label={t('compose.media.remove')}
              onClick={() => dropMedia(draft, media.id)}
            />
            <Button
              onClick={() => {
                described.value = media.id;
              }}
            >
              {t(media.description ? 'compose.media.redescribe' : 'compose.media.describe')}
            </Button>
          </li>
        ))}
        {Array.from({ length: draft.uploading.value }, (_none, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
          <li key={index} class="composer__uploading" role="status">
            {t('compose.media.uploading')}
          </li>
        ))}
      </ul>
      {undescribed && <p class="composer__reminder">{t('compose.media.reminder')}</p>}
      {shown && (
        <Description
          draft={draft}
          media={shown}
          onClose={() => {
            described.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function Thumbnail({ media }: { media: MediaAttachment }) {
  if (media.preview_url) return <img src={media.preview_url} alt={media.description ?? ''} />;
  return <span class="composer__file">{media.type}</span>;
}

interface DescriptionProps {
  draft: Draft;
  media: MediaAttachment;
  onClose: () => void;
}

function Description({ draft, media, onClose }: DescriptionProps) {
  const text = useSignal(media.description ?? '');
  const save = () => {
    onClose();
    void describeMedia(draft, media.id, text.value.trim());
  };
  return (
    <Dialog title={t('compose.media.description')} onClose={onClose}>
      <div class="dialog__body">
        {media.preview_url && <img class="composer__described" src={media.preview_url} alt="" />}
        <Area
          label={t('compose.media.what')}
          value={text.value}
          onChange={value => {
            text.value = value;
          }}
          max={limits().description}
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
