// What was looked for lately, on this device only.

import { signal } from '@preact/signals';

const storage = 'skein.searches';
const recentMax = 8;

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storage) ?? '[]');
    return Array.isArray(kept) ? kept.filter(one => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export const recent = signal(read());

function keep(all: readonly string[]): void {
  recent.value = all;
  try {
    localStorage.setItem(storage, JSON.stringify(all));
  } catch {
    // Without storage they last as long as the window.
  }
}

export function remember(query: string): void {
  keep([query, ...recent.peek().filter(one => one !== query)].slice(0, recentMax));
}

export function forgetSearch(query: string): void {
  keep(recent.peek().filter(one => one !== query));
}

export function forgetSearches(): void {
  keep([]);
}
