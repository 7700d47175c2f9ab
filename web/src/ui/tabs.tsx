import './tabs.css';

export interface Tab {
  href: string;
  label: string;
}

/** Pages side by side, each with an address of its own. */
export function Tabs({
  label,
  tabs,
  current,
}: {
  label: string;
  tabs: readonly Tab[];
  current: string;
}) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(tab => (
        <a
          key={tab.href}
          href={tab.href}
          class="tabs__tab"
          aria-current={tab.href === current ? 'page' : undefined}
        >
          <span>{tab.label}</span>
        </a>
      ))}
    </nav>
  );
}
