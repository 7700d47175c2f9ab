// The program under test: started on data of its own, filled through its API, stopped by its process.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const startMax = 60_000;

export interface Skein {
  /** Where it listens. */
  url: string;
  token: (name: string) => Promise<string>;
  account: (name: string, role?: string) => Promise<void>;
  command: (...words: string[]) => Promise<string>;
  stop: () => void;
}

export const password = 'correct horse battery';

export async function startSkein(data: string, port: number): Promise<Skein> {
  const program = process.env.SKEIN ?? '../build/release/skein';
  const settings = [
    '--data-dir',
    data,
    `--server.public_url=http://127.0.0.1:${port}`,
    '--http.client.connect_to=::127.0.0.1:1',
    // As other servers allow: what comes from there has to be shown.
    '--posts.media_max=16',
  ];
  const command = async (...words: string[]) =>
    (await run(program, [...words, ...settings])).stdout.trim();
  await command('migrate');
  const child: ChildProcess = spawn(program, ['serve', `--listen=127.0.0.1:${port}`, ...settings], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await untilUp(url);
  return {
    url,
    command,
    stop: () => void child.kill(),
    token: name => command('token', 'create', name, '--scopes', 'read write follow push'),
    account: (name, role = 'user') => makeAccount(program, settings, name, role),
  };
}

function makeAccount(
  program: string,
  settings: string[],
  name: string,
  role: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const words = [
      'account',
      'create',
      name,
      '--email',
      `${name}@example.org`,
      '--password-stdin',
      '--role',
      role,
      '--confirmed',
    ];
    const child = spawn(program, [...words, ...settings], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin?.end(`${password}\n`);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`no account ${name}`))));
  });
}

async function untilUp(url: string): Promise<void> {
  const deadline = Date.now() + startMax;
  while (Date.now() < deadline) {
    try {
      await fetch(`${url}/api/v2/instance`);
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  throw new Error('the server did not come up');
}
