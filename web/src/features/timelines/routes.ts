import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/', shared: true, early: true, load: () => import('./home_page.tsx') },
  { pattern: '/home', early: true, load: () => import('./home_page.tsx') },
  { pattern: '/local', load: () => import('./public_page.tsx') },
  { pattern: '/federated', load: () => import('./public_page.tsx') },
  { pattern: '/tags/:name', shared: true, load: () => import('./tag_page.tsx') },
];
