import { graphemes } from '../../ui/words.ts';

const link = /https?:\/\/[^\s<>"]+/g;
const remoteMention = /(^|[^\w/])@(\w[\w.-]*)@[\w.-]+\w/g;

/** How long a post is as the server counts it: any link the same, and a mention without its server. */
export function postLength(text: string, warning: string, perLink: number): number {
  const counted = text.replace(link, 'x'.repeat(perLink)).replace(remoteMention, '$1@$2');
  return graphemes(counted) + graphemes(warning);
}
