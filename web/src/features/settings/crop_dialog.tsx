import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { instance } from '../../social/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Area } from '../../ui/field.tsx';
import { type PlainKey, t } from '../../ui/words.ts';
import { boxOf, type Cut, type PictureName, putPicture, shapes } from './pictures.ts';

const closest = 4;
const descriptionUsually = 150;

interface CropDialogProps {
  name: PictureName;
  file: File;
  description: string;
  onClose: () => void;
}

/** The part of a picture that is shown: dragged into its frame, or moved by sliders; and what there is to see on it. */
export function CropDialog({ name, file, description, onClose }: CropDialogProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const source = useSignal<ImageBitmap | undefined>(undefined);
  const unreadable = useSignal(false);
  const cut = useSignal<Cut>({ zoom: 1, x: 0.5, y: 0.5 });
  const words = useSignal(description);
  const busy = useSignal(false);
  const shape = shapes[name];

  useEffect(() => {
    createImageBitmap(file).then(
      bitmap => {
        source.value = bitmap;
      },
      () => {
        unreadable.value = true;
      },
    );
  }, [file, source, unreadable]);
  useLayoutEffect(() => {
    const bitmap = source.value;
    if (!bitmap) return;
    const { left, top, width, height } = boxOf(bitmap, shape, cut.value);
    canvas.current
      ?.getContext('2d')
      ?.drawImage(bitmap, left, top, width, height, 0, 0, shape.width, shape.height);
  });

  const send = async (picture: File) => {
    busy.value = true;
    if (await putPicture(name, picture, words.value.trim())) onClose();
    busy.value = false;
  };
  const sendCut = () =>
    canvas.current?.toBlob(blob => blob && void send(new File([blob], 'picture.png')), 'image/png');
  const dragged = (event: PointerEvent) => {
    const bitmap = source.value;
    const shown = canvas.current?.getBoundingClientRect();
    if (event.buttons !== 1 || !bitmap || !shown) return;
    const box = boxOf(bitmap, shape, cut.value);
    const by = (moved: number, part: number, all: number, frame: number) =>
      all > part ? ((moved / frame) * part) / (all - part) : 0;
    cut.value = {
      ...cut.value,
      x: within(cut.value.x - by(event.movementX, box.width, bitmap.width, shown.width)),
      y: within(cut.value.y - by(event.movementY, box.height, bitmap.height, shown.height)),
    };
  };
  const set = (change: Partial<Cut>) => {
    cut.value = { ...cut.value, ...change };
  };

  return (
    <Dialog title={t(shape.change)} onClose={onClose}>
      <div class="dialog__body">
        {unreadable.value ? (
          <p role="alert">{t('settings.crop.unreadable')}</p>
        ) : (
          <>
            <canvas
              ref={canvas}
              class={`crop-dialog__frame crop-dialog__frame--${name}`}
              width={shape.width}
              height={shape.height}
              onPointerMove={dragged}
            />
            <div>
              <Slider
                label="settings.crop.closer"
                value={cut.value.zoom}
                least={1}
                most={closest}
                onChange={zoom => set({ zoom })}
              />
              <Slider label="settings.crop.across" value={cut.value.x} onChange={x => set({ x })} />
              <Slider label="settings.crop.down" value={cut.value.y} onChange={y => set({ y })} />
            </div>
          </>
        )}
        <Area
          label={t('compose.media.what')}
          value={words.value}
          max={
            instance.value?.configuration.accounts.max_avatar_description_length ??
            descriptionUsually
          }
          rows={2}
          onChange={value => {
            words.value = value;
          }}
        />
        <div class="dialog__foot">
          {file.type === 'image/gif' && (
            <Button busy={busy.value} onClick={() => void send(file)}>
              {t('settings.crop.whole')}
            </Button>
          )}
          <Button kind="main" busy={busy.value} disabled={!source.value} onClick={sendCut}>
            {t('settings.crop.use')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}

interface SliderProps {
  label: PlainKey;
  value: number;
  least?: number;
  most?: number;
  onChange: (value: number) => void;
}

function Slider({ label, value, least = 0, most = 1, onChange }: SliderProps) {
  return (
    <label class="crop-dialog__slider">
      <span>{t(label)}</span>
      <input
        type="range"
        dir="ltr"
        min={least}
        max={most}
        step={0.02}
        value={value}
        onInput={event => onChange(Number(event.currentTarget.value))}
      />
    </label>
  );
}
