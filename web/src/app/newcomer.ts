import { choices } from '../social/choices.ts';
import { me } from '../social/me.ts';
import { go, path } from '../ui/history.ts';

const newFor = 7 * 24 * 60 * 60_000;

/** Whoever has just come here is asked a few things first, unless they did not want to be. */
export function welcomeNewcomer(): void {
  const account = me.peek();
  if (!account || choices.peek().welcomed || !['/', '/home'].includes(path.peek())) return;
  const isNew = Date.now() - Date.parse(account.created_at) < newFor;
  if (isNew && account.following_count === 0 && account.statuses_count === 0)
    go('/welcome', { replace: true });
}
