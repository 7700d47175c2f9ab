// A filter while it is made or changed.

import { computed, signal } from '@preact/signals';
import type { Filter } from '../../api/gen/entities.ts';
import { type Action, contexts, type FilterInput } from './filters.ts';
import type { Keyword } from './matching.ts';

interface KeptKeyword extends Keyword {
  /** Of one the server has. */
  id?: string;
}

export type Lasts = 'kept' | 'ever' | 'until' | `${number}`;

const hour = 3600;
const day = 24 * hour;
/** Seconds that can be chosen. */
export const lengths: readonly number[] = [hour, 12 * hour, day, 7 * day, 30 * day];
const titleMax = 60;

export class FilterDraft {
  readonly of: Filter | undefined;
  readonly title = signal('');
  readonly keywords = signal<readonly KeptKeyword[]>([]);
  /** What is in the field and not added yet: it counts, so that nothing typed is lost. */
  readonly typed = signal('');
  readonly wholeWord = signal(true);
  readonly action = signal<Action>('warn');
  readonly context = signal<readonly string[]>(contexts);
  readonly lasts = signal<Lasts>('ever');
  /** As a field for dates gives it: of the person's own clock. */
  readonly until = signal('');

  readonly wanted = computed<readonly KeptKeyword[]>(() => {
    const keyword = this.typed.value.trim();
    const known = this.keywords.value.some(one => one.keyword === keyword);
    return keyword && !known
      ? [...this.keywords.value, { keyword, whole_word: this.wholeWord.value }]
      : this.keywords.value;
  });
  readonly ready = computed(
    () =>
      (this.wanted.value.length > 0 || (this.of?.statuses?.length ?? 0) > 0) &&
      this.context.value.length > 0 &&
      (this.lasts.value !== 'until' || secondsUntil(this.until.value) > 0),
  );

  constructor(of?: Filter) {
    this.of = of;
    if (!of) return;
    this.title.value = of.title;
    this.keywords.value = of.keywords ?? [];
    this.action.value = of.filter_action as Action;
    this.context.value = of.context;
    this.lasts.value = of.expires_at ? 'kept' : 'ever';
  }

  add(): void {
    this.keywords.value = this.wanted.value;
    this.typed.value = '';
  }

  toggleWhole(keyword: string): void {
    this.keywords.value = this.keywords.value.map(one =>
      one.keyword === keyword ? { ...one, whole_word: !one.whole_word } : one,
    );
  }

  remove(keyword: string): void {
    this.keywords.value = this.keywords.value.filter(one => one.keyword !== keyword);
  }

  toggleContext(name: string): void {
    const has = this.context.value.includes(name);
    this.context.value = has
      ? this.context.value.filter(one => one !== name)
      : [...this.context.value, name];
  }

  get input(): FilterInput {
    const wanted = this.wanted.value;
    const dropped = (this.of?.keywords ?? []).filter(
      one => !wanted.some(kept => kept.id === one.id),
    );
    const seconds = this.seconds;
    return {
      title: this.title.value.trim() || titleFrom(wanted),
      filter_action: this.action.value,
      context: [...this.context.value],
      ...(seconds !== undefined && { expires_in: seconds }),
      keywords_attributes: [
        ...wanted.map(({ id, keyword, whole_word }) => ({
          ...(id && { id }),
          keyword,
          whole_word,
        })),
        ...dropped.map(({ id }) => ({ id, _destroy: true })),
      ],
    };
  }

  private get seconds(): number | null | undefined {
    const lasts = this.lasts.value;
    if (lasts === 'kept') return undefined;
    if (lasts === 'ever') return null;
    if (lasts !== 'until') return Number(lasts);
    return secondsUntil(this.until.value);
  }
}

/** Nothing when there is no such date, or it is over. */
function secondsUntil(date: string): number {
  const at = Date.parse(date);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.round((at - Date.now()) / 1000));
}

/** A filter nobody named is called as its words are. */
export function titleFrom(keywords: readonly Keyword[]): string {
  return keywords
    .map(one => one.keyword)
    .join(', ')
    .slice(0, titleMax);
}
