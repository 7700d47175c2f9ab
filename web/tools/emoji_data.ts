import { existsSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const wanted = /^virtual:emoji\/(\w+)$/;
const own = /^\0virtual:emoji\/(\w+)$/;
/** What most systems can draw by now. */
const versionMax = 15;
/** Tones and hair, which are no emoji by themselves. */
const components = 2;

interface Skin {
  emoji: string;
  tone: number | number[];
}

interface Emoji {
  emoji: string;
  annotation: string;
  tags?: string[];
  shortcodes?: string[];
  group: number;
  order: number;
  version: number;
  skins?: Skin[];
}

/** `[emoji, name, words to find it by, the same in five tones]`, by group: what the picker needs and no more. */
export function emojiGroups(language: string): Record<number, (string | string[])[][]> {
  const folder = new URL(`../node_modules/emoji-picker-element-data/${language}/`, import.meta.url);
  const set = ['emojibase', 'cldr'].find(name => existsSync(new URL(`${name}/data.json`, folder)));
  const all = JSON.parse(readFileSync(new URL(`${set}/data.json`, folder), 'utf8')) as Emoji[];
  const groups: Record<number, (string | string[])[][]> = {};
  for (const one of all.sort((a, b) => a.order - b.order)) {
    if (one.version > versionMax || one.group === components) continue;
    const name = one.annotation.toLowerCase();
    const words = [...(one.tags ?? []), ...(one.shortcodes ?? [])]
      .map(word => word.toLowerCase().replaceAll('_', ' '))
      .filter(word => !name.includes(word));
    const tones = [1, 2, 3, 4, 5].map(tone => one.skins?.find(skin => skin.tone === tone)?.emoji);
    const row: (string | string[])[] = [one.emoji, one.annotation, [...new Set(words)].join(' ')];
    if (tones.every(tone => tone !== undefined)) row.push(tones as string[]);
    groups[one.group] = [...(groups[one.group] ?? []), row];
  }
  return groups;
}

/** `virtual:emoji/en`: a chunk of its own for each language, fetched when somebody looks for an emoji. */
export function emojiData(): Plugin {
  return {
    name: 'emoji-data',
    resolveId(id) {
      return wanted.test(id) ? `\0${id}` : undefined;
    },
    load(id) {
      const language = own.exec(id)?.[1];
      if (!language) return undefined;
      return `export const groups = JSON.parse(${JSON.stringify(JSON.stringify(emojiGroups(language)))});`;
    },
  };
}
