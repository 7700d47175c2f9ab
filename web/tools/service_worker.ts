import { build, type Plugin } from 'vite';

const routes = new URL('../src/app/routes.ts', import.meta.url).href;
const source = new URL('../src/app/service_worker.ts', import.meta.url).pathname;
/** Besides what home is made of: what is worth having when the network is gone on the first day. */
const early = /\/(thread_page|notifications_page|composer)\.tsx$/;

/**
 * The second entry: one file of its own at a fixed address, which knows the names of all others. When any of them
 * changes, so does this one, and that is how a browser learns of a new version.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const names = Object.keys(bundle).filter(name => name.startsWith('web/'));
      const first = new Set<string>();
      const take = (name: string): void => {
        const chunk = bundle[name];
        if (first.has(name) || !chunk) return;
        first.add(name);
        if (chunk.type !== 'chunk') return;
        for (const css of chunk.viteMetadata?.importedCss ?? []) take(css);
        for (const other of chunk.imports) take(other);
      };
      for (const name of names) {
        const chunk = bundle[name];
        const isFirst =
          chunk?.type === 'chunk'
            ? chunk.isEntry || early.test(chunk.facadeModuleId ?? '')
            : /sprite-/.test(name);
        if (isFirst) take(name);
      }
      const app = (await import(routes)) as typeof import('../src/app/routes.ts');
      const built = await build({
        configFile: false,
        logLevel: 'error',
        define: {
          allFiles: JSON.stringify(names.map(name => `/${name}`)),
          ownPages: JSON.stringify(app.pagesOf(app.routes)),
          firstFiles: JSON.stringify([...first].map(name => `/${name}`)),
        },
        build: {
          write: false,
          target: 'es2023',
          rolldownOptions: { input: source, output: { format: 'iife' } },
        },
      });
      const [output] = [built].flat();
      const code = output && 'output' in output ? output.output[0].code : '';
      this.emitFile({ type: 'asset', fileName: 'service_worker.js', source: code });
    },
  };
}
