import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/explore', shared: true, load: () => import('./explore_page.tsx') },
  { pattern: '/explore/tags', load: () => import('./explore_page.tsx') },
  { pattern: '/explore/people', load: () => import('./explore_page.tsx') },
  { pattern: '/explore/links', load: () => import('./explore_page.tsx') },
  { pattern: '/directory', load: () => import('./directory_page.tsx') },
  { pattern: '/directory/new', load: () => import('./directory_page.tsx') },
  { pattern: '/directory/everywhere', load: () => import('./directory_page.tsx') },
];
