"""The program itself as a process of its own: started on a free port, spoken to over HTTP, stopped by its pid."""

import itertools
import json
import os
import pathlib
import random
import re
import secrets
import signal
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator

import requests

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("SKEIN", str(ROOT / "build/skein"))
START_TIME_MAX = 120
PASSWORD = "correct horse battery"


def environment() -> dict[str, str]:
    """What the program is started with: none of the tests' own variables, which it would take for settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SKEIN")}


def _ports() -> Iterator[int]:
    """Below those that the system gives away by itself, so that a server finds its own again after a restart; each
    of the runners that work side by side has a range."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw2")
    first = 10_000 + 5_000 * (int(worker[2:]) % 4)
    yield from itertools.cycle(random.sample(range(first, first + 5_000), 5_000))


_some_port = _ports()


def free_port() -> int:
    for port in _some_port:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def new_postgres_database() -> str:
    """A fresh database on the server that SKEIN_TEST_POSTGRES names."""
    url = os.environ["SKEIN_TEST_POSTGRES"]
    name = "skein_" + secrets.token_hex(6)
    subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path="/" + name))


class Answer:
    """What came back, with the JSON read."""

    def __init__(self, response: requests.Response):
        self.status = response.status_code
        self.headers = response.headers
        self.text = response.text
        self.raw = response

    @property
    def json(self):
        return json.loads(self.text)


class Skein:
    """One server and what a test does with it."""

    def __init__(self, directory: pathlib.Path, database: str = "sqlite", settings: dict | None = None):
        self.directory = pathlib.Path(directory)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # Nothing under test leaves this machine: every other server is a closed port.
        self.settings = {"server.public_url": self.url, "http.client.connect_to": "::127.0.0.1:1", **(settings or {})}
        self.database_url = new_postgres_database() if database == "postgres" else None
        self.process: subprocess.Popen | None = None
        self.output = ""
        self.http = requests.Session()
        self.http.trust_env = False

    # --- the process ---

    def arguments(self) -> list[str]:
        words = ["--data-dir", str(self.directory)]
        if self.database_url:
            words += ["--database", self.database_url]
        return words + [f"--{key}={value}" for key, value in self.settings.items()]

    def start(self, *words: str) -> "Skein":
        log = open(self.directory.parent / (self.directory.name + ".log"), "ab")
        self.log_path = pathlib.Path(log.name)
        self.output_path = self.directory.parent / (self.directory.name + ".out")
        with log, open(self.output_path, "ab") as out:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", f"--listen=127.0.0.1:{self.port}", *self.arguments(), *words],
                stdout=out, stderr=log, stdin=subprocess.DEVNULL, env=environment(),
            )
        self.wait_until_up()
        return self

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + START_TIME_MAX
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.log()[-4000:]}")
            try:
                self.http.get(self.url + "/api/v2/instance", timeout=5)
                return
            except requests.RequestException:
                pass
            time.sleep(0.02)
        raise AssertionError("the server did not come up:\n" + self.log()[-4000:])

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ends the process and gives its exit code."""
        if not self.process:
            return 0
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.process = None
        self.http.close()
        return code

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def printed(self) -> str:
        return self.output_path.read_text()

    # --- the command line ---

    def command(self, *words: str, stdin: str = "", check: bool = True) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [PROGRAM, *words, *self.arguments()], input=stdin, capture_output=True, text=True, timeout=300,
            env=environment(),
        )
        if check and done.returncode != 0:
            raise AssertionError(f"skein {' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return done

    def make_account(self, name: str, role: str = "user", password: str = PASSWORD) -> "Person":
        self.command("account", "create", name, "--email", f"{name}@example.org", "--password-stdin",
                     "--role", role, "--confirmed", stdin=password + "\n")
        token = self.token(name)
        return Person(self, name, token)

    def token(self, name: str, scopes: str = "read write follow push") -> str:
        return self.command("token", "create", name, "--scopes", scopes).stdout.strip()

    # --- HTTP ---

    def ask(self, method: str, path: str, token: str | None = None, **options) -> Answer:
        headers = dict(options.pop("headers", {}))
        if token:
            headers["Authorization"] = "Bearer " + token
        options.setdefault("timeout", 60)
        options.setdefault("allow_redirects", False)
        return Answer(self.http.request(method, urllib.parse.urljoin(self.url, path), headers=headers, **options))

    def get(self, path: str, token: str | None = None, **options) -> Answer:
        return self.ask("GET", path, token, **options)

    def post(self, path: str, token: str | None = None, **options) -> Answer:
        return self.ask("POST", path, token, **options)


class Person:
    """Somebody with an account and a token."""

    def __init__(self, server: Skein, name: str, token: str):
        self.server = server
        self.name = name
        self.token = token
        self.id = self.get("/api/v1/accounts/verify_credentials").json["id"]

    def get(self, path: str, **options) -> Answer:
        return self.server.ask("GET", path, self.token, **options)

    def post(self, path: str, **options) -> Answer:
        return self.server.ask("POST", path, self.token, **options)

    def put(self, path: str, **options) -> Answer:
        return self.server.ask("PUT", path, self.token, **options)

    def patch(self, path: str, **options) -> Answer:
        return self.server.ask("PATCH", path, self.token, **options)

    def delete(self, path: str, **options) -> Answer:
        return self.server.ask("DELETE", path, self.token, **options)

    def says(self, text: str, visibility: str = "public", **more) -> dict:
        """Posts, and gives the post."""
        answer = self.post("/api/v1/statuses", json={"status": text, "visibility": visibility, **more})
        assert answer.status == 200, answer.text
        return answer.json

    def follows(self, other: "Person") -> None:
        answer = self.post(f"/api/v1/accounts/{other.id}/follow")
        assert answer.status == 200 and answer.json["following"], answer.text


def next_page(answer: Answer, rel: str = "next") -> str | None:
    """The address that the Link header names."""
    match = re.search(rf'<([^>]+)>; rel="{rel}"', answer.headers.get("Link", ""))
    return match.group(1) if match else None


def eventually(check, seconds: float = 60):
    """Asks again until `check()` is true, and gives what it was: for what jobs do after an answer."""
    deadline = time.monotonic() + seconds
    while True:
        value = check()
        if value or time.monotonic() > deadline:
            return value
        time.sleep(0.05)
