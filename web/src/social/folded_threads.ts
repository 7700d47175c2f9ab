// Long threads by one author: in a list of the newest posts they would stand there backwards, and crowd out the rest.

import { type Post, postOf } from './store.ts';

export interface FoldedThreads {
  keys: string[];
  /** How many more of its thread a post stands for. */
  rest: ReadonlyMap<string, number>;
}

const leastMany = 3;
/** What goes on later than this is news. */
const goOnMax = 3_600_000;

/** Of what an author says in one go, the first post stays, and the others fold into it. */
export function foldThreads(keys: readonly string[]): FoldedThreads {
  /** Newer posts of a thread, under the post they go on from. */
  const goingOnFrom = new Map<string, string[]>();
  const threads = new Map<string, string[]>();
  const here = new Set(keys);
  for (const key of keys) {
    const post = postOf(key);
    if (!post || post.reblog_id) continue;
    const thread = [...(goingOnFrom.get(key) ?? []), key];
    const above = goesOnFrom(post);
    if (above && here.has(above))
      goingOnFrom.set(above, [...(goingOnFrom.get(above) ?? []), ...thread]);
    else threads.set(key, thread);
  }
  const rest = new Map<string, number>();
  const folded = new Set<string>();
  for (const [first, thread] of threads) {
    if (thread.length < leastMany) continue;
    rest.set(first, thread.length - 1);
    for (const key of thread) if (key !== first) folded.add(key);
  }
  return { keys: keys.filter(key => !folded.has(key)), rest };
}

/** The post of the same author, not long before, that this one answers. */
function goesOnFrom(post: Post): string | undefined {
  const above = post.in_reply_to_id ? postOf(post.in_reply_to_id) : undefined;
  if (!above || above.account_id !== post.account_id) return undefined;
  const later = Date.parse(post.created_at) - Date.parse(above.created_at);
  return later <= goOnMax ? above.id : undefined;
}
