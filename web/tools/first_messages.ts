// Which messages the first page needs: those its files name. All others can come a moment later.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = new URL('../src/', import.meta.url).pathname;
const named = /'([a-z_]+(?:\.[a-z_]+)+)'/g;
/** `t(`filters.action.${one}`)`: every key that begins so. */
const begun = /`([a-z_]+\.[a-z_.]*)\$\{/g;

/** Says of a key whether one of the files names it that make the first page. */
export function firstMessages(isFirst: RegExp): (key: string) => boolean {
  const keys = new Set<string>();
  const beginnings = new Set<string>();
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/(?<!\.test)\.tsx?$/.test(file) || file.includes('/gen/')) continue;
    if (!isFirst.test(file)) continue;
    const text = readFileSync(file, 'utf8');
    for (const [, key = ''] of text.matchAll(named)) keys.add(key);
    for (const [, beginning = ''] of text.matchAll(begun)) beginnings.add(beginning);
  }
  return key => keys.has(key) || [...beginnings].some(beginning => key.startsWith(beginning));
}
