import { choices } from '../social/choices.ts';
import { me } from '../social/me.ts';
import { go, path } from '../ui/history.ts';

const newFor = 7 * 24 * 60 * 60_000;

/** Whoever has just come here: nobody followed, nothing said. */
export function isNewcomer(): boolean {
  const account = me.peek();
  if (!account || account.following_count > 0 || account.statuses_count > 0) return false;
  return Date.now() - Date.parse(account.created_at) < newFor;
}

/** They are asked a few things first, unless they did not want to be. */
export function welcomeNewcomer(): void {
  if (isNewcomer() && !choices.peek().welcomed && ['/', '/home'].includes(path.peek()))
    go('/welcome', { replace: true });
}
