import type { Signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type CacheSnapshot, WindowVirtualizer, type WindowVirtualizerHandle } from 'virtua';
import { type FeedPlace, keepFeed, keptPlace } from './history.ts';
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
  /** What is to be scrolled to; emptied when it was. */
  goTo?: Signal<string | undefined> | undefined;
  /** Told, while one reads, what stands first on the screen. */
  onFirst?: ((key: string) => void) | undefined;
}

export interface Position {
  'aria-posinset': number;
  'aria-setsize': number;
}

const nearEnd = 6;
/** Pixels; said with kept sizes, since virtua draws nothing beyond the screen while it still guesses. */
const usualSize = 180;
/** Pixels that the head of a page covers. */
const belowHead = 110;

/** A long list of which only what can be seen is drawn. It comes back to the pixel where it was left. */
export function Feed({ label, keys, render, more, busy = false, goTo, onFirst }: FeedProps) {
  const list = useRef<WindowVirtualizerHandle>(null);
  const place = useRef(keptPlace());
  const asking = useRef(more);
  asking.current = more;

  const shownKeys = useRef(keys);
  shownKeys.current = keys;
  const kept = place.current?.feed;
  const sizes = kept?.sizes as CacheSnapshot | undefined;
  const fits = useRef(sizes?.[0]?.length === keys.length).current;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is found once
  useLayoutEffect(() => {
    keepFeed(() => placeOf(list.current, shownKeys.current));
    const scroll = place.current?.scroll;
    const first = kept?.first ? keys.indexOf(kept.first) : -1;
    if (scroll && fits) window.scrollTo(0, scroll);
    else if (scroll && first > 0) list.current?.scrollToIndex(first, { offset: -belowHead });
    return () => keepFeed(undefined);
  }, []);

  const askForMore = () => {
    const shown = list.current;
    if (!shown || !asking.current) return;
    const last = shown.findItemIndex(shown.scrollOffset + shown.viewportSize);
    if (last >= keys.length - nearEnd) asking.current();
  };
  const scrolled = () => {
    askForMore();
    const first = onFirst && firstOf(list.current, keys);
    if (first) onFirst(first);
  };
  useEffect(scrolled);

  const wanted = goTo?.value;
  useEffect(() => {
    const index = wanted ? keys.indexOf(wanted) : -1;
    if (!goTo || index < 0) return;
    goTo.value = undefined;
    list.current?.scrollToIndex(index, { offset: -belowHead });
  }, [wanted, goTo, keys]);

  return (
    <>
      <div class="feed" role="feed" aria-label={label} aria-busy={busy}>
        <WindowVirtualizer
          ref={list}
          data={keys}
          onScroll={scrolled}
          bufferSize={600}
          {...(fits && sizes ? { cache: sizes, itemSize: sizes[1] ?? usualSize } : {})}
        >
          {(key: string, index: number) => (
            <div key={key} class="feed__item">
              {render(key, { 'aria-posinset': index + 1, 'aria-setsize': more ? -1 : keys.length })}
            </div>
          )}
        </WindowVirtualizer>
      </div>
      {busy && (
        <p class="feed__more" role="status">
          {t('ui.feed.loading')}
        </p>
      )}
    </>
  );
}

function placeOf(
  list: WindowVirtualizerHandle | null,
  keys: readonly string[],
): FeedPlace | undefined {
  if (!list) return undefined;
  return { sizes: list.cache, first: firstOf(list, keys) };
}

function firstOf(
  list: WindowVirtualizerHandle | null,
  keys: readonly string[],
): string | undefined {
  return list ? keys[list.findItemIndex(list.scrollOffset + belowHead)] : undefined;
}
