import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/settings', load: () => import('./settings_page.tsx') },
  { pattern: '/settings/profile', load: () => import('./profile_settings_page.tsx') },
  { pattern: '/settings/posting', load: () => import('./posting_settings_page.tsx') },
  { pattern: '/settings/muted', load: () => import('./away_page.tsx') },
  { pattern: '/settings/blocked', load: () => import('./away_page.tsx') },
];
