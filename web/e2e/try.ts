// Starts Skein on fresh data with the town in it, and the built app before it, and prints where to look. For trying
// things by hand: `SKEIN=… node e2e/try.ts DATA_DIR`.

import { spawn } from 'node:child_process';
import { fillTown } from './people.ts';
import { startSkein } from './skein.ts';

const port = Number(process.env.PORT ?? 4173);
const server = await startSkein(process.argv[2] ?? '/tmp/skein-try', port + 1, port);
const town = await fillTown(server);
const proxy = spawn(process.execPath, ['tools/serve_built.ts', String(port)], {
  stdio: 'inherit',
  env: { ...process.env, SKEIN_URL: server.url, SKEIN_TOKEN: town.ada.token },
});
for (const [name, path] of Object.entries(town.hard)) process.stdout.write(`${name} ${path}\n`);
process.stdout.write(`thread /@maja/${town.thread.id}\npoll /@tomas/${town.poll.id}\n`);
process.on('SIGTERM', () => {
  proxy.kill();
  server.stop();
  process.exit();
});
