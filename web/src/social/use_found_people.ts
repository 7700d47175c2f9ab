import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call } from '../api/client.ts';
import { tell } from './attempt.ts';
import { keepAccounts } from './store.ts';

const pause = 300;
const foundMax = 10;

/** People who are called what is being typed, found at each pause; nothing while nothing was asked. */
export function useFoundPeople(more: { following?: boolean } = {}): {
  wanted: Signal<string>;
  found: Signal<readonly string[] | undefined>;
} {
  const wanted = useSignal('');
  const found = useSignal<readonly string[] | undefined>(undefined);
  const { following } = more;
  useEffect(() => {
    const q = wanted.value.trim();
    if (!q) {
      found.value = undefined;
      return undefined;
    }
    const timer = setTimeout(() => {
      call('GET /api/v1/accounts/search', {
        q,
        following,
        resolve: !following,
        limit: foundMax,
      }).then(accounts => {
        found.value = keepAccounts(accounts);
      }, tell);
    }, pause);
    return () => clearTimeout(timer);
  }, [wanted.value, found, wanted, following]);
  return { wanted, found };
}
