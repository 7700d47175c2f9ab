import { routes as announcements } from '../features/announcements/routes.ts';
import { routes as conversations } from '../features/conversations/routes.ts';
import { routes as domainBlocks } from '../features/domain_blocks/routes.ts';
import { routes as filters } from '../features/filters/routes.ts';
import { routes as instance } from '../features/instance/routes.ts';
import { routes as interactions } from '../features/interactions/routes.ts';
import { routes as lists } from '../features/lists/routes.ts';
import { routes as notifications } from '../features/notifications/routes.ts';
import { routes as posting } from '../features/posting/routes.ts';
import { routes as profiles } from '../features/profiles/routes.ts';
import { routes as relationships } from '../features/relationships/routes.ts';
import { routes as search } from '../features/search/routes.ts';
import { routes as settings } from '../features/settings/routes.ts';
import { routes as sharing } from '../features/sharing/routes.ts';
import { routes as tags } from '../features/tags/routes.ts';
import { routes as threads } from '../features/threads/routes.ts';
import { routes as timelines } from '../features/timelines/routes.ts';
import { routes as trends } from '../features/trends/routes.ts';
import { routes as welcome } from '../features/welcome/routes.ts';
import type { Route } from '../ui/route.ts';

export const routes: readonly Route[] = [
  ...timelines,
  ...notifications,
  ...conversations,
  ...filters,
  ...domainBlocks,
  ...tags,
  ...relationships,
  ...search,
  ...trends,
  ...lists,
  ...posting,
  ...settings,
  ...sharing,
  ...welcome,
  ...instance,
  ...announcements,
  ...interactions,
  // `/@maja/media` before `/@maja/ID`.
  ...profiles,
  ...threads,
];

/** Their addresses as one pattern, for the service worker. */
export function pagesOf(all: readonly Route[]): string {
  const patterns = all.map(({ pattern }) =>
    pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+'),
  );
  return `^(?:${patterns.join('|')})/?$`;
}
