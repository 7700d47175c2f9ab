import { useId } from 'preact/hooks';
import { choices, choose } from '../../social/choices.ts';
import { type PlainKey, t } from '../../ui/words.ts';
import './accent_choice.css';

/** Some hues by name; the lightness is the app's own, so that words on them can be read whatever the hue. */
const hues: readonly (readonly [hue: number | undefined, words: PlainKey])[] = [
  [undefined, 'settings.accent.lake'],
  [150, 'settings.accent.moss'],
  [75, 'settings.accent.ochre'],
  [25, 'settings.accent.brick'],
  [345, 'settings.accent.plum'],
  [290, 'settings.accent.iris'],
];

/** The colour that leads. */
export function AccentChoice() {
  const id = useId();
  const now = choices.value.accent;
  const own = !hues.some(([hue]) => hue === now);
  return (
    <fieldset class="accent-choice">
      <legend class="settings-page__legend">{t('settings.accent')}</legend>
      <div class="accent-choice__all">
        {hues.map(([hue, words]) => (
          <label key={words} class="accent-choice__one">
            <input
              type="radio"
              name={id}
              checked={hue === now}
              onChange={() => choose({ accent: hue })}
            />
            <span class={`accent-choice__dot accent-choice__dot--${hue ?? 'lake'}`} />
            <span>{t(words)}</span>
          </label>
        ))}
        <label class="accent-choice__one">
          <input type="radio" name={id} checked={own} onChange={() => choose({ accent: 200 })} />
          <span>{t('settings.accent.own')}</span>
        </label>
      </div>
      {own && (
        <label class="accent-choice__hue">
          <span>{t('settings.accent.hue')}</span>
          <input
            type="range"
            min={0}
            max={359}
            value={now ?? 0}
            onInput={event => choose({ accent: Number(event.currentTarget.value) })}
          />
        </label>
      )}
    </fieldset>
  );
}
