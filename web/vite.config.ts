import { defineConfig } from 'vitest/config';
import { emojiData } from './tools/emoji_data.ts';
import { iconSprite } from './tools/icon_sprite.ts';
import { icuMessages } from './tools/icu_messages.ts';
import { layerOrder } from './tools/layer_order.ts';
import preactAliases from './tools/preact_aliases.ts';
import { serviceWorker } from './tools/service_worker.ts';

// The dev server stands in for Skein: what is not the app goes to a running server (`SKEIN_URL`), with the token of
// `SKEIN_TOKEN`, where in production the session cookie would be. The token never reaches the browser.
const server = process.env.SKEIN_URL ?? 'http://127.0.0.1:3000';
const token = process.env.SKEIN_TOKEN;
const toServer = {
  target: server,
  changeOrigin: false,
  ws: true,
  headers: token ? { Authorization: `Bearer ${token}` } : {},
};

const core =
  /src\/(?:api|ui|social|app)\/(?!missing_page|service_worker)|node_modules|virtual:(?!emoji)|preload-helper|timelines\/(?:home_\w+|timeline_tabs)/;

export default defineConfig({
  plugins: [layerOrder(), icuMessages(core), iconSprite(), emojiData(), serviceWorker()],
  resolve: { alias: preactAliases },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/media', '/assets', '/auth', '/oauth'].map(path => [path, toServer]),
    ),
  },
  build: {
    target: 'es2023',
    // The browsers that know light-dark(): colours are not written twice for others.
    cssTarget: ['chrome125', 'firefox128', 'safari17.5'],
    outDir: 'dist',
    assetsDir: 'web',
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 200,
    rolldownOptions: {
      output: {
        // What home needs comes in one piece: a request costs more on a poor network than its bytes.
        codeSplitting: { groups: [{ name: 'core', test: core }] },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { settings: { handleDisabledFileLoadingAsSuccess: true } } },
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
  },
});
