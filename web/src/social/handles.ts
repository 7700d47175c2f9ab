// Whom a text names: by the rule the server reads it with (src/social/post_entities.cpp).

import { instance } from './me.ts';

const handle =
  /(?<![\p{L}\p{M}\p{N}_=/@])@(\w(?:[\w.-]*\w)?(?:@[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]*[\p{L}\p{N}])?(?::\d{1,5})?)?)/gu;

/** Who is named in the text, each once, as it is written there. */
export function namedIn(text: string): string[] {
  return [...new Set([...text.matchAll(handle)].map(found => found[1] ?? ''))];
}

/** The same for everything that names the same person: case counts for nothing, nor does one's own server. */
export function plainHandle(acct: string): string {
  const [name = '', server] = acct.toLowerCase().split('@');
  return server && server !== instance.value?.domain ? `${name}@${server}` : name;
}
