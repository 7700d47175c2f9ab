import { call, list } from '../../api/client.ts';
import type { Tag } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { tagPath } from '../../social/links.ts';
import { Page } from '../../social/page.tsx';
import { PagedList } from '../../social/paged_list.tsx';
import { usePages } from '../../social/use_pages.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty_state.tsx';
import { t } from '../../ui/words.ts';
import './followed_tags_page.css';

/** The hashtags whose posts come home. */
export default function FollowedTagsPage() {
  const pages = usePages<Tag>(() => list('GET /api/v1/followed_tags', {}));
  const { items } = pages;
  const set = async ({ name }: Tag, on: boolean) => {
    try {
      const tag = await call(`POST /api/v1/tags/{name}/${on ? 'follow' : 'unfollow'}`, { name });
      items.value = items.value?.map(one =>
        one.name === name ? { ...one, following: tag.following ?? on } : one,
      );
    } catch (error) {
      tell(error);
    }
  };
  return (
    <Page title={t('followed_tags.title')} deep>
      <PagedList
        label={t('followed_tags.title')}
        pages={pages}
        keyOf={tag => tag.name}
        render={tag => <Row tag={tag} on={tag.following !== false} set={on => void set(tag, on)} />}
        empty={
          <EmptyState title={t('followed_tags.none')}>
            <p>{t('tag.empty_text')}</p>
            <ButtonLink href="/explore/tags">{t('followed_tags.find')}</ButtonLink>
          </EmptyState>
        }
      />
    </Page>
  );
}

function Row({ tag, on, set }: { tag: Tag; on: boolean; set: (on: boolean) => void }) {
  const today = Number(tag.history[0]?.accounts ?? 0);
  return (
    <div class="followed-tag">
      <a href={tagPath(tag.name)}>
        <b>#{tag.name}</b>
        <span>{t('trends.people', { count: today })}</span>
      </a>
      <Button kind={on ? 'second' : 'main'} aria-pressed={on} onClick={() => set(!on)}>
        {t(on ? 'tag.following' : 'tag.follow')}
      </Button>
    </div>
  );
}
