import type { Route } from '../../ui/route.ts';

export const routes: readonly Route[] = [
  { pattern: '/conversations', load: () => import('./conversations_page.tsx') },
  { pattern: '/conversations/new', load: () => import('./new_page.tsx') },
  { pattern: '/conversations/new/:acct', load: () => import('./new_with_page.tsx') },
  { pattern: '/conversations/:id', load: () => import('./conversation_page.tsx') },
];
