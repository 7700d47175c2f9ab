// One's conversations, the one with the latest message first.

import { batch, signal } from '@preact/signals';
import { call, list, type Page } from '../../api/client.ts';
import type { Account, Conversation } from '../../api/gen/entities.ts';
import { watch } from '../../api/stream.ts';
import { tell } from '../../social/attempt.ts';
import { isNewer } from '../../social/ids.ts';
import { noteUnread } from '../../social/messages.ts';
import { keepAccounts, keepStatus } from '../../social/store.ts';
import { confirm } from '../../ui/confirm.tsx';
import { t } from '../../ui/words.ts';

const pageSize = 40;
/** So many pages are looked through for one conversation. */
const pagesMax = 5;

/** Nothing before the first page has come. */
export const conversations = signal<readonly Conversation[] | undefined>(undefined);
export const failed = signal(false);
export const busy = signal(false);
const next = signal<(() => Promise<Page<Conversation[]>>) | undefined>(undefined);

export function hasMore(): boolean {
  return next.value !== undefined;
}

function keep(all: readonly Conversation[]): void {
  for (const one of all) {
    keepAccounts(one.accounts);
    if (one.last_status) keepStatus(one.last_status);
    noteUnread(one);
  }
}

function merge(all: readonly Conversation[]): void {
  const byId = new Map((conversations.value ?? []).map(one => [one.id, one]));
  for (const one of all) byId.set(one.id, one);
  conversations.value = [...byId.values()].sort((one, other) =>
    isNewer(lastOf(one), lastOf(other)) ? -1 : 1,
  );
}

function lastOf(conversation: Conversation): string {
  return conversation.last_status?.id ?? '0';
}

let reading: Promise<void> | undefined;

/** One page at a time: asked meanwhile, it is the one under way that is waited for. */
function read(from: () => Promise<Page<Conversation[]>>): Promise<void> {
  reading ??= readPage(from).finally(() => {
    reading = undefined;
  });
  return reading;
}

async function readPage(from: () => Promise<Page<Conversation[]>>): Promise<void> {
  busy.value = true;
  try {
    const page = await from();
    batch(() => {
      keep(page.answer);
      merge(page.answer);
      next.value = page.next;
      failed.value = false;
    });
  } catch (error) {
    if (conversations.value) tell(error);
    else failed.value = true;
  } finally {
    busy.value = false;
  }
}

export function load(): Promise<void> {
  return read(() => list('GET /api/v1/conversations', { limit: pageSize }));
}

export async function more(): Promise<void> {
  if (next.value) await read(next.value);
}

/** The conversation as it is now, looked for as far back as is sensible. */
export async function find(
  wanted: (one: Conversation) => boolean,
): Promise<Conversation | undefined> {
  await load();
  for (let page = 1; page < pagesMax && next.value; page += 1) {
    if (conversations.value?.some(wanted)) break;
    await more();
  }
  return conversations.value?.find(wanted);
}

/** The latest one that is with exactly this person. */
export function withPerson(account: Account): (one: Conversation) => boolean {
  return one => one.accounts.length === 1 && one.accounts[0]?.id === account.id;
}

/** Listens until the function it gives back is called. */
export function listen(): () => void {
  return watch(
    { name: 'direct' },
    {
      event: (kind, payload) => {
        if (kind !== 'conversation') return;
        keep([payload as Conversation]);
        if (conversations.peek()) merge([payload as Conversation]);
      },
      resumed: () => void load(),
    },
  );
}

export async function setUnread(id: string, unread: boolean): Promise<void> {
  const before = conversations.value;
  conversations.value = before?.map(one => (one.id === id ? { ...one, unread } : one));
  noteUnread({ id, unread });
  try {
    await call(`POST /api/v1/conversations/{id}/${unread ? 'unread' : 'read'}`, { id });
  } catch (error) {
    conversations.value = before;
    noteUnread({ id, unread: !unread });
    tell(error);
  }
}

/** Takes it off the list, after asking; the messages stay with whoever has them. */
export async function remove(id: string): Promise<boolean> {
  const agreed = await confirm(
    t('conversations.remove.title'),
    t('conversations.remove.text'),
    t('conversations.remove.yes'),
  );
  if (!agreed) return false;
  try {
    await call('DELETE /api/v1/conversations/{id}', { id });
  } catch (error) {
    tell(error);
    return false;
  }
  conversations.value = conversations.value?.filter(one => one.id !== id);
  noteUnread({ id, unread: false });
  return true;
}
