"""The server under load: sample data, the process, and its figures from /proc."""

import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build/skein"
PAGE = os.sysconf("SC_PAGE_SIZE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A data directory of its own, and the program serving it."""

    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="skein-bench-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _arguments(self) -> list[str]:
        return ["--data-dir", str(self.directory), "--public-url", self.url, "--log.level=warning"]

    def command(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run([PROGRAM, *words, *self._arguments()], input=stdin, text=True, capture_output=True)
        if done.returncode != 0:
            raise SystemExit(f"skein {' '.join(words)}: {done.stderr}")
        return done.stdout

    def sample(self, accounts: int, follows: int, statuses: int, remote_share: float = 0.8) -> float:
        """Fills the directory; gives the seconds it took."""
        begun = time.monotonic()
        self.command("sample", "--accounts", str(accounts), "--follows", str(follows), "--statuses", str(statuses),
                     "--remote-share", str(remote_share))
        return time.monotonic() - begun

    def start(self) -> float:
        """Starts serving; gives the seconds to the first answer."""
        begun = time.monotonic()
        self.log = open(self.directory / "log", "ab")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", f"--listen=127.0.0.1:{self.port}", *self._arguments()],
            stdout=subprocess.DEVNULL, stderr=self.log,
        )
        while True:
            try:
                with urllib.request.urlopen(self.url + "/api/v1/timelines/public?limit=1", timeout=5) as answer:
                    answer.read()
                return time.monotonic() - begun
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the server ended: " + (self.directory / "log").read_text()[-2000:])
                time.sleep(0.002)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=120)
            self.log.close()
            self.process = None

    def wait_until_idle(self) -> None:
        """Until the jobs that wait have run: the CPU is used by nothing else."""
        while True:
            before = self.cpu_seconds()
            time.sleep(0.5)
            if self.cpu_seconds() - before < 0.02:
                return

    def cpu_seconds(self) -> float:
        """Of all threads that live, to the nanosecond: `stat` counts in hundredths of a second."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def resident_bytes(self) -> dict[str, int]:
        """Anonymous memory, and pages of files (the mapped database among them), apart."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        figures = {line.split(":")[0]: line.split(":")[1] for line in status.splitlines() if line.startswith("Rss")}
        return {"own": int(figures["RssAnon"].split()[0]) * 1024, "files": int(figures["RssFile"].split()[0]) * 1024}

    def query(self, sql: str, *values):
        """A look into the database (or a change of it while the server does not run)."""
        connection = sqlite3.connect(self.directory / "skein.db")
        try:
            rows = connection.execute(sql, values).fetchall()
            connection.commit()
            return rows
        finally:
            connection.close()

    def wal_bytes(self) -> int:
        path = self.directory / "skein.db-wal"
        return path.stat().st_size if path.exists() else 0

    def token(self, name: str) -> str:
        return self.command("token", "create", name, "--scopes", "read write follow push").strip()
