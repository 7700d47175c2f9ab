/** What another app or page shared, as the beginning of a post: each thing once, the address last. */
export function sharedText(query: string): string {
  const given = new URLSearchParams(query);
  const [title = '', text = '', url = ''] = ['title', 'text', 'url'].map(
    name => given.get(name)?.trim() ?? '',
  );
  // Many put the address into the text, and the title into both.
  const parts = [text.includes(title) ? '' : title, text, text.includes(url) ? '' : url];
  return parts.filter(Boolean).join('\n\n');
}
