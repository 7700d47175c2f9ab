// Where one is, and the way back to exactly there. Every entry of the history has a name; what a page wants to find
// again (how far it was read, how high its posts are) is kept under it, for as long as the window lives.

import { computed, signal } from '@preact/signals';

export interface Place {
  scroll: number;
  /** What `ui/feed` needs to find the place again: the heights of its items, and the first one that was seen. */
  feed?: FeedPlace | undefined;
}

export interface FeedPlace {
  sizes: unknown;
  first: string | undefined;
}

interface EntryState {
  entry: string;
}

const storage = 'skein.places';
const placesMax = 60;

const address = signal(location.pathname + location.search);
/** The path and query shown now. */
export const here = computed(() => address.value);
export const path = computed(() => here.value.split('?')[0] ?? '/');

const places = new Map<string, Place>(readPlaces());
let entry = (history.state as EntryState | null)?.entry ?? newEntry();
let feed: (() => FeedPlace | undefined) | undefined;

function newEntry(): string {
  const name = crypto.randomUUID();
  history.replaceState({ entry: name } satisfies EntryState, '');
  return name;
}

function readPlaces(): [string, Place][] {
  try {
    return JSON.parse(sessionStorage.getItem(storage) ?? '[]') as [string, Place][];
  } catch {
    return [];
  }
}

/** The place kept for what is shown now, if one was here before. */
export function keptPlace(): Place | undefined {
  return places.get(entry);
}

/** The feed that is shown says how its place is to be had. */
export function keepFeed(from: (() => FeedPlace | undefined) | undefined): void {
  feed = from;
}

function keep(): void {
  places.delete(entry);
  places.set(entry, { scroll: window.scrollY, feed: feed?.() });
  const oldest = places.keys().next().value;
  if (places.size > placesMax && oldest) places.delete(oldest);
}

function store(): void {
  keep();
  try {
    sessionStorage.setItem(storage, JSON.stringify([...places]));
  } catch {
    // A place that is not kept is scrolled to again by hand.
  }
}

/** Forgets all places; for good, when one leaves. */
export function forgetPlaces({ forGood = false } = {}): void {
  places.clear();
  if (forGood) removeEventListener('pagehide', store);
}

export function go(to: string, { replace = false } = {}): void {
  if (to === here.value) {
    window.scrollTo(0, 0);
    return;
  }
  if (replace) places.delete(entry);
  else keep();
  entry = crypto.randomUUID();
  const state: EntryState = { entry };
  if (replace) history.replaceState(state, '', to);
  else history.pushState(state, '', to);
  address.value = to;
}

export function back(otherwise: string): void {
  if (history.length > 1) history.back();
  else go(otherwise, { replace: true });
}

/** Starts listening: to the browser's own buttons, and to links that lead to pages of this app. */
export function listen(isOurs: (path: string) => boolean): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', event => {
    keep();
    entry = (event.state as EntryState | null)?.entry ?? newEntry();
    address.value = location.pathname + location.search;
  });
  addEventListener('pagehide', store);
  addEventListener('click', event => {
    const link = (event.target as Element | null)?.closest?.('a[href]');
    if (!(link instanceof HTMLAnchorElement) || !isPlain(event, link) || !isOurs(link.pathname))
      return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function isPlain(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const held =
    event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
  return (
    !held &&
    !event.defaultPrevented &&
    link.origin === location.origin &&
    !link.target &&
    !link.download
  );
}
