// From the address to a page: a table of patterns, each with the file to fetch for it.

import { effect, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { keptPlace, listen, path } from '../ui/history.ts';
import type { Parameters, Route } from '../ui/route.ts';
import { allWords } from './i18n.ts';
import { routes } from './routes.ts';

export interface Shown {
  path: string;
  page: ComponentType<{ parameters: Parameters }>;
  parameters: Parameters;
}

/** The page to draw; nothing before the first has come. */
export const shown = signal<Shown | undefined>(undefined);
/** The file of a page could not be had. */
export const broken = signal(false);

export function match(pattern: string, address: string): Parameters | undefined {
  const names: string[] = [];
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:(\w+)/g, (_whole, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
  const found = new RegExp(`^${source}/?$`).exec(address);
  if (!found) return undefined;
  try {
    return Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]),
    );
  } catch {
    return undefined;
  }
}

function find(address: string): { route: Route; parameters: Parameters } | undefined {
  for (const route of routes) {
    const parameters = match(route.pattern, address);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

async function show(address: string): Promise<void> {
  const found = find(address) ?? { route: missing, parameters: {} };
  try {
    const words = found.route.early ? undefined : allWords();
    const [file] = await Promise.all([found.route.load(), words]);
    if (path.peek() !== address) return;
    shown.value = { path: address, page: file.default, parameters: found.parameters };
    broken.value = false;
    const kept = keptPlace();
    // A feed goes to its place by itself, once it knows how high it is.
    if (!kept?.feed) requestAnimationFrame(() => window.scrollTo(0, kept?.scroll ?? 0));
  } catch {
    if (path.peek() === address) broken.value = true;
  }
}

const missing: Route = { pattern: '', load: () => import('./missing_page.tsx') };

export function startRouter(): void {
  listen(address => find(address) !== undefined);
  effect(() => void show(path.value));
}
