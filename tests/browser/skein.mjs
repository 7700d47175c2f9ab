// A server and a mail sink for one test file: started on free ports, stopped by their own pids.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.SKEIN ?? join(root, "build/skein");

/** The program takes every SKEIN_… for a setting; those that are the tests' own stay with them. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SKEIN")));

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

/** What a process has printed so far, and a wait for a line of it. */
class Output {
  text = "";
  constructor(stream) {
    stream.on("data", (data) => { this.text += data; });
  }
  async find(pattern, seconds = 120) {
    for (let tries = 0; tries < seconds * 20; tries++) {
      const found = this.text.match(pattern);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${pattern} was never printed:\n${this.text}`);
  }
}

export class Skein {
  static async start(...settings) {
    const skein = new Skein();
    skein.directory = await mkdtemp(join(tmpdir(), "skein-browser-"));
    skein.mails = await mkdtemp(join(tmpdir(), "skein-mails-"));
    skein.sink = spawn("/usr/bin/python3", [join(root, "tests/smtp_sink.py"), skein.mails]);
    const [port] = await new Output(skein.sink.stdout).find(/\d+/);
    const listen = await freePort();
    skein.url = `http://127.0.0.1:${listen}`;
    skein.process = spawn(program, ["serve", "--data-dir", join(skein.directory, "data"), "--listen",
      `127.0.0.1:${listen}`, "--public-url", skein.url, `--mail.smtp_url=smtp://127.0.0.1:${port}`, ...settings],
      { env: environment });
    skein.errors = new Output(skein.process.stderr);
    skein.printed = new Output(skein.process.stdout);
    const ended = new Promise((_, reject) => skein.process.once("exit", (code) =>
      reject(new Error(`the server ended with ${code}:\n${skein.errors.text}`))));
    ended.catch(() => {});
    await Promise.race([skein.printed.find(/is running/), ended]);
    return skein;
  }

  /** The one-time link with which the owner makes the first account. */
  async setupLink() {
    return (await this.printed.find(/(http:\S+\/setup\/\S+)/))[1];
  }

  /** The address on our pages that the newest mail to somebody leads to. */
  async linkMailedTo(address, skip = 0) {
    for (let tries = 0; tries < 400; tries++) {
      const names = (await readdir(this.mails)).filter((name) => name.endsWith(".eml")).sort().reverse();
      const texts = (await Promise.all(names.map((name) => readFile(join(this.mails, name), "latin1"))))
        .filter((text) => text.toLowerCase().includes(`to: <${address}>`) || text.includes(`To: ${address}`));
      if (texts.length > skip) {
        const bodies = texts[0].split(/\r?\n\r?\n/).map((part) => Buffer.from(part, "base64").toString()).join("\n");
        const link = `${texts[0]}\n${bodies}`.match(new RegExp(`${this.url}/auth/[\\w/-]+`));
        if (link) return link[0];
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no mail to ${address}:\n${this.errors.text}`);
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    const code = await ended;
    this.sink.kill();
    await rm(this.directory, { recursive: true });
    await rm(this.mails, { recursive: true });
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${this.errors.text}`);
  }
}
