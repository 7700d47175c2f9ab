import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon_names.ts';
import './chip.css';

interface ChipProps {
  icon?: IconName;
  /** Chosen or not, where it can be; without it a chip is pressed and does something. */
  pressed?: boolean;
  onClick: () => void;
  children: ComponentChildren;
}

/** A word one presses: one of many, each on or off. */
export function Chip({ icon, pressed, onClick, children }: ChipProps) {
  return (
    <button type="button" class="chip" aria-pressed={pressed} onClick={onClick}>
      {icon && <Icon name={pressed ? 'check' : icon} />}
      <bdi>{children}</bdi>
    </button>
  );
}
