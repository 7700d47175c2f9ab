import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/notifications', load: () => import('./notifications_page.tsx') },
  { pattern: '/notifications/mentions', load: () => import('./notifications_page.tsx') },
];
