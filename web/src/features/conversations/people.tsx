import type { Account } from '../../api/gen/entities.ts';
import { faceOf, nameOf } from '../../social/links.ts';
import { me } from '../../social/me.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { directionOf, locale } from '../../ui/words.ts';

const facesMax = 2;

/** With whom; alone, one writes to oneself. Others may be named besides. */
export function namesOf(people: readonly Account[], besides: readonly string[] = []): string {
  const self = me.value;
  const named = people.length > 0 ? people : self ? [self] : [];
  return listOf([...named.map(nameOf), ...besides]);
}

/** Where lines run the other way, a name does not take its neighbours with it. */
function apart(name: string): string {
  return directionOf(locale.value) === 'rtl' ? `\u2068${name}\u2069` : name;
}

export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(names.map(apart));
}

export function Faces({ people }: { people: readonly Account[] }) {
  const self = me.value;
  const shown = people.length > 0 ? people.slice(0, facesMax) : self ? [self] : [];
  return (
    <span
      class={
        shown.length > 1 ? 'conversation__faces conversation__faces--two' : 'conversation__faces'
      }
    >
      {shown.map(account => (
        <Avatar
          key={account.id}
          source={faceOf(account)}
          name={nameOf(account)}
          size={shown.length > 1 ? 'small' : 'usual'}
        />
      ))}
    </span>
  );
}
