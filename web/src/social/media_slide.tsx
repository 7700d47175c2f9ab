import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MediaAttachment } from '../api/gen/entities.ts';
import { t } from '../ui/words.ts';

export const zoomMax = 4;

interface MediaSlideProps {
  piece: MediaAttachment;
  shown: boolean;
  /** Beside the one that is shown: fetched already. */
  near: boolean;
  zoom: number;
  /** Closer, or further away, by so much. */
  look: (closer: number) => void;
}

/** One picture, film or sound. A picture that is looked at closely is larger than its frame, which scrolls. */
export function MediaSlide({ piece, shown, near, zoom, look }: MediaSlideProps) {
  const frame = useRef<HTMLLIElement>(null);
  const point = useRef({ x: 0.5, y: 0.5 });
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box || zoom === 1) return;
    box.scrollLeft = (box.scrollWidth - box.clientWidth) * point.current.x;
    box.scrollTop = (box.scrollHeight - box.clientHeight) * point.current.y;
  }, [zoom]);
  useEffect(() => {
    if (!shown) frame.current?.querySelector<HTMLMediaElement>('video, audio')?.pause();
  }, [shown]);
  const pointedAt = (event: MouseEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (!box || piece.type !== 'image') return;
    point.current = {
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
    };
    look(zoom === 1 ? 2 : 1 / zoom);
  };
  const dragged = (event: PointerEvent) => {
    if (event.pointerType !== 'mouse' || event.buttons !== 1 || zoom === 1) return;
    frame.current?.scrollBy(-event.movementX, -event.movementY);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: a way more for pointers; buttons and keys do the same
    <li
      ref={frame}
      class={`media-slide media-slide--${zoom}`}
      dir="ltr"
      inert={!shown}
      tabIndex={shown ? 0 : undefined}
      onDblClick={pointedAt}
      onPointerMove={dragged}
    >
      {near && <Content piece={piece} />}
    </li>
  );
}

function Content({ piece }: { piece: MediaAttachment }) {
  const source = piece.url ?? piece.remote_url ?? piece.preview_url ?? '';
  const words = piece.description ?? '';
  if (piece.type === 'image')
    return <img src={source} alt={words || t('media.picture')} draggable={false} />;
  if (piece.type === 'audio')
    // biome-ignore lint/a11y/useMediaCaption: other servers send no captions
    return <audio controls src={source} aria-label={words || t('media.sound')} />;
  return (
    <video
      controls
      playsInline
      loop={piece.type === 'gifv'}
      muted={piece.type === 'gifv'}
      src={source}
      poster={piece.preview_url ?? undefined}
      aria-label={words || t('media.video')}
    />
  );
}
