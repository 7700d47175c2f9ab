import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { MediaAttachment } from '../api/gen/entities.ts';
import { IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { t } from '../ui/words.ts';
import './media_viewer.css';

/** One picture at a time, as large as the screen, with its description to read. */
export function MediaViewer({
  media,
  first,
  onClose,
}: {
  media: readonly MediaAttachment[];
  first: number;
  onClose: () => void;
}) {
  const at = useSignal(first);
  const piece = media[at.value];
  const step = (by: number) => {
    at.value = Math.min(media.length - 1, Math.max(0, at.value + by));
  };
  // Wherever the focus is: the viewer is all there is.
  useEffect(() => {
    const turn = (event: KeyboardEvent) => {
      if (!/^Arrow(Left|Right)$/.test(event.key)) return;
      const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
      step((event.key === 'ArrowRight') === rtl ? -1 : 1);
    };
    addEventListener('keydown', turn);
    return () => removeEventListener('keydown', turn);
  });
  if (!piece) return null;
  return (
    <Dialog
      title={t('media.viewer', { at: at.value + 1, all: media.length })}
      onClose={onClose}
      wide
    >
      <div class="media-viewer">
        <div class="media-viewer__stage">
          {piece.type === 'image' ? (
            <img
              key={piece.id}
              src={piece.url ?? piece.preview_url ?? ''}
              alt={piece.description ?? t('media.picture')}
            />
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: other servers send no captions
            <video
              key={piece.id}
              controls
              src={piece.url ?? ''}
              poster={piece.preview_url ?? undefined}
              aria-label={piece.description ?? t('media.video')}
            />
          )}
        </div>
        <div class="media-viewer__foot">
          {media.length > 1 && (
            <IconButton
              icon="back"
              label={t('media.previous')}
              disabled={at.value === 0}
              onClick={() => step(-1)}
            />
          )}
          <p dir="auto">{piece.description || t('media.no_description')}</p>
          {media.length > 1 && (
            <IconButton
              icon="next"
              label={t('media.next')}
              disabled={at.value === media.length - 1}
              onClick={() => step(1)}
            />
          )}
        </div>
      </div>
    </Dialog>
  );
}
