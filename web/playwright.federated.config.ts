import { defineConfig } from '@playwright/test';

// Two servers that know each other only by what they send, on an internet
// of their own (tests/federation/internet.py), named with the people on them in the environment. FIXME: nothing starts them yet.
export default defineConfig({
  testDir: 'e2e/federated',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    launchOptions: {
      executablePath: process.env.SKEIN_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    },
    locale: 'en-GB',
    ignoreHTTPSErrors: true,
    viewport: { width: 412, height: 860 },
  },
});
