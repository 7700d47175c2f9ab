import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/bookmarks', load: () => import('./marked_page.tsx') },
  { pattern: '/favourites', load: () => import('./marked_page.tsx') },
  { pattern: '/@:acct/:id/boosts', load: () => import('./people_page.tsx') },
  { pattern: '/@:acct/:id/favourites', load: () => import('./people_page.tsx') },
  { pattern: '/@:acct/:id/quotes', load: () => import('./quotes_page.tsx') },
];
