import { useSignal } from '@preact/signals';
import { limits } from '../../social/me.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Check } from '../../ui/field.tsx';
import { t } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { MediaDetails } from './media_details.tsx';
import type { Part, Piece } from './part.ts';
import { dropPiece, movePiece, sendAgain } from './uploads.ts';
import './composer_media.css';

/** What is attached, in its order: moved by its buttons, or dragged. */
export function ComposerMedia({ draft, part }: { draft: Draft; part: Part }) {
  const described = useSignal<string | undefined>(undefined);
  const dragged = useSignal<number | undefined>(undefined);
  const pieces = part.pieces.value;
  const shown = pieces.find(one => one.key === described.value)?.media;
  if (pieces.length === 0) return null;
  const drop = (to: number) => {
    if (dragged.value !== undefined) movePiece(part, dragged.value, to);
    dragged.value = undefined;
  };
  return (
    <div class="composer-media">
      <ul aria-label={t('compose.media.list')}>
        {pieces.map((piece, index) => (
          // biome-ignore lint/a11y/noNoninteractiveElementInteractions: a way more for those who drag; the buttons do the same
          <li
            key={piece.key}
            class={dragged.value === index ? 'composer-media__piece--dragged' : undefined}
            draggable={pieces.length > 1}
            onDragStart={() => {
              dragged.value = index;
            }}
            onDragEnd={() => {
              dragged.value = undefined;
            }}
            onDragOver={event => event.preventDefault()}
            onDrop={event => {
              if (dragged.value === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              drop(index);
            }}
          >
            <PieceTile
              part={part}
              piece={piece}
              place={index}
              describe={() => {
                described.value = piece.key;
              }}
            />
          </li>
        ))}
      </ul>
      {part.undescribed.value && (
        <p class="composer-media__reminder">{t('compose.media.reminder')}</p>
      )}
      {draft.shownWarning.value === '' && (
        <Check
          label={t('compose.media.sensitive')}
          checked={draft.sensitive.value}
          onChange={on => {
            draft.sensitive.value = on;
          }}
        />
      )}
      {shown && (
        <MediaDetails
          part={part}
          media={shown}
          max={limits().description}
          onClose={() => {
            described.value = undefined;
          }}
        />
      )}
    </div>
  );
}

interface PieceTileProps {
  part: Part;
  piece: Piece;
  place: number;
  describe: () => void;
}

function PieceTile({ part, piece, place, describe }: PieceTileProps) {
  const last = part.pieces.value.length - 1;
  return (
    <>
      <Thumbnail piece={piece} />
      <span class="composer-media__corner">
        <IconButton
          icon="close"
          label={t('compose.media.remove')}
          onClick={() => dropPiece(part, piece)}
        />
      </span>
      {last > 0 && (
        <span class="composer-media__order">
          <IconButton
            icon="previous"
            label={t('compose.media.earlier')}
            disabled={place === 0}
            onClick={() => movePiece(part, place, place - 1)}
          />
          <IconButton
            icon="next"
            label={t('compose.media.later')}
            disabled={place === last}
            onClick={() => movePiece(part, place, place + 1)}
          />
        </span>
      )}
      <div class="composer-media__foot">
        <Foot part={part} piece={piece} describe={describe} />
      </div>
    </>
  );
}

/** How far it is; why it did not arrive, and once more; or what it shows, to be described. */
function Foot({ part, piece, describe }: Omit<PieceTileProps, 'place'>) {
  if (piece.failed)
    return (
      <>
        <p class="composer-media__failed" role="alert">
          {piece.failed}
        </p>
        <Button icon="again" onClick={() => sendAgain(part, piece)}>
          {t('ui.failed.again')}
        </Button>
      </>
    );
  if (!piece.media)
    return (
      <p class="composer-media__state" role="status">
        <span>
          {t(piece.progress < 1 ? 'compose.media.uploading' : 'compose.media.processing')}
        </span>
        <progress value={piece.progress < 1 ? piece.progress : undefined} aria-hidden="true" />
      </p>
    );
  return (
    <Button onClick={describe}>
      {t(piece.media.description ? 'compose.media.redescribe' : 'compose.media.describe')}
    </Button>
  );
}

function Thumbnail({ piece }: { piece: Piece }) {
  const source = piece.media?.preview_url ?? piece.preview;
  if (source) return <img src={source} alt={piece.media?.description ?? ''} draggable={false} />;
  return <span class="composer-media__file">{piece.file?.name ?? piece.media?.type}</span>;
}
