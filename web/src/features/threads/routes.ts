import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/@:acct/:id', load: () => import('./thread_page.tsx') },
];
