import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon_names.ts';
import './settings_page.css';

interface RowProps {
  href: string;
  icon: IconName;
  label: string;
  /** What is behind it, where the name alone does not say. */
  hint?: string;
}

/** The way to a page of settings, the app's or the server's. */
export function Row({ href, icon, label, hint }: RowProps) {
  return (
    <li>
      <a class="settings-page__row" href={href}>
        <Icon name={icon} />
        <span>
          {label}
          {hint && <span class="settings-page__hint">{hint}</span>}
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}
