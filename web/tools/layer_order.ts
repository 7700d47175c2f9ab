import type { Plugin } from 'vite';

const order = '@layer tokens, base, ui, features;\n';

/** Style sheets are fetched as pages need them, in any order: each says first in which order the layers stand. */
export function layerOrder(): Plugin {
  return {
    name: 'layer-order',
    enforce: 'pre',
    transform(code, id) {
      return /\.css$/.test(id) ? order + code : undefined;
    },
  };
}
