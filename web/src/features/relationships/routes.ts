import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/follow_requests', load: () => import('./follow_requests_page.tsx') },
  { pattern: '/settings/muted', load: () => import('./away_page.tsx') },
  { pattern: '/settings/blocked', load: () => import('./away_page.tsx') },
];
