import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/search', load: () => import('./search_page.tsx') },
];
