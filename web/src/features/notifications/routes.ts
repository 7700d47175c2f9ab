import type { Route } from '../../ui/route.ts';

const kinds = ['mentions', 'follows', 'favourites', 'boosts', 'polls', 'posts'];

export const routes: readonly Route[] = [
  ...['/notifications', ...kinds.map(kind => `/notifications/${kind}`)].map(pattern => ({
    pattern,
    load: () => import('./notifications_page.tsx'),
  })),
  { pattern: '/notifications/policy', load: () => import('./policy_page.tsx') },
  { pattern: '/notifications/requests', load: () => import('./requests_page.tsx') },
  { pattern: '/notifications/requests/:id', load: () => import('./request_page.tsx') },
];
