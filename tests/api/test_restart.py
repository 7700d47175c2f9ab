"""Stopping and being replaced: what runs is answered, nobody is refused while a new process takes over, and two
processes never serve one directory."""

import concurrent.futures
import itertools
import json
import signal
import socket
import subprocess
import threading

import pytest
import requests

from skein_process import PROGRAM, Skein, environment, eventually, next_page

PICTURE_TYPE = "image/png"


class Load:
    """People who read and post without pause, some on one connection, some on a new one each time."""

    def __init__(self, server: Skein, tokens: list[str]):
        self.server, self.tokens = server, tokens
        self.posted: list[str] = []
        self.answers = itertools.count()
        self.wrong: list[str] = []
        self.over = threading.Event()

    def _run(self, number: int, token: str) -> None:
        session = requests.Session()
        session.trust_env = False
        session.headers.update({"Authorization": "Bearer " + token})
        if number % 2:
            session.headers["Connection"] = "close"
        for count in itertools.count():
            if self.over.is_set():
                return
            try:
                if count % 3:
                    answer = session.get(self.server.url + "/api/v1/timelines/home", timeout=30)
                else:
                    answer = session.post(self.server.url + "/api/v1/statuses", timeout=30,
                                          json={"status": f"{number} says {count}"})
            except requests.RequestException as error:
                self.wrong.append(f"{'one connection' if number % 2 == 0 else 'new connections'}: {error!r}")
                continue
            next(self.answers)
            if answer.status_code != 200:
                self.wrong.append(f"{answer.status_code}: {answer.text[:200]}")
            elif not count % 3:
                self.posted.append(answer.json()["id"])

    def count(self) -> int:
        return self.answers.__reduce__()[1][0]

    def during(self, work) -> None:
        with concurrent.futures.ThreadPoolExecutor(len(self.tokens)) as pool:
            running = [pool.submit(self._run, *pair) for pair in enumerate(self.tokens)]
            try:
                work()
            finally:
                self.over.set()
            for one in running:
                one.result()


def take_over(server: Skein) -> None:
    old = server.process
    server.start("--take-over")
    assert old.wait(timeout=30) == 0, "the old process did not end well"
    assert eventually(lambda: "--take-over" in " ".join(map(str, server.process.args)) and
                      server.process.poll() is None)


def test_a_new_process_takes_over_under_load_and_nobody_is_refused(make_server):
    server = make_server()
    people = [server.make_account(f"person{number}") for number in range(6)]
    load = Load(server, [person.token for person in people])

    def replace_twice():
        for _ in range(2):
            seen = load.count()
            assert eventually(lambda: load.count() > seen + 60), "the load does not run"
            take_over(server)
        seen = load.count()
        assert eventually(lambda: load.count() > seen + 60), "nobody answers after the change"

    load.during(replace_twice)
    assert not load.wrong, "\n".join(load.wrong[:10])
    assert len(load.posted) > 30 and len(set(load.posted)) == len(load.posted)
    found, url = set(), "/api/v1/timelines/public?limit=40"
    while url:
        answer = server.get(url)
        found |= {post["id"] for post in answer.json}
        url = next_page(answer)
    assert set(load.posted) <= found
    # Commands find the new owner.
    assert server.token("person0")
    assert server.stop() == 0


def test_an_address_more_is_taken_over_as_well(make_server):
    from skein_process import free_port
    server = make_server(start=False)
    second = free_port()
    server.settings["server.listen"] = f"127.0.0.1:{server.port},127.0.0.1:{second}"
    words = [PROGRAM, "serve", *server.arguments()]
    log = open(server.directory.parent / "log", "wb")
    first_process = subprocess.Popen(words, stdout=log, stderr=log, env=environment())
    url = f"http://127.0.0.1:{second}/health"
    other = None
    try:
        assert eventually(lambda: can_connect(second))
        over, refused = threading.Event(), []

        def knock():
            while not over.is_set():
                try:
                    with socket.create_connection(("127.0.0.1", second), timeout=20):
                        pass
                except OSError as error:
                    refused.append(repr(error))

        knocking = threading.Thread(target=knock)
        knocking.start()
        other = subprocess.Popen([*words, "--take-over"], stdout=log, stderr=log, env=environment())
        assert first_process.wait(30) == 0
        assert requests.get(url, timeout=30).status_code == 200
        over.set()
        knocking.join()
        assert not refused, refused[:3]
    finally:
        for process in (first_process, other):
            if process and process.poll() is None:
                process.kill()
                process.wait()
        log.close()


def can_connect(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


def test_taking_over_where_nobody_serves_is_an_ordinary_start(make_server):
    server = make_server(start=False)
    server.start("--take-over")
    assert server.get("/health").status == 200
    assert server.stop() == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_answered_before_the_end(make_server, how):
    server = make_server()
    writer = server.make_account("writer")
    body = json.dumps({"status": "just in time"}).encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sock:
        sock.sendall((f"POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {writer.token}\r\n"
                      f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                      "Expect: 100-continue\r\n\r\n").encode())
        assert sock.recv(1000).startswith(b"HTTP/1.1 100 ")  # It has been taken on.
        server.process.send_signal(how)
        assert eventually(lambda: not can_connect(server.port)), "it still accepts"
        sock.sendall(body)
        got = b""
        while chunk := sock.recv(65536):
            got += chunk
    assert got.startswith(b"HTTP/1.1 200 ") and b"connection: close" in got.lower(), got[:300]
    assert server.process.wait(20) == 0
    server.process = None
    server.start()
    assert [post["content"] for post in server.get(f"/api/v1/accounts/{writer.id}/statuses").json] == \
        ["<p>just in time</p>"]


def test_a_client_that_says_nothing_does_not_keep_it_from_ending(make_server):
    server = make_server()
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    for sock in silent[:10]:
        sock.sendall(b"POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
    # Somebody who opened the control socket and fell asleep.
    control = socket.socket(socket.AF_UNIX)
    control.connect(str(server.directory / "control.sock"))
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0
    server.process = None
    for sock in [*silent, control]:
        sock.close()


def test_a_second_process_on_one_directory_is_refused_in_words(make_server):
    server = make_server()
    other = Skein.__new__(Skein)
    other.__dict__.update(server.__dict__)
    done = subprocess.run([PROGRAM, "serve", "--listen=127.0.0.1:0", *other.arguments()], capture_output=True, text=True,
                          timeout=60, env=environment())
    assert done.returncode == 4
    words = done.stderr.strip().splitlines()[-1]
    assert str(server.directory) in words and "--take-over" in words
    assert server.get("/health").status == 200
    assert server.stop() == 0


def test_a_port_that_is_taken_is_told_of_in_words(make_server):
    server = make_server()
    other = make_server("other", start=False)
    done = subprocess.run([PROGRAM, "serve", f"--listen=127.0.0.1:{server.port}", *other.arguments()],
                          capture_output=True, text=True, timeout=60, env=environment())
    assert done.returncode != 0
    assert str(server.port) in done.stderr.strip().splitlines()[-1]
