import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/drafts', load: () => import('./drafts_page.tsx') },
  { pattern: '/scheduled', load: () => import('./scheduled_page.tsx') },
];
