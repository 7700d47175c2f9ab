import { useSignal } from '@preact/signals';
import type { MediaAttachment } from '../api/gen/entities.ts';
import { Blurhash } from '../ui/blurhash.tsx';
import { IconButton } from '../ui/button.tsx';
import { awayTo } from '../ui/html.tsx';
import { Icon } from '../ui/icon.tsx';
import { t } from '../ui/words.ts';
import { movesByItself } from './choices.ts';
import { preferences } from './me.ts';
import { MediaViewer } from './media_viewer.tsx';
import type { Post } from './store.ts';
import './media_grid.css';

const shownMax = 4;

interface MediaGridProps {
  post: Post;
  covered: boolean;
  /** The filter that covers them. */
  veiled: string | undefined;
}

/** Pictures, films and sounds of a post. Covered ones show their colours and nothing else. */
export function MediaGrid({ post, covered, veiled }: MediaGridProps) {
  const media = post.media_attachments;
  const sensitive = covered || veiled !== undefined || isSensitive(post);
  const shown = useSignal<boolean | undefined>(undefined);
  const hidden = !(shown.value ?? !sensitive);
  const open = useSignal<number | undefined>(undefined);
  const pieces = media.slice(0, shownMax);
  const rest = media.length - pieces.length;
  return (
    <div class={`media-grid media-grid--${pieces.length}`}>
      <ul class="media-grid__pieces">
        {pieces.map((piece, index) => (
          <li key={piece.id} class="media-grid__piece">
            {piece.blurhash && <Blurhash hash={piece.blurhash} />}
            {!hidden && (
              <Piece
                piece={piece}
                alone={media.length === 1}
                open={() => {
                  open.value = index;
                }}
              />
            )}
            {!hidden && piece.description && (
              <span class="media-grid__alt" aria-hidden="true">
                {t('media.alt')}
              </span>
            )}
            {!hidden && rest > 0 && index === shownMax - 1 && (
              <span class="media-grid__rest">{t('media.more', { count: rest })}</span>
            )}
          </li>
        ))}
      </ul>
      {hidden ? (
        <button
          type="button"
          class="media-grid__cover"
          onClick={() => {
            shown.value = true;
          }}
        >
          <Icon name="hide" />
          <span>
            {veiled
              ? t('post.filtered', { title: veiled })
              : t(sensitive ? 'media.sensitive' : 'media.hidden')}
          </span>
          <b>{t('media.show')}</b>
        </button>
      ) : (
        sensitive && (
          <span class="media-grid__hide">
            <IconButton
              icon="hide"
              label={t('media.hide')}
              onClick={() => {
                shown.value = false;
              }}
            />
          </span>
        )
      )}
      {open.value !== undefined && (
        <MediaViewer
          media={media}
          first={open.value}
          onClose={() => {
            open.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function isSensitive(post: Post): boolean {
  const choice = preferences.value?.['reading:expand:media'];
  if (choice === 'show_all') return false;
  if (choice === 'hide_all') return true;
  return post.sensitive;
}

interface PieceProps {
  piece: MediaAttachment;
  /** It keeps its shape, since it shares its place with no other. */
  alone: boolean;
  open: () => void;
}

function Piece({ piece, alone, open }: PieceProps) {
  const source = piece.url ?? piece.remote_url ?? '';
  const words = piece.description ?? '';
  const shape = alone
    ? { width: piece.meta?.original?.width, height: piece.meta?.original?.height }
    : {};
  if (piece.type === 'image')
    return (
      <button type="button" class="media-grid__open" onClick={open}>
        <img
          class={focusClass(piece)}
          src={piece.preview_url ?? source}
          alt={words || t('media.picture')}
          loading="lazy"
          decoding="async"
          {...shape}
        />
      </button>
    );
  if (piece.type === 'video')
    return (
      <video
        controls
        preload="none"
        poster={piece.preview_url ?? undefined}
        src={source}
        aria-label={words || t('media.video')}
        {...shape}
      />
    );
  if (piece.type === 'gifv')
    return (
      <video
        loop
        muted
        playsInline
        controls
        autoplay={movesByItself()}
        preload="none"
        poster={piece.preview_url ?? undefined}
        src={source}
        aria-label={words || t('media.animation')}
        {...shape}
      />
    );
  if (piece.type === 'audio')
    // biome-ignore lint/a11y/useMediaCaption: other servers send no captions
    return <audio controls preload="none" src={source} aria-label={words || t('media.sound')} />;
  return (
    <a class="media-grid__file" {...awayTo(source)}>
      <Icon name="open" />
      <span>{words || t('media.file')}</span>
    </a>
  );
}

/** Nine places a picture may be held at when its edges are cut: no style is written for a single picture. */
function focusClass(piece: MediaAttachment): string {
  const x = piece.meta?.focus?.x ?? 0;
  const y = piece.meta?.focus?.y ?? 0;
  const across = x < -0.33 ? 'left' : x > 0.33 ? 'right' : 'middle';
  const down = y > 0.33 ? 'top' : y < -0.33 ? 'bottom' : 'middle';
  return `media-grid__picture media-grid__picture--${across} media-grid__picture--${down}-down`;
}
