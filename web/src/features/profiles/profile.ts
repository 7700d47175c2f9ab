import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { loadRelationships } from '../../social/account_actions.ts';
import { keepAccount } from '../../social/store.ts';

export type ProfileState = 'loading' | 'gone' | 'failed' | { id: string };

const profiles = new Map<string, ReturnType<typeof signal<ProfileState>>>();

function profileSignal(acct: string) {
  const found = profiles.get(acct) ?? signal<ProfileState>('loading');
  profiles.set(acct, found);
  return found;
}

async function load(acct: string): Promise<void> {
  const state = profileSignal(acct);
  try {
    const account = await call('GET /api/v1/accounts/lookup', { acct });
    keepAccount(account);
    await loadRelationships([account.id]).catch(() => undefined);
    state.value = { id: account.id };
  } catch (error) {
    const gone = error instanceof ApiError && (error.status === 404 || error.status === 410);
    if (typeof state.value === 'string' || state.value === undefined)
      state.value = gone ? 'gone' : 'failed';
  }
}

/** The account behind a handle: known from before at once, and asked for again. */
export function useProfile(acct: string): { state: ProfileState; again: () => void } {
  useEffect(() => {
    void load(acct);
  }, [acct]);
  return { state: profileSignal(acct).value ?? 'loading', again: () => void load(acct) };
}
