import { useEffect, useRef } from 'preact/hooks';
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
  const bar = useRef<HTMLElement>(null);
  // Where there are more than fit, the one that is open is in view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is open
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (!bar.current || !tab) return;
    const aside = (bar.current.clientWidth - tab.offsetWidth) / 2;
    bar.current.scrollLeft = tab.offsetLeft - bar.current.offsetLeft - aside;
  }, [current]);
  return (
    <nav ref={bar} class="tabs" aria-label={label}>
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
