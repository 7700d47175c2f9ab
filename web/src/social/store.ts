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

function keepWhole(status: Status): void {
  const { account, reblog, quote, ...rest } = status;
  keepAccount(account);
  if (reblog) keepWhole(reblog);
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
  accounts.clear();
  relationships.clear();
}
