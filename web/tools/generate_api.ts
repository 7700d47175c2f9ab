// Writes src/api/gen/: the entities and routes of the API as types, from the server's own reference, so that
// nobody writes one by hand. `--check` only says whether what is there is what would be written.

import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const entitiesFile = new URL('tests/fixtures/reference/mastodon-entities.tsv', root);
const routesFile = new URL('docs/reference/routes.md', root);
const target = new URL('web/src/api/gen/', root);
const notice =
  '// Written by web/tools/generate_api.ts from the reference of the API; do not edit.\n\n';

interface Attribute {
  path: string;
  type: string;
  nullable: boolean;
  optional: boolean;
  note: string;
}

/** A tree of attributes: what `source.fields[]` is inside `source`. */
interface Node {
  attribute?: Attribute;
  children: Map<string, Node>;
}

const plainTypes: Record<string, string> = {
  id: 'string',
  string: 'string',
  numstring: 'string',
  enum: 'string',
  html: 'string',
  url: 'string',
  datetime: 'string',
  datetime0: 'string',
  date: 'string',
  integer: 'number',
  float: 'number',
  boolean: 'boolean',
  object: 'Record<string, unknown>',
  map: 'Record<string, unknown>',
  null: 'null',
  text: 'string',
  file: 'File',
};

/** `Admin::Account` is not a name in TypeScript. */
function nameOf(entity: string): string {
  return entity.replaceAll('::', '');
}

/** What the values of an enumeration are; one that is not known yet is still a value. */
function enumerationOf(note: string): string | undefined {
  const values = /^\{([^}]*)\}/.exec(note)?.[1];
  if (!values) return undefined;
  return `${values
    .split('|')
    .map(value => `'${value}'`)
    .join(' | ')} | (string & {})`;
}

function typeOf(type: string, note = ''): string {
  if (type.startsWith('['))
    return `(${typeOf(type.slice(1, -1), note)})[]`.replace(/^\((\w+)\)/, '$1');
  if (type.includes('|'))
    return type
      .split('|')
      .map(one => typeOf(one, note))
      .join(' | ');
  if (type === 'enum') return enumerationOf(note) ?? 'string';
  return plainTypes[type] ?? nameOf(type);
}

function insert(node: Node, path: string[], attribute: Attribute): void {
  const [first, ...rest] = path;
  if (first === undefined) {
    node.attribute = attribute;
    return;
  }
  const child = node.children.get(first) ?? { children: new Map() };
  node.children.set(first, child);
  insert(child, rest, attribute);
}

function draw(node: Node, indent: string): string {
  const { attribute, children } = node;
  if (children.size === 0) return attribute ? typeOf(attribute.type, attribute.note) : 'unknown';
  const inner = [...children].map(([key, child]) => drawMember(key, child, `${indent}  `)).join('');
  const object = `{\n${inner}${indent}}`;
  return attribute?.type.startsWith('[') ? `(${object})[]` : object;
}

