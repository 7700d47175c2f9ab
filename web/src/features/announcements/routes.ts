import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/announcements', load: () => import('./announcements_page.tsx') },
];
