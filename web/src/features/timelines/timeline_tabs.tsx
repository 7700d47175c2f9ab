import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';

export function TimelineTabs({ current }: { current: string }) {
  return (
    <Tabs
      label={t('timeline.tabs')}
      current={current}
      tabs={[
        { href: '/home', label: t('timeline.home.tab') },
        { href: '/local', label: t('timeline.local.tab') },
        { href: '/federated', label: t('timeline.federated.tab') },
      ]}
    />
  );
}
