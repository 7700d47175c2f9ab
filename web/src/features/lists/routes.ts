import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/lists', load: () => import('./lists_page.tsx') },
  { pattern: '/lists/:id', load: () => import('./list_page.tsx') },
  { pattern: '/lists/:id/members', load: () => import('./members_page.tsx') },
];
