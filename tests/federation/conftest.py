"""Servers on a small internet of their own (internet.py): two of ours, one of them on PostgreSQL; a peer on Fedify, once
for each form of signatures; and snac2, where it could be built."""

import itertools
import os
import pathlib
import subprocess
import sys
import time

import pytest
import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(pathlib.Path(__file__).parent)]

from skein_process import Skein  # noqa: E402

INTERNET = pathlib.Path(os.environ["SKEIN_INTERNET"])
PORTS = dict(pair.split("=") for pair in os.environ["SKEIN_INTERNET_PORTS"].split(","))
SNAC = os.environ.get("SKEIN_SNAC", "")
WAIT_SECONDS = 30


def eventually(question, what: str, seconds: float = WAIT_SECONDS):
    """The first answer that is true; what others tell each other takes its time."""
    deadline = time.monotonic() + seconds
    answer = None
    while time.monotonic() < deadline:
        answer = question()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} s; the last answer was {answer!r}")


class PublicSkein(Skein):
    """A server of ours behind its public name."""

    def __init__(self, host: str, directory: pathlib.Path, database: str):
        super().__init__(directory, database, {
            "server.public_url": f"https://{host}",
            "server.trusted_proxies": "127.0.0.1",
            "http.client.connect_to": "",
            "log.level": os.environ.get("SKEIN_LOG_LEVEL", "info"),
            "http.client.allow_private": "true",
            "http.client.extra_ca": str(INTERNET / "ca.pem"),
        })
        self.host = host
        self.port = int(PORTS[host])
        self.url = f"http://127.0.0.1:{self.port}"


class Peer:
    """The peer on Fedify and the orders it takes."""

    def __init__(self, host: str, knock: str, directory: pathlib.Path):
        self.host = host
        port = PORTS[host]
        self.control = f"http://127.0.0.1:{port}/control/"
        self.log = directory / f"{host}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                ["node", "--use-system-ca", str(ROOT / "tests/federation/peer.mjs"), f"https://{host}", port, knock],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**os.environ, "NODE_EXTRA_CA_CERTS": str(INTERNET / "ca.pem")})
        eventually(lambda: b"ready" in self.log.read_bytes() or self.process.poll() is not None, "the peer's start")
        assert self.process.poll() is None, self.log.read_text()

    def __call__(self, order: str, **arguments):
        answer = requests.post(self.control + order, json=arguments, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def received(self, kind: str, actor: str | None = None) -> list[dict]:
        return [one for one in self("received") if one["type"] == kind and actor in (None, one["actor"])]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("federation")


def run_skein(host, place, database):
    server = PublicSkein(host, place / host / "data", database)
    server.directory.parent.mkdir()
    server.start()
    yield server
    if server.process:
        assert server.stop() == 0, server.log()[-4000:]


@pytest.fixture(scope="session")
def one(place):
    yield from run_skein("one.example", place, "sqlite")


@pytest.fixture(scope="session")
def two(place):
    yield from run_skein("two.example", place, "postgres")


@pytest.fixture(scope="session", params=["rfc9421", "draft-cavage"])
def peer(request, place):
    host = {"rfc9421": "peer.example", "draft-cavage": "old.example"}[request.param]
    running = Peer(host, request.param, place)
    yield running
    running.stop()


numbers = itertools.count(1)


@pytest.fixture
def person():
    """Makes people with names nobody has."""

    def make(server, stem: str):
        return server.make_account(f"{stem}{next(numbers)}")

    return make


def handle(who) -> str:
    return f"{who.name}@{who.server.host}"


def find(reader, text: str) -> dict:
    """The account or the post behind a handle or an address, found as a person would."""

    def look():
        answer = reader.get("/api/v2/search", params={"q": text, "resolve": "true"})
        assert answer.status == 200, answer.text
        found = answer.json["accounts"] + answer.json["statuses"]
        return found[0] if found else None

    return eventually(look, f"finding {text}")


def follow(reader, text: str) -> dict:
    """Follows, and waits until it is accepted."""
    account = find(reader, text)
    assert reader.post(f"/api/v1/accounts/{account['id']}/follow").status == 200
    eventually(lambda: relation(reader, account)["following"], f"{reader.name} following {text}")
    return account


def relation(reader, account: dict) -> dict:
    return reader.get("/api/v1/accounts/relationships", params={"id[]": account["id"]}).json[0]


def in_home(reader, wanted):
    """The post in the reader's home that is wanted, once it is there."""
    return eventually(lambda: next((post for post in reader.get("/api/v1/timelines/home").json if wanted(post)), None),
                      f"a post in the home of {reader.name}")


def notified(reader, kind: str, wanted=lambda one: True) -> dict:
    def look():
        return next((one for one in reader.get("/api/v1/notifications").json if one["type"] == kind and wanted(one)), None)

    return eventually(look, f"a notification of {kind} for {reader.name}")


def post_of(reader, identifier: str) -> dict | None:
    answer = reader.get(f"/api/v1/statuses/{identifier}")
    return answer.json if answer.status == 200 else None
