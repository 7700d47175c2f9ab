import type { ComponentChild, ComponentChildren } from 'preact';
import { Failed } from '../ui/failed.tsx';
import { Feed } from '../ui/feed.tsx';
import { PostSkeletons } from '../ui/skeleton.tsx';
import type { Pages } from './use_pages.ts';

interface PagedListProps<T> {
  label: string;
  pages: Pages<T>;
  keyOf: (item: T) => string;
  render: (item: T) => ComponentChild;
  empty: ComponentChildren;
}

/** Rows that come a page at a time, each an article one can step to. */
export function PagedList<T>({ label, pages, keyOf, render, empty }: PagedListProps<T>) {
  const items = pages.items.value;
  if (pages.failed) return <Failed again={pages.again} />;
  if (!items) return <PostSkeletons />;
  if (items.length === 0) return <>{empty}</>;
  const byKey = new Map(items.map(item => [keyOf(item), item]));
  return (
    <Feed
      label={label}
      keys={[...byKey.keys()]}
      busy={pages.busy}
      more={pages.more}
      render={(key, position) => {
        const item = byKey.get(key);
        return (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: articles of a feed can be stepped through
          <article tabIndex={0} {...position}>
            {item !== undefined && render(item)}
          </article>
        );
      }}
    />
  );
}
