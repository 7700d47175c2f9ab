import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type Emoji, toned } from './emoji.ts';

const across = 7;

interface EmojiGridProps {
  label: string;
  emojis: readonly Emoji[];
  take: (emoji: Emoji) => void;
}

/** One stop for the Tab key; arrows move inside, Enter takes. */
export function EmojiGrid({ label, emojis, take }: EmojiGridProps) {
  const at = useSignal(0);
  const grid = useRef<HTMLTableElement>(null);
  const rows = Array.from({ length: Math.ceil(emojis.length / across) }, (_none, row) =>
    emojis.slice(row * across, (row + 1) * across),
  );
  const moved = (event: KeyboardEvent) => {
    const ahead = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: ahead,
      ArrowLeft: -ahead,
      ArrowDown: across,
      ArrowUp: -across,
      Home: -at.value,
      End: emojis.length - 1 - at.value,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const to = at.value + step;
    if (to < 0 || to >= emojis.length) return;
    at.value = to;
    grid.current?.querySelectorAll<HTMLElement>('button')[to]?.focus();
  };
  return (
    <div class="emoji-picker__page">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is what a table is whose cells are stepped through */}
      <table ref={grid} role="grid" aria-label={label} onKeyDown={moved}>
        <tbody>
          {rows.map((row, line) => (
            <tr key={row[0]?.text}>
              {row.map((emoji, place) => (
                <td key={emoji.text}>
                  <button
                    type="button"
                    tabIndex={line * across + place === at.value ? 0 : -1}
                    title={emoji.name}
                    onClick={() => take(emoji)}
                  >
                    {emoji.picture ? (
                      <img src={emoji.picture} alt="" loading="lazy" />
                    ) : (
                      <span aria-hidden="true">{toned(emoji)}</span>
                    )}
                    <span class="hidden-words">{emoji.name}</span>
                  </button>
                </td>
              ))}
              {row.length < across && <td colSpan={across - row.length} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
