import { useSignal } from '@preact/signals';
import { call } from '../../api/client.ts';
import type { CredentialAccount } from '../../api/gen/entities.ts';
import { tell } from '../../social/attempt.ts';
import { keepMe, me } from '../../social/me.ts';
import { Check } from '../../ui/field.tsx';
import { type PlainKey, t } from '../../ui/words.ts';

interface Switch {
  name: 'locked' | 'discoverable' | 'indexable' | 'hide_collections';
  label: PlainKey;
  hint: PlainKey;
  now: (account: CredentialAccount) => boolean;
}

const switches: readonly Switch[] = [
  {
    name: 'locked',
    label: 'settings.locked',
    hint: 'settings.locked_hint',
    now: account => account.locked,
  },
  {
    name: 'hide_collections',
    label: 'settings.hide_follows',
    hint: 'settings.hide_follows_hint',
    now: account => account.source.hide_collections ?? false,
  },
  {
    name: 'discoverable',
    label: 'settings.discoverable',
    hint: 'settings.discoverable_hint',
    now: account => account.source.discoverable ?? false,
  },
  {
    name: 'indexable',
    label: 'settings.indexable',
    hint: 'settings.indexable_hint',
    now: account => account.source.indexable,
  },
];

/** Who finds one, and who may follow; each switch holds at once. */
export function PrivacySwitches() {
  const account = me.value;
  if (!account) return null;
  return (
    <div>
      {switches.map(one => (
        <Setting key={one.name} one={one} account={account} />
      ))}
    </div>
  );
}

function Setting({ one, account }: { one: Switch; account: CredentialAccount }) {
  const wanted = useSignal<boolean | undefined>(undefined);
  const change = async (on: boolean) => {
    wanted.value = on;
    try {
      keepMe(await call('PATCH /api/v1/accounts/update_credentials', { [one.name]: on }));
    } catch (error) {
      tell(error);
    }
    wanted.value = undefined;
  };
  return (
    <Check
      label={t(one.label)}
      hint={t(one.hint)}
      checked={wanted.value ?? one.now(account)}
      onChange={on => void change(on)}
    />
  );
}
