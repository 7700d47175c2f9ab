// Marks among the keys of a list: between these two posts some are missing.

const gapMark = 'gap:';

export function isGap(key: string): boolean {
  return key.startsWith(gapMark);
}

/** Below one post and above another one. */
export function gapBetween(above: string, below: string): string {
  return `${gapMark}${above}:${below}`;
}

export function boundsOf(gap: string): { above: string; below: string } {
  const [above = '', below = ''] = gap.slice(gapMark.length).split(':');
  return { above, below };
}
