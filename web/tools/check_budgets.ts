// Holds what a browser fetches against budgets.json, gzipped: fails the build when anything is larger.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';

interface Chunk {
  file: string;
  name?: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

const dist = new URL('../dist/', import.meta.url);
const budgets = JSON.parse(
  readFileSync(new URL('../budgets.json', import.meta.url), 'utf8'),
) as Record<string, number>;
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8')) as Record<
  string,
  Chunk
>;

function bytes(file: string): number {
  return statSync(new URL(`${file}.gz`, dist)).size;
}

/** A chunk and everything it cannot run without. */
function closure(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key) || !manifest[key]) return seen;
  seen.add(key);
  for (const one of manifest[key]?.imports ?? []) closure(one, seen);
  return seen;
}

function scripts(keys: Iterable<string>): number {
  return [...keys].reduce((sum, key) => sum + bytes(manifest[key]?.file ?? ''), 0);
}

function styles(keys: Iterable<string>): number {
  const files = new Set([...keys].flatMap(key => manifest[key]?.css ?? []));
  return [...files].reduce((sum, file) => sum + bytes(file), 0);
}

function limitOf(key: string, name: string): number | undefined {
  if (key.includes('virtual:emoji')) return budgets.emoji;
  return /compose|docked/.test(name) ? budgets.composer : budgets.lazy_page;
}

const entry = Object.keys(manifest).find(key => manifest[key]?.isEntry) ?? '';
const locale = 'locales/en.json?first';
// Home is part of the first chunk (vite.config.ts).
const first = new Set([...closure(entry), ...closure(locale)]);
const rows: [string, number, number][] = [
  ['first script', scripts(first), budgets.first_script ?? 0],
  ['first style', styles(first), budgets.first_style ?? 0],
];
for (const file of readdirSync(new URL('web/', dist)))
  if (/^sprite-.*\.svg$/.test(file))
    rows.push(['sprite', bytes(`web/${file}`), budgets.sprite ?? 0]);
for (const [key, chunk] of Object.entries(manifest)) {
  if (first.has(key) && !key.startsWith('locales/')) continue;
  const name = chunk.name ?? basename(key);
  if (key.endsWith('.json?first'))
    rows.push([`locale ${name}`, bytes(chunk.file), budgets.locale ?? 0]);
  else if (key.endsWith('.json?rest'))
    rows.push([`locale ${name}, the rest`, bytes(chunk.file), budgets.lazy_page ?? 0]);
  else if (chunk.file.endsWith('.js')) {
    const own = [...closure(key)].filter(one => !first.has(one));
    const limit = limitOf(key, name);
    rows.push([`lazy ${name}`, scripts(own) + styles(own), limit ?? 0]);
  }
}

if (!existsSync(new URL('manifest.json', dist)))
  throw new Error('dist/ has no manifest: build first');
let failed = false;
for (const [name, size, limit] of rows) {
  const over = size > limit;
  failed ||= over;
  process.stdout.write(
    `${over ? 'TOO LARGE' : 'ok       '}  ${name.padEnd(28)} ${String(size).padStart(7)} of ${limit}\n`,
  );
}
process.exitCode = failed ? 1 : 0;
