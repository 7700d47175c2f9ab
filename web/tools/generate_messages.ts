// Writes src/ui/gen/messages.ts: what each message of locales/en.json is to be given, as a type. `--check` only says
// whether what is there is what would be written, and names what the other locales have too much.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse, type Token } from '@messageformat/parser';

const web = new URL('../', import.meta.url);
const target = new URL('src/ui/gen/messages.ts', web);
const check = process.argv.includes('--check');

function read(name: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`locales/${name}`, web), 'utf8')) as Record<
    string,
    string
  >;
}

function collect(tokens: readonly Token[], into: Map<string, string>): void {
  for (const token of tokens) {
    if (token.type === 'argument') {
      if (!into.has(token.arg)) into.set(token.arg, 'string | number');
    } else if (token.type === 'function') into.set(token.arg, 'number');
    else if (token.type === 'plural' || token.type === 'select' || token.type === 'selectordinal') {
      into.set(token.arg, token.type === 'select' ? 'string' : 'number');
      for (const one of token.cases) collect(one.tokens, into);
    }
  }
}

function argumentsOf(message: string): Map<string, string> {
  const found = new Map<string, string>();
  collect(parse(message), found);
  return found;
}

const english = read('en.json');
let text =
  '// Written by web/tools/generate_messages.ts from locales/en.json; do not edit.\n\nexport interface Messages {\n';
for (const [key, message] of Object.entries(english)) {
  const given = [...argumentsOf(message)].map(([name, type]) => `${name}: ${type}`).join('; ');
  text += `  '${key}': ${given ? `{ ${given} }` : 'undefined'};\n`;
}
text += '}\n';

const problems: string[] = [];
for (const file of readdirSync(new URL('locales/', web))) {
  for (const [key, message] of Object.entries(read(file))) {
    if (!(key in english)) problems.push(`locales/${file}: ${key} is not in en.json`);
    else
      for (const name of argumentsOf(message).keys())
        if (!argumentsOf(english[key] ?? '').has(name))
          problems.push(`locales/${file}: ${key} is not given {${name}}`);
  }
}

if (!check) {
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text)
  problems.push('src/ui/gen/messages.ts is stale: run `npm run generate`');
if (problems.length > 0) process.stderr.write(`${problems.join('\n')}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
