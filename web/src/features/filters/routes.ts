import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/filters', load: () => import('./filters_page.tsx') },
  { pattern: '/filters/new', load: () => import('./filter_page.tsx') },
  { pattern: '/filters/:id', load: () => import('./filter_page.tsx') },
];
