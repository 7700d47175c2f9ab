import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MediaAttachment } from '../api/gen/entities.ts';
import { IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { t } from '../ui/words.ts';
import { MediaSlide, zoomMax } from './media_slide.tsx';
import './media_viewer.css';

/** A strip that was moved by hand stands still again after so long. */
const settles = 120;

interface MediaViewerProps {
  media: readonly MediaAttachment[];
  first: number;
  onClose: () => void;
}

/** A strip of pictures, each as large as the screen: swiped, turned by keys or buttons, looked at closely, and read. */
export function MediaViewer({ media, first, onClose }: MediaViewerProps) {
  const at = useSignal(first);
  const zoom = useSignal(1);
  const strip = useRef<HTMLUListElement>(null);
  const piece = media[at.value];

  const stand = (index: number, behavior: ScrollBehavior) =>
    strip.current?.children[index]?.scrollIntoView({ behavior, inline: 'start', block: 'nearest' });
  const turn = (by: number) => {
    const to = Math.min(media.length - 1, Math.max(0, at.value + by));
    if (to === at.value) return;
    zoom.value = 1;
    at.value = to;
    stand(to, 'auto');
  };
  const look = (closer: number) => {
    zoom.value = Math.min(zoomMax, Math.max(1, zoom.value * closer));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: where one begins is said once
  useLayoutEffect(() => {
    stand(first, 'instant');
  }, []);
  useEffect(() => whenSettled(strip.current, at.value, turn));
  // Wherever the focus is: the viewer is all there is.
  useEffect(() => {
    const keyed = (event: KeyboardEvent) => {
      const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
      const arrow = /^Arrow(Left|Right)$/.test(event.key);
      if (arrow && zoom.value === 1) turn((event.key === 'ArrowRight') === rtl ? -1 : 1);
      else if (event.key === '+' || event.key === '=') look(2);
      else if (event.key === '-') look(0.5);
    };
    addEventListener('keydown', keyed);
    return () => removeEventListener('keydown', keyed);
  });
  if (!piece) return null;
  return (
    <Dialog
      title={t('media.viewer', { at: at.value + 1, all: media.length })}
      onClose={onClose}
      wide
    >
      <div class="media-viewer">
        <ul ref={strip} class="media-viewer__strip">
          {media.map((one, index) => (
            <MediaSlide
              key={one.id}
              piece={one}
              shown={index === at.value}
              near={Math.abs(index - at.value) <= 1}
              zoom={index === at.value ? zoom.value : 1}
              look={look}
            />
          ))}
        </ul>
        <div class="media-viewer__foot">
          <section
            class="media-viewer__words"
            aria-label={t('compose.media.description')}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long description is scrolled by keys
            tabIndex={0}
          >
            <p dir="auto">{piece.description || t('media.no_description')}</p>
          </section>
          <div class="media-viewer__deeds">
            {media.length > 1 && (
              <IconButton
                icon="previous"
                label={t('media.previous')}
                disabled={at.value === 0}
                onClick={() => turn(-1)}
              />
            )}
            {piece.type === 'image' && (
              <>
                <IconButton
                  icon="zoom-out"
                  label={t('media.zoom_out')}
                  disabled={zoom.value === 1}
                  onClick={() => look(0.5)}
                />
                <IconButton
                  icon="zoom-in"
                  label={t('media.zoom_in')}
                  disabled={zoom.value === zoomMax}
                  onClick={() => look(2)}
                />
              </>
            )}
            {media.length > 1 && (
              <IconButton
                icon="next"
                label={t('media.next')}
                disabled={at.value === media.length - 1}
                onClick={() => turn(1)}
              />
            )}
          </div>
        </div>
      </div>
    </Dialog>
  );
}

/** When a swipe ends, what it ended at is the one that is shown. */
function whenSettled(
  strip: HTMLElement | null,
  at: number,
  turn: (by: number) => void,
): (() => void) | undefined {
  if (!strip) return undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moved = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = Math.round(Math.abs(strip.scrollLeft) / (strip.clientWidth || 1));
      if (now !== at) turn(now - at);
    }, settles);
  };
  strip.addEventListener('scroll', moved, { passive: true });
  return () => {
    clearTimeout(timer);
    strip.removeEventListener('scroll', moved);
  };
}
