import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/welcome', load: () => import('./topics_page.tsx') },
  { pattern: '/welcome/people', load: () => import('./people_page.tsx') },
  { pattern: '/welcome/import', load: () => import('./import_page.tsx') },
  { pattern: '/welcome/profile', load: () => import('./profile_page.tsx') },
  { pattern: '/welcome/post', load: () => import('./post_page.tsx') },
  { pattern: '/welcome/server', load: () => import('./server_page.tsx') },
];
