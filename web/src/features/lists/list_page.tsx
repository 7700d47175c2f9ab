import { useEffect } from 'preact/hooks';
import { list } from '../../api/client.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { go } from '../../ui/history.ts';
import { Menu } from '../../ui/menu.tsx';
import type { Parameters } from '../../ui/route.ts';
import { t } from '../../ui/words.ts';
import { lists, loadLists, removeList } from './lists.ts';

export default function ListPage({ parameters }: { parameters: Parameters }) {
  const id = parameters.id ?? '';
  const found = lists.value?.find(one => one.id === id);
  useEffect(() => {
    if (!lists.peek()) void loadLists();
  }, []);
  const timeline = timelineOf({
    key: `list ${id}`,
    context: 'home',
    load: cursor => list('GET /api/v1/timelines/list/{id}', { id, ...cursor }),
    stream: { name: 'list', list: id },
  });
  const title = found?.title ?? t('lists.one');
  const items = () => [
    [
      { label: t('lists.members'), icon: 'people' as const, href: `/lists/${id}/members` },
      {
        label: t('lists.remove'),
        icon: 'remove' as const,
        danger: true,
        act: () => {
          if (found) void removeList(found).then(done => done && go('/lists', { replace: true }));
        },
      },
    ],
  ];
  return (
    <Page
      title={title}
      deep
      beside={found && <Menu label={t('lists.menu')} icon="more" items={items} />}
    >
      <TimelineView
        label={title}
        timeline={timeline}
        empty={
          <EmptyState title={t('lists.quiet')}>
            <p>{t('lists.quiet_text')}</p>
            <ButtonLink href={`/lists/${id}/members`}>{t('lists.members')}</ButtonLink>
          </EmptyState>
        }
      />
    </Page>
  );
}
