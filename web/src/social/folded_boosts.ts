// Boosts of the same post, which crowd when it is liked by many at once.

import { postOf } from './store.ts';

/** Within so many posts the same one is not shown twice. */
const crowd = 40;

export interface FoldedBoosts {
  keys: string[];
  boosts: ReadonlyMap<string, number>;
}

/** Boosts of one post that crowd become the newest of them; so does the post itself below its boost. */
export function foldBoosts(keys: readonly string[], wanted: boolean): FoldedBoosts {
  if (!wanted) return { keys: [...keys], boosts: new Map() };
  const seen = new Map<string, { at: number; key: string }>();
  const boosts = new Map<string, number>();
  const left: string[] = [];
  for (const key of keys) {
    const shown = postOf(key)?.reblog_id ?? key;
    const above = seen.get(shown);
    if (above && left.length - above.at < crowd) {
      if (shown !== key) boosts.set(above.key, (boosts.get(above.key) ?? 0) + 1);
    } else {
      seen.set(shown, { at: left.length, key });
      left.push(key);
    }
  }
  return { keys: left, boosts };
}
