// What the server owns, once: every post, account and relationship is a signal under its id, so that liking a post in
// one list changes it in all. Lists hold ids. Only answers of the server and actions write here; drawing never does.

import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Account, Quote, Relationship, ShallowQuote, Status } from '../api/gen/entities.ts';

/** A post as it is kept: others it speaks of by their ids. */
export interface Post extends Omit<Status, 'account' | 'reblog' | 'quote'> {
  account_id: string;
  reblog_id: string | null;
  quote: KeptQuote | null;
}

export interface KeptQuote {
  state: Quote['state'];
  status_id: string | null;
}

class Shelf<T> {
  private readonly all = new Map<string, Signal<T | undefined>>();

  /** The signal for an id, there before anything is known under it. */
  at(id: string): Signal<T | undefined> {
    const found = this.all.get(id);
    if (found) return found;
    const made = signal<T | undefined>(undefined);
    this.all.set(id, made);
    return made;
  }

  /** All that are known now. */
  get known(): T[] {
    return [...this.all.values()].map(one => one.peek()).filter(one => one !== undefined);
  }

  has(id: string): boolean {
    return this.all.get(id)?.peek() !== undefined;
  }

  remove(id: string): void {
    this.all.delete(id);
  }

  clear(): void {
    this.all.clear();
  }
}

const posts = new Shelf<Post>();
const accounts = new Shelf<Account>();
const relationships = new Shelf<Relationship>();

export function postSignal(id: string): ReadonlySignal<Post | undefined> {
  return posts.at(id);
}

export function accountSignal(id: string): ReadonlySignal<Account | undefined> {
  return accounts.at(id);
}

export function relationshipSignal(id: string): ReadonlySignal<Relationship | undefined> {
  return relationships.at(id);
}

export function postOf(id: string): Post | undefined {
  return posts.at(id).value;
}

export function accountOf(id: string): Account | undefined {
  return accounts.at(id).value;
}

export function relationshipOf(id: string): Relationship | undefined {
  return relationships.at(id).value;
}

/** Keeps a post and everything inside it; gives its id. */
export function keepStatus(status: Status): string {
  batch(() => keepWhole(status));
  return status.id;
}

export function keepStatuses(statuses: readonly Status[]): string[] {
  return batch(() => statuses.map(keepStatus));
}

/** Posts that were only heard of, and how many lists they wait in: in a window nobody reads in, there is no end of them. */
const passing = new Map<string, number>();

function withInner(id: string): string[] {
  const post = posts.at(id).peek();
  return [id, post?.reblog_id, post?.quote?.status_id].filter(one => typeof one === 'string');
}

/** Keeps a post that waits in a list, for as long as it does. */
export function keepPassing(status: Status): string {
  const inner = status.quote && 'quoted_status' in status.quote && status.quote.quoted_status;
  const all = [status, status.reblog, inner].flatMap(one => (one ? [one.id] : []));
  const waits = all
    .filter(id => passing.has(id) || !posts.has(id))
    .map(id => [id, (passing.get(id) ?? 0) + 1] as const);
  keepStatus(status);
  for (const [id, many] of waits) passing.set(id, many);
  return status.id;
}

/** They are read now, and stay. */
export function keepForGood(ids: readonly string[]): void {
  for (const id of ids.flatMap(withInner)) passing.delete(id);
}

/** They no longer wait in a list. */
export function letPass(ids: readonly string[]): void {
  for (const id of ids.flatMap(withInner)) {
    const many = passing.get(id);
    if (many === undefined) continue;
    passing.set(id, many - 1);
    if (many > 1) continue;
    passing.delete(id);
    posts.remove(id);
  }
}

function keepWhole(status: Status): void {
  const { account, reblog, quote, ...rest } = status;
  keepAccount(account);
  if (reblog) keepWhole(reblog);
  passing.delete(status.id);
  posts.at(status.id).value = {
    ...rest,
    account_id: account.id,
    reblog_id: reblog?.id ?? null,
    quote: quote ? keptQuote(quote) : null,
  };
}

function keptQuote(quote: Quote | ShallowQuote): KeptQuote {
  if ('quoted_status_id' in quote) return { state: quote.state, status_id: quote.quoted_status_id };
  const status = 'quoted_status' in quote ? quote.quoted_status : null;
  if (status) keepWhole(status);
  return { state: quote.state, status_id: status?.id ?? null };
}

export function keepAccount(account: Account): string {
  accounts.at(account.id).value = account;
  return account.id;
}

export function keepAccounts(all: readonly Account[]): string[] {
  return batch(() => all.map(keepAccount));
}

export function keepRelationships(all: readonly Relationship[]): void {
  batch(() => {
    for (const one of all) relationships.at(one.id).value = one;
  });
}

/** Changes what is known of a post; nothing when it is not known. */
export function changePost(id: string, change: Partial<Post>): void {
  const kept = posts.at(id);
  if (kept.value) kept.value = { ...kept.value, ...change };
}

export function changeAccount(id: string, change: Partial<Account>): void {
  const kept = accounts.at(id);
  if (kept.value) kept.value = { ...kept.value, ...change };
}

export function changeRelationship(id: string, change: Partial<Relationship>): void {
  const kept = relationships.at(id);
  if (kept.value) kept.value = { ...kept.value, ...change };
}

/** A post that is gone: wherever it was shown, there is nothing now. */
export function forgetPost(id: string): void {
  posts.at(id).value = undefined;
}

/** The post that is read where this one stands: itself, or what it boosts. */
export function shownPost(id: string): Post | undefined {
  const post = postOf(id);
  return post?.reblog_id ? postOf(post.reblog_id) : post;
}

export function knownPosts(): Post[] {
  return posts.known;
}

export function knownAccounts(): Account[] {
  return accounts.known;
}

/** For tests: as if the page had just been opened. */
export function emptyStore(): void {
  posts.clear();
  passing.clear();
  accounts.clear();
  relationships.clear();
}
