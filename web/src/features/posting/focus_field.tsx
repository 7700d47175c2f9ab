import { t } from '../../ui/words.ts';
import './focus_field.css';

export interface Focus {
  /** -1 is the left edge and the bottom, 1 the right edge and the top. */
  x: number;
  y: number;
}

interface FocusFieldProps {
  source: string;
  value: Focus;
  onChange: (value: Focus) => void;
}

/** The place of a picture that is kept in view: pointed at, or moved by two sliders. */
export function FocusField({ source, value, onChange }: FocusFieldProps) {
  const point = (event: PointerEvent) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    onChange({ x: within(across * 2 - 1), y: within(1 - down * 2) });
  };
  const across = (value.x + 1) * 50;
  const down = (1 - value.y) * 50;
  return (
    <fieldset class="focus-field">
      <legend>{t('compose.media.focus')}</legend>
      <div class="focus-field__picture" onPointerDown={point} onPointerMove={point}>
        <img src={source} alt="" draggable={false} />
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <path d={`M${across} 0V100M0 ${down}H100`} vector-effect="non-scaling-stroke" />
        </svg>
      </div>
      <Slider
        label={t('compose.media.focus.across')}
        value={value.x}
        onChange={x => onChange({ ...value, x })}
      />
      <Slider
        label={t('compose.media.focus.up')}
        value={value.y}
        onChange={y => onChange({ ...value, y })}
      />
    </fieldset>
  );
}

function within(value: number): number {
  return Math.min(1, Math.max(-1, value));
}

function Slider({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <label class="focus-field__slider">
      <span>{label}</span>
      <input
        type="range"
        dir="ltr"
        min={-1}
        max={1}
        step={0.05}
        value={value}
        onInput={event => onChange(Number(event.currentTarget.value))}
      />
    </label>
  );
}
