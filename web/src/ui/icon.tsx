import sprite from 'virtual:sprite';
import type { IconName } from './icon_names.ts';
import './icon.css';

/** A drawing that says nothing to those who listen: the words stand beside it. */
export function Icon({ name, large = false }: { name: IconName; large?: boolean }) {
  return (
    <svg class={large ? 'icon icon--large' : 'icon'} aria-hidden="true" focusable="false">
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
