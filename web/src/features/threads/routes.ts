import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/@:acct/:id', shared: true, load: () => import('./thread_page.tsx') },
];
