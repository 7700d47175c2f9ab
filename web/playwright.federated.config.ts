import { defineConfig } from '@playwright/test';

// Two servers that know each other only by what they send: tests/federation/test_web_app.py starts them, on an internet
// of their own, and names them and the people on them in the environment.
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
