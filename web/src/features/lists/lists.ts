import { signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { List } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { confirm } from '../../ui/confirm.tsx';
import { t } from '../../ui/words.ts';

/** One's lists, by name; nothing before they were asked for. */
export const lists = signal<readonly List[] | undefined>(undefined);
export const listsFailed = signal(false);

function byTitle(all: readonly List[]): List[] {
  return [...all].sort((one, other) => one.title.localeCompare(other.title));
}

export async function loadLists(): Promise<void> {
  try {
    lists.value = byTitle(await call('GET /api/v1/lists', {}));
    listsFailed.value = false;
  } catch {
    listsFailed.value = lists.value === undefined;
  }
}

export async function makeList(title: string): Promise<boolean> {
  try {
    const made = await call('POST /api/v1/lists', { title });
    lists.value = byTitle([...(lists.value ?? []), made]);
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

export async function removeList(list: List): Promise<boolean> {
  if (
    !(await confirm(
      t('lists.remove.title', { title: list.title }),
      t('lists.remove.text'),
      t('lists.remove.yes'),
    ))
  )
    return false;
  try {
    await call('DELETE /api/v1/lists/{id}', { id: list.id });
    lists.value = lists.value?.filter(one => one.id !== list.id);
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}
