// In the place of `ui/feed` where there is no screen to measure: everything is drawn.

import type { ComponentChild } from 'preact';

interface PlainFeedProps {
  label: string;
  keys: readonly string[];
  render: (key: string, position: object) => ComponentChild;
}

export function Feed({ label, keys, render }: PlainFeedProps) {
  return (
    <div role="feed" aria-label={label}>
      {keys.map(key => (
        <div key={key}>{render(key, {})}</div>
      ))}
    </div>
  );
}
