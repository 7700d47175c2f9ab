import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call, list } from '../../api/client.ts';
import type { Tag } from '../../api/gen/entities.ts';
import { attempt } from '../../social/attempt.ts';
import { Page } from '../../social/page.tsx';
import { timelineOf } from '../../social/timeline.ts';
import { TimelineView } from '../../social/timeline_view.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import type { Parameters } from '../../ui/route.ts';
import { t } from '../../ui/words.ts';

export default function TagPage({ parameters }: { parameters: Parameters }) {
  const name = parameters.name ?? '';
  const tag = useSignal<Tag | undefined>(undefined);
  const timeline = timelineOf({
    key: `tag ${name.toLowerCase()}`,
    context: 'public',
    load: cursor => list('GET /api/v1/timelines/tag/{name}', { name, ...cursor }),
    stream: { name: 'hashtag', tag: name },
  });
  useEffect(() => {
    void call('GET /api/v1/tags/{name}', { name }).then(
      found => {
        tag.value = found;
      },
      () => undefined,
    );
  }, [name, tag]);

  const toggle = () => {
    const before = tag.value;
    if (!before) return;
    const following = !before.following;
    void attempt(
      () => {
        tag.value = { ...before, following };
      },
      () => {
        tag.value = before;
      },
      async () => {
        tag.value = await call(`POST /api/v1/tags/{name}/${following ? 'follow' : 'unfollow'}`, {
          name,
        });
      },
    );
  };

  return (
    <Page
      title={`#${name}`}
      deep
      beside={
        tag.value && (
          <Button
            kind={tag.value.following ? 'second' : 'main'}
            aria-pressed={tag.value.following ?? false}
            onClick={toggle}
          >
            {t(tag.value.following ? 'tag.following' : 'tag.follow')}
          </Button>
        )
      }
    >
      <TimelineView
        label={`#${name}`}
        timeline={timeline}
        empty={
          <EmptyState title={t('tag.empty', { name })}>
            <p>{t('tag.empty_text')}</p>
          </EmptyState>
        }
      />
    </Page>
  );
}
