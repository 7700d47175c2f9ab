import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/about', shared: true, load: () => import('./about_page.tsx') },
];
