import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/share', load: () => import('./share_page.tsx') },
];
