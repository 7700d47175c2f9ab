import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/domain_blocks', load: () => import('./domain_blocks_page.tsx') },
];
