import { readFileSync } from 'node:fs';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import type { Plugin } from 'vite';
import { mirrored } from './pseudo_locale.ts';

const wanted = /^virtual:messages\/([\w-]+)$/;
const englishFile = new URL('../locales/en.json', import.meta.url);
const localeFile = /\/locales\/([\w-]+)\.json$/;

/**
 * Compiles `locales/NAME.json`, asked for as `virtual:messages/NAME`, to functions while building, so that no parser of messages is ever sent. `load` and not
 * `transform`: by then Vite has made JSON of it. What a locale lacks is taken from English.
 */
export function icuMessages(): Plugin {
  return {
    name: 'icu-messages',
    enforce: 'pre',
    resolveId(id) {
      const locale = wanted.exec(id)?.[1];
      return locale && new URL(`../locales/${locale}.json`, import.meta.url).pathname;
    },
    load(id) {
      const locale = localeFile.exec(id)?.[1];
      if (!locale) return undefined;
      this.addWatchFile(id);
      const english = read(englishFile);
      if (locale === 'pseudo') return { code: compile('en', mirrored(english)), moduleType: 'js' };
      const own = read(id);
      const isWhole = Object.keys(english).every(key => key in own);
      return {
        code: isWhole ? compile(locale, own) : onTopOfEnglish(compile(locale, own)),
        moduleType: 'js',
      };
    },
  };
}

function compile(locale: string, texts: Record<string, string>): string {
  const code = compileModule(new MessageFormat(locale), texts);
  return code.replace('export default', 'export const messages =');
}

function onTopOfEnglish(code: string): string {
  const merged = code.replace('export const messages = {', 'export const messages = { ...english,');
  return `import { messages as english } from 'virtual:messages/en';\n${merged}`;
}

function read(file: string | URL): Record<string, string> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
