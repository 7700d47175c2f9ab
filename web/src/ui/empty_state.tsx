import type { ComponentChildren } from 'preact';
import { Mark } from './mark.tsx';
import './empty_state.css';

/** A place with nothing in it: says why, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty-state">
      <Mark />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
