import type { ComponentChild } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type CacheSnapshot, WindowVirtualizer, type WindowVirtualizerHandle } from 'virtua';
import { keepSizes, keptPlace } from './history.ts';
import { t } from './words.ts';
import './feed.css';

interface FeedProps {
  label: string;
  /** What each item is called; the same for as long as it is the same item. */
  keys: readonly string[];
  render: (key: string, position: Position) => ComponentChild;
  /** Asked for when the end is near; absent when there is nothing more. */
  more?: (() => void) | undefined;
  busy?: boolean;
}

export interface Position {
  'aria-posinset': number;
  'aria-setsize': number;
}

const nearEnd = 6;
/** Pixels; said with kept sizes, since virtua draws nothing beyond the screen while it still guesses. */
const usualSize = 180;

/** A long list of which only what can be seen is drawn. It comes back to the pixel where it was left. */
export function Feed({ label, keys, render, more, busy = false }: FeedProps) {
  const list = useRef<WindowVirtualizerHandle>(null);
  const place = useRef(keptPlace());
  const asking = useRef(more);
  asking.current = more;

  useLayoutEffect(() => {
    keepSizes(() => list.current?.cache);
    const scroll = place.current?.scroll;
    if (scroll) window.scrollTo(0, scroll);
    return () => keepSizes(undefined);
  }, []);

  const askForMore = () => {
    const shown = list.current;
    if (!shown || !asking.current) return;
    const last = shown.findItemIndex(shown.scrollOffset + shown.viewportSize);
    if (last >= keys.length - nearEnd) asking.current();
  };
  useEffect(askForMore);

  const sizes = place.current?.sizes as CacheSnapshot | undefined;
  const fits = sizes?.[0]?.length === keys.length;
  return (
    <div class="feed" role="feed" aria-label={label} aria-busy={busy}>
      <WindowVirtualizer
        ref={list}
        data={keys}
        onScroll={askForMore}
        bufferSize={600}
        {...(fits && sizes ? { cache: sizes, itemSize: sizes[1] ?? usualSize } : {})}
      >
        {(key: string, index: number) => (
          <div key={key} class="feed__item">
            {render(key, { 'aria-posinset': index + 1, 'aria-setsize': more ? -1 : keys.length })}
          </div>
        )}
      </WindowVirtualizer>
      {busy && (
        <p class="feed__more" role="status">
          {t('ui.feed.loading')}
        </p>
      )}
    </div>
  );
}
