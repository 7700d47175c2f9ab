import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/settings', load: () => import('./settings_page.tsx') },
  { pattern: '/settings/appearance', load: () => import('./appearance_page.tsx') },
  { pattern: '/settings/reading', load: () => import('./reading_page.tsx') },
  { pattern: '/settings/keys', load: () => import('./keys_page.tsx') },
  {
    pattern: '/settings/notifications',
    load: () => import('./notification_settings_page.tsx'),
  },
  { pattern: '/settings/privacy', load: () => import('./privacy_page.tsx') },
  { pattern: '/settings/profile', load: () => import('./profile_settings_page.tsx') },
  { pattern: '/settings/posting', load: () => import('./posting_settings_page.tsx') },
];
