// Asking the server, once for a question: the answer is kept for the way back.

import { call } from '../../api/client.ts';
import type { Tag } from '../../api/gen/entities.ts';
import { loadRelationships } from '../../social/account_actions.ts';
import { accountPath, postPath } from '../../social/links.ts';
import { accountOf, keepAccounts, keepStatuses, postOf } from '../../social/store.ts';

export const kinds = ['all', 'accounts', 'statuses', 'hashtags'] as const;
export type Kind = (typeof kinds)[number];

export interface Found {
  key: string;
  for: string;
  accounts: readonly string[];
  statuses: readonly string[];
  tags: readonly Tag[];
  /** There may be more than these; only one kind can be read on. */
  more: boolean;
  /** The question was an address, and this is what is behind it. */
  leadsTo?: string | undefined;
}

const atOnce = 20;
let last: Found | undefined;

export function addressOf(query: string, kind: Kind): string {
  const type = kind === 'all' ? '' : `&type=${kind}`;
  return `/search?q=${encodeURIComponent(query)}${type}`;
}

export function lastFound(key: string): Found | undefined {
  return last?.key === key ? last : undefined;
}

export async function find(query: string, kind: Kind, key: string): Promise<Found> {
  const found = await ask(query, kind, key, 0);
  last = found;
  return found;
}

async function ask(query: string, kind: Kind, key: string, offset: number): Promise<Found> {
  const isAddress = /^https?:\/\/\S+$/.test(query);
  const answer = await call('GET /api/v2/search', {
    q: query,
    resolve: true,
    limit: atOnce,
    ...(kind === 'all' ? {} : { type: kind, offset }),
  });
  const accounts = keepAccounts(answer.accounts);
  void loadRelationships(accounts).catch(() => undefined);
  const statuses = keepStatuses(answer.statuses);
  const many = Math.max(accounts.length, statuses.length, answer.hashtags.length);
  return {
    key,
    for: query,
    accounts,
    statuses,
    tags: answer.hashtags,
    more: kind !== 'all' && many >= atOnce,
    leadsTo: isAddress ? whereTo(accounts, statuses) : undefined,
  };
}

function whereTo(accounts: readonly string[], statuses: readonly string[]): string | undefined {
  if (accounts.length + statuses.length !== 1) return undefined;
  const post = postOf(statuses[0] ?? '');
  const account = accountOf(accounts[0] ?? '');
  return post ? postPath(post) : account && accountPath(account);
}

/** The next ones of one kind, added to those there are. */
export async function findMore(before: Found, kind: Kind): Promise<Found> {
  const offset = Math.max(before.accounts.length, before.statuses.length, before.tags.length);
  const next = await ask(before.for, kind, before.key, offset);
  last = {
    ...next,
    accounts: [...new Set([...before.accounts, ...next.accounts])],
    statuses: [...new Set([...before.statuses, ...next.statuses])],
    tags: [...before.tags, ...next.tags],
  };
  return last;
}
