// What is left to do for somebody who has just set up a server. What can be seen from here is looked at; the rest an
// owner ticks off.

import { type ReadonlySignal, signal } from '@preact/signals';
import { call, type Route } from '../../api/client.ts';
import { instance, me } from '../../social/me.ts';
import type { PlainKey } from '../../ui/words.ts';

export interface Duty {
  name: string;
  title: PlainKey;
  text: PlainKey;
  /** Whether it is done, where the app can tell. */
  seen?: ReadonlySignal<boolean>;
  command?: string;
  href?: string;
  link?: PlainKey;
}

const secure = signal(false);
const named = signal(false);
const described = signal(false);
const ruled = signal(false);
const invited = signal(false);

export const duties: readonly Duty[] = [
  { name: 'https', title: 'owner.https', text: 'owner.https.text', seen: secure },
  { name: 'name', title: 'owner.name', text: 'owner.name.text', seen: named },
  {
    name: 'backup',
    title: 'owner.backup',
    text: 'owner.backup.text',
    command: 'skein backup FILE --passphrase-stdin',
  },
  {
    name: 'mail',
    title: 'owner.mail',
    text: 'owner.mail.text',
    href: '/auth/reset',
    link: 'owner.mail.link',
  },
  {
    name: 'words',
    title: 'owner.words',
    text: 'owner.words.text',
    seen: described,
    command: 'skein instance text description < FILE',
    href: '/about',
    link: 'settings.about',
  },
  {
    name: 'rules',
    title: 'owner.rules',
    text: 'owner.rules.text',
    seen: ruled,
    command: 'skein instance rules < FILE',
    href: '/about',
    link: 'settings.about',
  },
  {
    name: 'invite',
    title: 'owner.invite',
    text: 'owner.invite.text',
    seen: invited,
    href: '/settings/invites',
    link: 'settings.invites',
  },
];

export async function lookAround(): Promise<void> {
  const server = instance.peek();
  secure.value = location.protocol === 'https:';
  described.value = (server?.description ?? '') !== '';
  ruled.value = (server?.rules.length ?? 0) > 0;
  const invites = await call('GET /api/v1/skein/invites', {}).catch(() => []);
  invited.value = Array.isArray(invites) && invites.length > 0;
  named.value = await answersToItsName().catch(() => false);
}

/** Others find people here by asking for `name@domain`. */
async function answersToItsName(): Promise<boolean> {
  const wanted = `acct:${me.peek()?.username}@${instance.peek()?.domain}`;
  const found = (await call(
    'GET /.well-known/webfinger' as Route,
    {
      resource: wanted,
    } as never,
  )) as { subject?: string };
  return found.subject?.toLowerCase() === wanted.toLowerCase();
}
