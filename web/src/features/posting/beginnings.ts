// What a new post begins with: whom it answers, who may see it, what it warns of.

import type { Composing } from '../../social/composing.ts';
import { me, preferences } from '../../social/me.ts';
import { accountOf, postOf } from '../../social/store.ts';
import type { Visibility } from './draft.ts';

export const visibilities: readonly Visibility[] = ['public', 'unlisted', 'private', 'direct'];

/** As the server names it; where it says nothing, as one usually writes; what is not known here, for the fewest. */
export function visibilityOf(named: string | null | undefined): Visibility {
  const wanted = named ?? preferences.peek()?.['posting:default:visibility'];
  return visibilities.find(one => one === wanted) ?? 'direct';
}

/** An answer is never for more people than what it answers. */
export function startingVisibility(about: Composing): Visibility {
  const usual = preferences.peek()?.['posting:default:visibility'] ?? 'public';
  const post = postOf(about.reply ?? about.quote ?? '');
  const most = [usual, post?.visibility ?? 'public'].map(one =>
    visibilities.indexOf(visibilityOf(one)),
  );
  return visibilities[Math.max(...most)] ?? 'direct';
}

export function startingQuotes(): string {
  return preferences.peek()?.['posting:default:quote_policy'] ?? 'public';
}

/** Who was speaking: the author first, then whom they spoke to. */
export function mentionsFor(about: Composing): string {
  const post = about.reply ? postOf(about.reply) : undefined;
  if (!post) return '';
  const author = accountOf(post.account_id);
  const handles = [author?.acct, ...post.mentions.map(one => one.acct)];
  const others = [...new Set(handles)].filter(acct => acct && acct !== me.peek()?.acct);
  return others.map(acct => `@${acct} `).join('');
}

export function warningAbove(about: Composing): string | undefined {
  return about.reply ? postOf(about.reply)?.spoiler_text : undefined;
}
