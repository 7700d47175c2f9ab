import { Page } from '../../social/page.tsx';
import { PeopleList } from '../../social/people_list.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { path } from '../../ui/history.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { t } from '../../ui/words.ts';
import { directory } from './directory.ts';

const orders = {
  '/directory': { order: 'active', local: true },
  '/directory/new': { order: 'new', local: true },
  '/directory/everywhere': { order: 'active', local: false },
} as const;

/** Who wants to be found: here, or on every server this one knows. */
export default function DirectoryPage() {
  const current = path.value as keyof typeof orders;
  const tabs = (
    <Tabs
      label={t('directory.title')}
      current={current}
      tabs={[
        { href: '/directory', label: t('directory.active') },
        { href: '/directory/new', label: t('directory.new') },
        { href: '/directory/everywhere', label: t('directory.everywhere') },
      ]}
    />
  );
  return (
    <Page title={t('directory.title')} below={tabs} deep>
      <PeopleList
        key={current}
        label={t('directory.title')}
        load={() => directory(orders[current] ?? orders['/directory'], 0)}
        empty={
          <EmptyState title={t('directory.empty')}>
            <p>{t('directory.empty_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
