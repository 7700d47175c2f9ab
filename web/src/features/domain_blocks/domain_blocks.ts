// Servers one wants to hear nothing of.

import { call } from '../../api/client.ts';
import { tell } from '../../social/attempt.ts';
import { keepRelationships, knownAccounts } from '../../social/store.ts';
import { toast } from '../../ui/toast.tsx';
import { t } from '../../ui/words.ts';

const domainName = /^[\p{L}\p{N}\p{M}.-]+\.[\p{L}\p{N}\p{M}-]{2,}$/u;

/** The name of a server, from whatever was pasted: an address, a handle, the name itself. */
export function domainFrom(text: string): string | undefined {
  const place = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .split(/[/?#]/)[0];
  const domain = place?.split('@').at(-1)?.split(':')[0] ?? '';
  return domainName.test(domain) ? domain : undefined;
}

export interface Ties {
  following_count: number;
  followers_count: number;
}

/** Follows that a block would end. */
export async function tiesWith(domain: string): Promise<Ties> {
  return (await call('GET /api/v1/domain_blocks/preview', { domain })) as unknown as Ties;
}

const askedMax = 80;

/** What one is to the people there has changed: with it, their posts go from the lists, or come back. */
async function lookAgain(domain: string): Promise<void> {
  const ids = knownAccounts()
    .filter(one => one.acct.endsWith(`@${domain}`) || one.acct.endsWith(`.${domain}`))
    .map(one => one.id)
    .slice(-askedMax);
  if (ids.length === 0) return;
  try {
    keepRelationships(await call('GET /api/v1/accounts/relationships', { id: ids }));
  } catch {
    // The block holds; what is shown already goes with the next look.
  }
}

export async function setDomainBlock(domain: string, on: boolean): Promise<boolean> {
  try {
    await call(on ? 'POST /api/v1/domain_blocks' : 'DELETE /api/v1/domain_blocks', { domain });
  } catch (error) {
    tell(error);
    return false;
  }
  await lookAgain(domain);
  toast(t(on ? 'domain_blocks.done' : 'domain_blocks.undone', { domain }));
  return true;
}