function drawMember(key: string, node: Node, indent: string): string {
  const name = /^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`;
  const { attribute } = node;
  const optional = attribute?.optional ? '?' : '';
  return `${indent}${name}${optional}: ${draw(node, indent)}${attribute?.nullable ? ' | null' : ''};\n`;
}

function readEntities(): Map<string, Attribute[]> {
  const entities = new Map<string, Attribute[]>();
  for (const line of readFileSync(entitiesFile, 'utf8').split('\n').slice(4)) {
    const [entity, path, type, nullable, optional, , note] = line.split('\t');
    if (!entity || !path || !type || entity === 'entity') continue;
    const attributes = entities.get(entity) ?? [];
    attributes.push({
      path,
      type,
      nullable: nullable === 'yes',
      optional: optional === 'yes',
      note: note ?? '',
    });
    entities.set(entity, attributes);
  }
  return entities;
}

/** `a.b[].c` and `alerts."admin.sign_up"` in their parts. */
function partsOf(path: string): string[] {
  return [...path.matchAll(/"([^"]+)"|([^.[\]]+)/g)].map(match => match[1] ?? match[2] ?? '');
}

function entitiesText(): string {
  let text = notice;
  for (const [entity, attributes] of readEntities()) {
    const whole: Node = { children: new Map() };
    const bases: string[] = [];
    for (const attribute of attributes) {
      if (attribute.path === '*') bases.push(attribute.type);
      else insert(whole, partsOf(attribute.path), attribute);
    }
    if (bases[0] === 'map') {
      text += `export type ${nameOf(entity)} = Record<string, string[]>;\n\n`;
      continue;
    }
    const extension = bases.length > 0 ? ` extends ${bases.map(nameOf).join(', ')}` : '';
    text += `export interface ${nameOf(entity)}${extension} ${draw(whole, '')}\n\n`;
  }
  return text;
}

interface Route {
  name: string;
  answer: string;
  parameters: string;
}

function parameterText(rows: string): string {
  let text = '';
  for (const row of rows.matchAll(/^\| `([^`]+)`( \(required\))? \| ([^|]+) \|/gm)) {
    const [, name, required, type] = row;
    if (!name || !type || name.includes('[')) continue;
    const kind =
      type.trim() === 'object'
        ? 'object'
        : typeOf(type.trim()).replace('Record<string, unknown>', 'object');
    text += `    ${name}${required ? '' : '?'}: ${kind}${required ? '' : ' | undefined'};\n`;
  }
  return text;
}

const cursors = ['max_id', 'since_id', 'min_id', 'limit'];

/** Lists are read a page at a time; those with an `offset` say so themselves. */
function cursorText(method: string, answer: string, parameters: string): string {
  const list = answer.startsWith('[') || answer === 'GroupedNotificationsResults';
  if (method !== 'GET' || !list || /\boffset\?/.test(parameters)) return '';
  return cursors
    .filter(name => !new RegExp(`\\b${name}\\?`).test(parameters))
    .map(name => `    ${name}?: ${name === 'limit' ? 'number' : 'string'} | undefined;\n`)
    .join('');
}

function readRoutes(known: Set<string>): Route[] {
  const routes = new Map<string, Route>();
  const text = readFileSync(routesFile, 'utf8');
  for (const section of text.split(/^## /m).slice(1)) {
    const head = /^`(\w+) (\/api\/[^`]+)`/.exec(section);
    if (!head?.[1] || !head[2] || head[2].includes('...') || head[2].includes('/v2_alpha/'))
      continue;
    const answer = /answers `([^`]+)`/.exec(section)?.[1] ?? '{}';
    const base = answer.replace(/^\[|\]$/g, '');
    const isKnown = known.has(base) || base in plainTypes;
    const parameters = parameterText(section);
    routes.set(`${head[1]} ${head[2]}`, {
      name: `${head[1]} ${head[2]}`,
      answer:
        answer === '{}'
          ? 'object'
          : isKnown
            ? typeOf(answer).replace(/(?<!\w)([A-Z])/g, 'E.$1')
            : 'unknown',
      parameters: cursorText(head[1], answer, parameters) + parameters,
    });
  }
  return [...routes.values()];
}

function routesText(): string {
  let text = `${notice}import type * as E from './entities.ts';\n\nexport interface Routes {\n`;
  for (const route of readRoutes(new Set(readEntities().keys()))) {
    const parameters = route.parameters ? `{\n${route.parameters}  }` : 'object';
    text += `  '${route.name}': { answer: ${route.answer.replace('E.Record', 'Record').replace('E.File', 'File')}; parameters: ${parameters} };\n`;
  }
  return `${text}}\n`;
}

let stale = false;
for (const [name, text] of [
  ['entities.ts', entitiesText()],
  ['routes.ts', routesText()],
] as const) {
  const file = new URL(name, target);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    stale = true;
    process.stderr.write(`src/api/gen/${name} is stale: run \`npm run generate\`\n`);
  }
}
process.exitCode = stale ? 1 : 0;
