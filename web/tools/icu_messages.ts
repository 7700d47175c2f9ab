import { readFileSync } from 'node:fs';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import type { Plugin } from 'vite';
import { firstMessages } from './first_messages.ts';
import { mirrored } from './pseudo_locale.ts';

const wanted = /^virtual:messages\/([\w-]+)(?:\/(first|rest))?$/;
const englishFile = new URL('../locales/en.json', import.meta.url);
const localeFile = /\/locales\/([\w-]+)\.json(?:\?(first|rest))?$/;

/**
 * Compiles `locales/NAME.json`, asked for as `virtual:messages/NAME`, to functions while building, so that no parser of messages is ever sent. `load` and not
 * `transform`: by then Vite has made JSON of it. What a locale lacks is taken from English. `NAME/first` is what the files
 * that `core` finds need, and `NAME/rest` all else.
 */
export function icuMessages(core: RegExp): Plugin {
  return {
    name: 'icu-messages',
    enforce: 'pre',
    resolveId(id) {
      const [, locale, part] = wanted.exec(id) ?? [];
      const file = locale && new URL(`../locales/${locale}.json`, import.meta.url).pathname;
      return file && part ? `${file}?${part}` : file;
    },
    load(id) {
      const [, locale, part] = localeFile.exec(id) ?? [];
      if (!locale) return undefined;
      const file = id.split('?')[0] ?? id;
      this.addWatchFile(file);
      const pick = part ? partOf(part, firstMessages(core)) : undefined;
      const english = read(englishFile, pick);
      if (locale === 'pseudo') return { code: compile('en', mirrored(english)), moduleType: 'js' };
      const own = read(file, pick);
      const isWhole = Object.keys(english).every(key => key in own);
      return {
        code: isWhole ? compile(locale, own) : onTopOfEnglish(compile(locale, own), part),
        moduleType: 'js',
      };
    },
  };
}

function compile(locale: string, texts: Record<string, string>): string {
  const code = compileModule(new MessageFormat(locale), texts);
  return code.replace('export default', 'export const messages =');
}

function onTopOfEnglish(code: string, part: string | undefined): string {
  const merged = code.replace('export const messages = {', 'export const messages = { ...english,');
  const english = ['virtual:messages/en', part].filter(Boolean).join('/');
  return `import { messages as english } from '${english}';\n${merged}`;
}

type Pick = (key: string) => boolean;

function partOf(part: string, isFirst: Pick): Pick {
  return part === 'first' ? isFirst : key => !isFirst(key);
}

function read(file: string | URL, pick: Pick = () => true): Record<string, string> {
  const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return Object.fromEntries(Object.entries(all).filter(([key]) => pick(key)));
}
