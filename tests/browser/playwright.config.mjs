// The pages in Debian's Chromium, with JavaScript and without.
import { defineConfig } from "@playwright/test";

const launchOptions = {
  executablePath: process.env.SKEIN_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
};

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 1,
  timeout: 120_000,
  reporter: [["list"]],
  use: { browserName: "chromium", launchOptions },
  projects: [
    { name: "without JavaScript", use: { javaScriptEnabled: false } },
    { name: "with JavaScript", use: { javaScriptEnabled: true } },
  ],
});
