import { ApiError } from '../api/errors.ts';
import { toast } from '../ui/toast.tsx';
import { t } from '../ui/words.ts';

/** What to tell a person about an error: the server's own words where it had any. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError && error.offline) return t('social.error.offline');
  if (error instanceof ApiError && error.message) return error.message;
  return t('social.error.unknown');
}

export function tell(error: unknown): void {
  toast(wordsOf(error), { failed: true });
}

/**
 * An action a person sees at once: the change is made, the server asked, and taken back with a word when it refuses.
 * Gives whether it held.
 */
export async function attempt(
  change: () => void,
  undo: () => void,
  ask: () => Promise<void>,
): Promise<boolean> {
  change();
  try {
    await ask();
    return true;
  } catch (error) {
    undo();
    tell(error);
    return false;
  }
}
