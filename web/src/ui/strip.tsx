import { useId } from 'preact/hooks';
import './strip.css';

interface StripProps<T extends string> {
  label: string;
  hint?: string | undefined;
  options: readonly (readonly [value: T, words: string])[];
  value: T;
  onChange: (value: T) => void;
}

/** A few to choose from, of which one holds, side by side. */
export function Strip<T extends string>({ label, hint, options, value, onChange }: StripProps<T>) {
  const name = useId();
  return (
    <fieldset class="strip" aria-describedby={hint ? `${name}-hint` : undefined}>
      <legend>{label}</legend>
      {hint && (
        <p class="strip__hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <div class="strip__values">
        {options.map(([one, words]) => (
          <label key={one} class="strip__value">
            <input
              type="radio"
              name={name}
              value={one}
              checked={one === value}
              onChange={() => onChange(one)}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
