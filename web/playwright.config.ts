import { defineConfig } from '@playwright/test';

// One server for all: what a flow changes, the next one may see. Run `npm run build` first, and name the program in SKEIN.
export default defineConfig({
  testDir: 'e2e',
  testIgnore: 'federated/**',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: process.env.SKEIN_CHROMIUM ?? '/usr/bin/chromium' },
    locale: 'en-GB',
  },
});
