// One's filters; what is changed holds at once for every post that is shown.

import { batch, signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { Filter } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import type { FilterContext } from '../../social/filtering.ts';
import { me } from '../../social/me.ts';
import { changePost, knownPosts } from '../../social/store.ts';
import { confirm } from '../../ui/confirm.tsx';
import { t } from '../../ui/words.ts';
import { fold, type Keyword, matchesIn, textOf } from './matching.ts';

export const contexts: readonly FilterContext[] = [
  'home',
  'notifications',
  'public',
  'thread',
  'account',
];
export type Action = 'warn' | 'blur' | 'hide';

/** Nothing before they were asked for. */
export const filters = signal<readonly Filter[] | undefined>(undefined);
export const failed = signal(false);

export async function loadFilters(): Promise<void> {
  try {
    keep(await call('GET /api/v2/filters', {}));
    failed.value = false;
  } catch {
    failed.value = filters.value === undefined;
  }
}

function keep(all: readonly Filter[]): void {
  batch(() => {
    filters.value = all;
    for (const post of knownPosts()) {
      if (post.reblog_id || post.account_id === me.peek()?.id) continue;
      const text = fold(textOf(post));
      const filtered = all.flatMap(({ keywords = [], statuses = [], ...filter }) => {
        const words = matchesIn(text, keywords);
        const one = statuses.some(status => status.status_id === post.id);
        if (words.length === 0 && !one) return [];
        return [{ filter, keyword_matches: words, status_matches: one ? [post.id] : null }];
      });
      if (filtered.length > 0 || post.filtered?.length) changePost(post.id, { filtered });
    }
  });
}

export interface FilterInput {
  title: string;
  filter_action: Action;
  context: string[];
  /** Seconds from now; `null` for good; left out, it stays as it is. */
  expires_in?: number | null;
  keywords_attributes: (Partial<Keyword> & { id?: string; _destroy?: boolean })[];
}

/** Makes a filter, or changes one. Gives it when the server agreed. */
export async function saveFilter(
  input: FilterInput,
  id: string | undefined,
): Promise<Filter | undefined> {
  // `null` is for good, which the reference has no type for.
  const sent = input as Omit<FilterInput, 'expires_in'> & { expires_in?: number };
  try {
    const saved = id
      ? await call('PUT /api/v2/filters/{id}', { id, ...sent })
      : await call('POST /api/v2/filters', sent);
    if (!filters.value) await loadFilters();
    else keep([...filters.value.filter(one => one.id !== saved.id), saved]);
    return saved;
  } catch (error) {
    tell(error);
    return undefined;
  }
}

export async function removeFilter(id: string): Promise<boolean> {
  try {
    await call('DELETE /api/v2/filters/{id}', { id });
    keep((filters.value ?? []).filter(one => one.id !== id));
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

export async function askToRemove(filter: Filter): Promise<boolean> {
  const agreed = await confirm(
    t('filters.remove.title', { title: filter.title }),
    t('filters.remove.text'),
    t('filters.remove.yes'),
  );
  return agreed && removeFilter(filter.id);
}
