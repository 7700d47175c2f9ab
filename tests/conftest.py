"""A server for the tests of one file, and people on it."""

import itertools
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from skein_process import Skein  # noqa: E402

DATABASE = os.environ.get("SKEIN_TEST_DATABASE", "sqlite")


def pytest_configure(config):
    config.addinivalue_line("markers", "optional: needs a feature that a server can do without")
    config.addinivalue_line("markers", "embedded: about the embedded database alone")


def pytest_collection_modifyitems(items):
    for item in items:
        if "search" in item.nodeid:
            item.add_marker(pytest.mark.optional)
    if DATABASE == "sqlite":
        return
    skip = pytest.mark.skip(reason="about the embedded database alone")
    for item in items:
        if "embedded" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def make_server(tmp_path):
    """Servers of one test's own, stopped afterwards whatever happened."""
    servers = []

    def make(name: str = "data", start: bool = True, **settings) -> Skein:
        server = Skein(tmp_path / name, DATABASE, {key.replace("__", "."): value for key, value in settings.items()})
        servers.append(server)
        return server.start() if start else server

    yield make
    for server in servers:
        if server.process:
            server.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Skein(tmp_path_factory.mktemp("skein") / "data", DATABASE, {"instance.registrations": "open"}).start()
    yield running
    if running.process:
        code = running.stop()
        assert code == 0, f"the server ended with {code}:\n{running.log()[-6000:]}"


_numbers = itertools.count(1)


@pytest.fixture
def person(server):
    """Makes people with names nobody has."""

    def make(stem: str = "person", role: str = "user"):
        return server.make_account(f"{stem}{next(_numbers)}", role)

    return make
