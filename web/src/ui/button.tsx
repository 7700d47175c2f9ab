import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon_names.ts';
import './button.css';

export type ButtonKind = 'main' | 'second' | 'quiet' | 'danger';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon'> {
  kind?: ButtonKind;
  icon?: IconName;
  /** Something is under way: pressed again, it does nothing. */
  busy?: boolean;
  children: ComponentChildren;
}

export function Button({ kind = 'second', icon, busy = false, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button button--${kind}`}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label'> {
  icon: IconName;
  label: string;
}

/** A button that is only a drawing to the eye; its words are there for everybody else, and as a tooltip. */
export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} class="icon-button" title={label}>
      <Icon name={icon} />
      <span class="hidden-words">{label}</span>
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  href,
  kind = 'second',
  icon,
  children,
}: {
  href: string;
  kind?: ButtonKind;
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <a href={href} class={`button button--${kind}`}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}
