import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { iconFiles } from '../src/ui/icon_names.ts';

const module = 'virtual:sprite';
const devPath = '/sprite.svg';

/** One `<symbol>` for each icon the app names, out of Tabler's outlines. */
export function spriteText(): string {
  const symbols = Object.entries(iconFiles).map(([name, file]) => {
    const svg = readFileSync(
      new URL(`../node_modules/@tabler/icons/icons/${file}.svg`, import.meta.url),
      'utf8',
    );
    const shapes = svg
      .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, '')
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, '')
      .replace(/\s+/g, ' ')
      .trim();
    const paint = file.startsWith('filled/')
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}

export function iconSprite(): Plugin {
  let serving = false;
  return {
    name: 'icon-sprite',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    configureServer(server) {
      server.middlewares.use(devPath, (_request, answer) => {
        answer.setHeader('Content-Type', 'image/svg+xml');
        answer.end(spriteText());
      });
    },
    resolveId(id) {
      return id === module ? `\0${module}` : undefined;
    },
    load(id) {
      if (id !== `\0${module}`) return undefined;
      if (serving) return `export default ${JSON.stringify(devPath)};`;
      const asset = this.emitFile({ type: 'asset', name: 'sprite.svg', source: spriteText() });
      return `export default import.meta.ROLLUP_FILE_URL_${asset};`;
    },
  };
}
