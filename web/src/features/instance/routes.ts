import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/about', load: () => import('./about_page.tsx') },
  { pattern: '/privacy', load: () => import('./text_page.tsx') },
  { pattern: '/terms', load: () => import('./text_page.tsx') },
];
