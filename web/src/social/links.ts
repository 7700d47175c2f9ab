// Where things are in this app.

import type { Account } from '../api/gen/entities.ts';
import { accountOf, type Post } from './store.ts';

export function accountPath(account: Pick<Account, 'acct'>): string {
  return `/@${account.acct}`;
}

export function postPath(post: Post): string {
  return `/@${accountOf(post.account_id)?.acct ?? 'unknown'}/${post.id}`;
}

export function tagPath(name: string): string {
  return `/tags/${encodeURIComponent(name)}`;
}

/** Mentions and tags of a post are read here, and everything else where it is. */
export function resolverOf(post: Post): (href: string) => string | undefined {
  const known = resolvers.get(post);
  if (known) return known;
  const made = (href: string) => {
    const mention = post.mentions.find(one => one.url === href);
    if (mention) return accountPath(mention);
    const last = lastPart(href);
    const tag = post.tags.find(one => one.url === href || one.name.toLowerCase() === last);
    if (tag && /\/tags?\//.test(href)) return tagPath(tag.name);
    return ownPath(href);
  };
  resolvers.set(post, made);
  return made;
}

/** The same post has the same one, so that its text is not built anew each time it is drawn. */
const resolvers = new WeakMap<Post, (href: string) => string | undefined>();

/** A page of this server is read in this app. */
export function ownPath(href: string): string | undefined {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  const isPage = url && url.origin === location.origin && /^\/(@|tags\/)/.test(url.pathname);
  return isPage ? url.pathname : undefined;
}

function lastPart(href: string): string {
  try {
    return decodeURIComponent(new URL(href).pathname.split('/').at(-1) ?? '').toLowerCase();
  } catch {
    return '';
  }
}

export function nameOf(account: Account): string {
  return account.display_name.trim() || account.username;
}

/** The picture of an account; nothing when it is the server's stand-in for none. */
export function faceOf(
  account: Pick<Account, 'avatar_static' | 'avatar'>,
  still = true,
): string | undefined {
  const address = still ? account.avatar_static : account.avatar;
  return /\/(avatar-missing|missing)[^/]*\.png$/.test(address) ? undefined : address;
}

export function headerOf(account: Pick<Account, 'header'>): string | undefined {
  return /\/(header-missing|missing)[^/]*\.png$/.test(account.header) ? undefined : account.header;
}
