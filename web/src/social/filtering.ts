// One's own filters, as the server found them to match a post: what is to be done about it where it is shown.

import type { Filter } from '../api/gen/entities.ts';
import { now } from '../ui/time.tsx';
import type { Post } from './store.ts';

/** The sorts of places a filter may be for. */
export type FilterContext = 'home' | 'notifications' | 'public' | 'thread' | 'account';

const strengths: Record<string, number> = { blur: 1, warn: 2, hide: 3 };

export function isOver(filter: Pick<Filter, 'expires_at'>): boolean {
  return filter.expires_at !== null && Date.parse(filter.expires_at) <= now.value;
}

/** The filter that decides about a post in such a place: of several, the one that hides most. */
export function filterFor(post: Post, context: FilterContext | undefined): Filter | undefined {
  if (!context || !post.filtered?.length) return undefined;
  return post.filtered
    .map(one => one.filter)
    .filter(filter => filter.context.includes(context) && !isOver(filter))
    .sort((one, other) => strengthOf(other) - strengthOf(one))[0];
}

/** What nobody knows yet warns. */
function strengthOf(filter: Filter): number {
  return strengths[filter.filter_action] ?? 2;
}
