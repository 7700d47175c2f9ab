// What a new post begins with: whom it answers, who may see it, what it warns of.

import type { Composing } from '../../social/composing.ts';
import { me, preferences } from '../../social/me.ts';
import { accountOf, postOf } from '../../social/store.ts';
import type { Visibility } from './draft.ts';

export const visibilities: readonly Visibility[] = ['public', 'unlisted', 'private', 'direct'];

/** An answer is never for more people than what it answers. */
export function startingVisibility(about: Composing): Visibility {
  const usual = preferences.peek()?.['posting:default:visibility'];
  const wanted = Math.max(0, visibilities.indexOf(usual as Visibility));
  const post = postOf(about.reply ?? about.quote ?? '');
  const least = Math.max(0, visibilities.indexOf(post?.visibility as Visibility));
  return visibilities[Math.max(wanted, least)] ?? 'public';
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
