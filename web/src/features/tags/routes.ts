import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/followed_tags', load: () => import('./followed_tags_page.tsx') },
];
