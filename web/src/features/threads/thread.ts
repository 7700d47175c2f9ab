// A conversation as a tree: what came before the post in a row, and the answers to it as branches.

import { signal } from '@preact/signals';
import { call } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import type { Status } from '../../api/gen/entities.ts';
import { keepStatus, keepStatuses } from '../../social/store.ts';

export interface Branch {
  id: string;
  answers: readonly Branch[];
}

export type ThreadState = 'loading' | 'ready' | 'gone' | 'failed';

export class Thread {
  readonly id: string;
  readonly state = signal<ThreadState>('loading');
  readonly above = signal<readonly string[]>([]);
  readonly below = signal<readonly Branch[]>([]);

  constructor(id: string) {
    this.id = id;
  }

  async load(): Promise<void> {
    try {
      const [status, context] = await Promise.all([
        call('GET /api/v1/statuses/{id}', { id: this.id }),
        call('GET /api/v1/statuses/{id}/context', { id: this.id }),
      ]);
      keepStatus(status);
      this.above.value = keepStatuses(context.ancestors);
      keepStatuses(context.descendants);
      this.below.value = treeOf(this.id, context.descendants);
      this.state.value = 'ready';
    } catch (error) {
      const gone = error instanceof ApiError && (error.status === 404 || error.status === 410);
      if (this.state.value !== 'ready') this.state.value = gone ? 'gone' : 'failed';
    }
  }

  /** An answer one just gave. */
  add(status: Status): void {
    if (this.below.value.some(branch => holds(branch, status.id))) return;
    const to = status.in_reply_to_id;
    const leaf: Branch = { id: status.id, answers: [] };
    if (to === this.id) this.below.value = [...this.below.value, leaf];
    else if (to) this.below.value = this.below.value.map(branch => addTo(branch, to, leaf));
  }
}

function holds(branch: Branch, id: string): boolean {
  return branch.id === id || branch.answers.some(one => holds(one, id));
}

function addTo(branch: Branch, to: string, leaf: Branch): Branch {
  if (branch.id === to) return { ...branch, answers: [...branch.answers, leaf] };
  return { ...branch, answers: branch.answers.map(one => addTo(one, to, leaf)) };
}

/** What answers `root`, from a list in any order. Answers to a post that is not in it are answers to the root. */
export function treeOf(
  root: string,
  statuses: readonly Pick<Status, 'id' | 'in_reply_to_id'>[],
): Branch[] {
  const known = new Set([root, ...statuses.map(status => status.id)]);
  const answers = new Map<string, string[]>();
  for (const status of statuses) {
    const to =
      status.in_reply_to_id && known.has(status.in_reply_to_id) ? status.in_reply_to_id : root;
    answers.set(to, [...(answers.get(to) ?? []), status.id]);
  }
  const build = (id: string): Branch[] =>
    (answers.get(id) ?? []).map(one => ({ id: one, answers: build(one) }));
  return build(root);
}

/** How many posts a branch holds below its first. */
export function sizeOf(branch: Branch): number {
  return branch.answers.reduce((sum, one) => sum + 1 + sizeOf(one), 0);
}

const threads = new Map<string, Thread>();
const keptMax = 20;

export function threadOf(id: string): Thread {
  const found = threads.get(id) ?? new Thread(id);
  threads.delete(id);
  threads.set(id, found);
  const oldest = threads.keys().next().value;
  if (threads.size > keptMax && oldest) threads.delete(oldest);
  return found;
}
