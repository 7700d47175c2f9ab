// Writes dist/routes.json: the addresses that only the app has, as the server names them. It answers these with the
// app's page; what it has a page of its own for, it knows.

import { writeFileSync } from 'node:fs';
import { routes } from '../src/app/routes.ts';

const patterns = routes
  .filter(route => !route.shared)
  .map(route => route.pattern.replace(/:(\w+)/g, '{$1}'));
writeFileSync(new URL('../dist/routes.json', import.meta.url), JSON.stringify(patterns));
