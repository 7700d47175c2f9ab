// Refuses imports that point the wrong way: `ui` and `api` know nothing above them, features do not know each other.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const source = new URL('../src/', import.meta.url).pathname;
const may: Record<string, readonly string[]> = {
  api: ['api'],
  ui: ['ui'],
  social: ['social', 'ui', 'api'],
  features: ['features', 'social', 'ui', 'api'],
  app: ['app', 'features', 'social', 'ui', 'api'],
};

function problemOf(from: string, to: string): string | undefined {
  const [layer = '', name] = from.split('/');
  const [other = '', otherName] = to.split('/');
  if (other === 'testing' || layer === 'testing')
    return /\.test\.tsx?$|^testing/.test(from) ? undefined : 'only tests import testing/';
  if (!may[layer]?.includes(other)) return `${layer} does not know ${other}`;
  if (layer === 'features' && other === 'features' && name !== otherName)
    return 'features do not know each other';
  return undefined;
}

let failed = false;
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (
    !entry.isFile() ||
    !/\.tsx?$/.test(entry.name) ||
    entry.parentPath === source.slice(0, -1) ||
    entry.parentPath === source
  )
    continue;
  const file = join(entry.parentPath, entry.name);
  const text = readFileSync(file, 'utf8');
  for (const [, target] of text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)) {
    const from = relative(source, file);
    const to = relative(source, join(dirname(file), target ?? ''));
    const problem = problemOf(from, to);
    if (!problem) continue;
    failed = true;
    process.stderr.write(`src/${from}: imports ${to}: ${problem}\n`);
  }
  const lines = text.split('\n').length;
  const limit = /\.test\.tsx?$|\/gen\//.test(file) ? 1200 : 300;
  if (lines > limit) {
    failed = true;
    process.stderr.write(`${relative(source, file)}: ${lines} lines, at most ${limit}\n`);
  }
}
process.exitCode = failed ? 1 : 0;
