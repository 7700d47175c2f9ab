// Starts Skein on fresh data with the town in it, and prints where to look. For trying things by hand:
// `SKEIN=… node e2e/try.ts DATA_DIR`. The app is the one that the program carries.

import { fillTown } from './people.ts';
import { password, startSkein } from './skein.ts';

const server = await startSkein(
  process.argv[2] ?? '/tmp/skein-try',
  Number(process.env.PORT ?? 4173),
);
const town = await fillTown(server);
process.stdout.write(`${server.url}: sign in as ada@example.org, ${password}
thread /@maja/${town.thread.id}
poll /@tomas/${town.poll.id}
`);
process.on('SIGTERM', () => {
  server.stop();
  process.exit();
});
