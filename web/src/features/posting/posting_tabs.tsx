import { path } from '../../ui/history.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';

/** What is not published yet: begun, or waiting for its hour. */
export function PostingTabs() {
  const tabs = [
    { href: '/drafts', label: t('compose.drafts') },
    { href: '/scheduled', label: t('compose.schedule.list') },
  ];
  return <Tabs label={t('drafts.tabs')} tabs={tabs} current={path.value} />;
}
