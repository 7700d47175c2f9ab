import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/@:acct', shared: true, load: () => import('./profile_page.tsx') },
  { pattern: '/@:acct/with_replies', shared: true, load: () => import('./profile_page.tsx') },
  { pattern: '/@:acct/media', shared: true, load: () => import('./profile_page.tsx') },
  { pattern: '/@:acct/followers', load: () => import('./follows_page.tsx') },
  { pattern: '/@:acct/following', load: () => import('./follows_page.tsx') },
];
