"""Rubbish at the socket: broken, smuggled, oversized, half-sent and endless requests. While it comes, a well-behaved
neighbour must not notice; afterwards the log knows of no mistake of ours and memory has not grown out of bounds."""

import json
import pathlib
import random
import re
import socket
import threading
import time

import pytest

from skein_process import Skein

SEED = 20260101
FUZZED = 2000
# Far above what these tests should leave behind, also with a sanitizer's own bookkeeping; far below what they send.
GROWTH_BYTES_MAX = 400 << 20


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import DATABASE
    running = Skein(tmp_path_factory.mktemp("rubbish") / "data", DATABASE, {"instance.registrations": "open"}).start()
    yield running
    if running.process:
        assert running.stop() == 0, running.log()[-4000:]


@pytest.fixture(scope="module")
def person(server):
    return server.make_account("neighbour")


class Neighbour(threading.Thread):
    """Reads and posts all the while; every request must succeed."""

    def __init__(self, person):
        super().__init__(daemon=True)
        self.person, self.done, self.wrong, self.leaving = person, 0, [], threading.Event()

    def run(self):
        session_get = lambda path: self.person.get(path, timeout=30)
        while not self.leaving.is_set():
            try:
                answers = [session_get("/api/v1/timelines/home"), session_get("/api/v2/instance"),
                           self.person.post("/api/v1/statuses", json={"status": f"undisturbed {self.done}"}, timeout=30)]
                self.wrong += [answer.text for answer in answers if answer.status != 200]
            except OSError as error:
                self.wrong.append(repr(error))
            self.done += 1
            self.leaving.wait(0.01)


@pytest.fixture(autouse=True)
def neighbour(person):
    one = Neighbour(person)
    one.start()
    yield one
    before = one.done
    deadline = time.monotonic() + 30
    while one.done < before + 2 and time.monotonic() < deadline and not one.wrong:
        time.sleep(0.01)
    one.leaving.set()
    one.join(60)
    assert one.done >= before + 2 and not one.wrong, one.wrong[:3]


def memory(server) -> int:
    text = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", text).group(1)) << 10


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left_behind(server, person):
    before = memory(server)
    yield
    assert server.process.poll() is None, "the server died"
    assert memory(server) - before < GROWTH_BYTES_MAX
    bad = [line for line in server.log().splitlines() if re.search(r"\b(error|critical|bug)\b", line, re.IGNORECASE)]
    assert not bad, "\n".join(bad[:10])


def connect(server) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def talk(server, data: bytes, close: bool = True) -> bytes:
    """Sends all that the server takes, says that nothing more comes, and reads to the end."""
    got = b""
    with connect(server) as sock:
        try:
            sock.sendall(data)
            if close:
                sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The server has had enough; what it said is still to be read.
        try:
            while chunk := sock.recv(65536):
                got += chunk
        except OSError:
            pass
    return got


def statuses(got: bytes) -> list[int]:
    return [int(code) for code in re.findall(rb"(?:^|\r\n\r\n|[}\]>\n])HTTP/1\.[01] (\d{3}) ", got)]


def request(token: str | None = None, line: str = "GET /api/v2/instance HTTP/1.1", headers: str = "",
            body: bytes = b"") -> bytes:
    head = f"{line}\r\nHost: 127.0.0.1\r\n{headers}"
    if token:
        head += f"Authorization: Bearer {token}\r\n"
    return head.encode("latin-1") + b"\r\n" + body


def with_body(token: str, path: str, kind: str, body: bytes) -> bytes:
    return request(token, f"POST {path} HTTP/1.1",
                   f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n", body)


def refused(got: bytes, *allowed: int) -> None:
    """One refusal, or a closed connection, and nothing after it."""
    found = statuses(got)
    assert len(found) <= 1, got[:600]
    assert all(code in (allowed or (400, 404, 405, 408, 411, 413, 414, 417, 422, 431, 501, 505)) for code in found), \
        got[:300]


LINES = ["", "GET", "GET /", "GET / HTTP/9.9", "GET / HTTP/1.1 x", "GET  /  HTTP/1.1", "get / HTTP/1.1\x00",
         "\x00\x01\x02", "GET / HTTP/0.9", "GET /\x7f HTTP/1.1", "GET /a b HTTP/1.1", "PRI * HTTP/2.0",
         "CONNECT example.org:443 HTTP/1.1", "GET ftp://x/ HTTP/1.1", "\x16\x03\x01\x02\x00\x01\x00\x01", "TRACE / HTTP/1.1",
         "G" * 3000 + " / HTTP/1.1", "GET /" + "a" * 100000 + " HTTP/1.1", "GET /\xff\xfe HTTP/1.1", "BREW /pot HTTP/1.1",
         "GET / HTTP/1.1\rX: y", "GET ? HTTP/1.1", "GET * HTTP/1.1", "GET // HTTP/1.1"]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_broken_request_line_is_refused_or_dropped(server, line):
    found = statuses(talk(server, request(line=line)))
    assert len(found) <= 1 and all(400 <= code < 506 and code != 500 for code in found) or \
        line in ("GET ? HTTP/1.1", "GET // HTTP/1.1") and found == [200]


HEADERS = {
    "both lengths": "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "two lengths": "Content-Length: 5\r\nContent-Length: 6\r\n",
    "a list of lengths": "Content-Length: 5, 5\r\n",
    "a negative length": "Content-Length: -1\r\n",
    "a signed length": "Content-Length: +5\r\n",
    "an endless length": "Content-Length: 99999999999999999999999\r\n",
    "no number": "Content-Length: five\r\n",
    "an odd coding": "Transfer-Encoding: xchunked\r\n",
    "chunked twice": "Transfer-Encoding: chunked, chunked\r\n",
    "identity": "Transfer-Encoding: identity\r\n",
    "hidden chunked": "Transfer-Encoding:\x0bchunked\r\n",
    "a blank before the colon": "Transfer-Encoding : chunked\r\n",
    "a folded line": "X-One: a\r\n b\r\nContent-Length: 0\r\n",
    "a bare line feed": "X-One: a\nContent-Length: 5\r\n",
    "a bare carriage return": "X-One: a\rContent-Length: 5\r\n",
    "a second host": "Host: elsewhere.example\r\n",
    "a NUL": "X-One: a\x00b\r\n",
    "no colon": "X-One\r\n",
    "no name": ": value\r\n",
    "a name that is none": "X(One): a\r\n",
    "a huge one": f"X-One: {'a' * 100000}\r\n",
    "very many": "".join(f"X-{number}: a\r\n" for number in range(5000)),
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_that_two_servers_would_read_differently_are_refused(server, person, name):
    """After the body, as one reading has it, another request waits; it must never be answered."""
    hidden = b"0\r\n\r\n" + request(line="GET /api/v1/custom_emojis HTTP/1.1")
    got = talk(server, request(person.token, "POST /api/v1/statuses HTTP/1.1", HEADERS[name], hidden))
    refused(got, 400, 411, 413, 431, 501)
    assert statuses(got), "closed without a word"
    assert b"Connection: close" in got


def test_a_request_without_a_host_is_refused(server):
    refused(talk(server, b"GET /api/v2/instance HTTP/1.1\r\n\r\n"), 400)


CHUNKS = [b"z\r\n", b"-1\r\nx\r\n", b"ffffffffffffffffff\r\n", b"5\r\nabc\r\n0\r\n\r\n", b"1;" + b"x" * 100000 + b"\r\na\r\n",
          b"1\na\n0\n\n", b"3\r\nabcX\r\n0\r\n\r\n", b" 3\r\nabc\r\n0\r\n\r\n", b"0x3\r\nabc\r\n0\r\n\r\n",
          b"0\r\n" + b"T: x\r\n" * 20000 + b"\r\n"]


@pytest.mark.parametrize("chunks", CHUNKS, ids=range(len(CHUNKS)))
def test_broken_chunks_are_refused(server, person, chunks):
    got = talk(server, request(person.token, "POST /api/v1/markers HTTP/1.1",
                               "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n",
                               chunks + request(line="GET /api/v1/custom_emojis HTTP/1.1")))
    refused(got)


PATHS = ["/api/v1/statuses/%", "/api/v1/statuses/%zz", "/api/v1/statuses/%00", "/api/v1/accounts/lookup?acct=%ff%fe",
         "/api/v1/accounts/lookup?acct=%", "/api/v1/accounts/lookup?acct=%00", "/api/v1/timelines/tag/%ff",
         "/api/v1/timelines/tag/%00", "/api/v2/search?q=%c3%28", "/api/v2/search?q=" + "%f0%9f%98%80" * 1000,
         "/media/..%2f..%2fsecret.key", "/media/%2e%2e/%2e%2e/etc/passwd", "/assets/../../../etc/passwd",
         "/assets/%2e%2e%2f%2e%2e%2fskein.db", "/..%5c..%5cetc", "/api/v1/statuses?" + "id[]=1&" * 1800,
         "/api/v1/statuses?" + "[" * 3000, "/api/v1/statuses?a" + "[b]" * 1000 + "=1", "/?" + "&" * 10000,
         "/oauth/authorize?response_type=code&client_id=%00&redirect_uri=javascript:alert(1)"]


@pytest.mark.parametrize("path", PATHS, ids=[path[:50] for path in PATHS])
def test_odd_addresses_find_nothing_and_break_nothing(server, person, path):
    got = talk(server, request(person.token, f"GET {path} HTTP/1.1", "Connection: close\r\n"))
    assert len(statuses(got)) == 1 and statuses(got)[0] in (200, 400, 404, 413, 414, 422, 431), got[:300]
    assert b"root:" not in got and b"SQLite format" not in got


BODIES = {
    "deep arrays": ("application/json", b"[" * 200000),
    "deep arrays, closed": ("application/json", b'{"status":' + b"[" * 100000 + b"]" * 100000 + b"}"),
    "deep objects": ("application/json", b'{"a":' * 100000 + b"1" + b"}" * 100000),
    "a broken text": ("application/json", b'{"status":"\xff\xfe"}'),
    "half a surrogate": ("application/json", b'{"status":"\\ud800"}'),
    "no JSON": ("application/json", b"status=hello"),
    "a number beyond all": ("application/json", b'{"status":1e999999}'),
    "very many digits": ("application/json", b'{"in_reply_to_id":' + b"9" * 500000 + b"}"),
    "a list for a text": ("application/json", b'{"status":["a"]}'),
    "an object for a text": ("application/json", b'{"status":{"a":1}}'),
    "many keys": ("application/json", b"{" + b",".join(b'"k%d":1' % number for number in range(80000)) + b"}"),
    "a broken form": ("application/x-www-form-urlencoded", b"status=%ff%fe%zz"),
    "a form of very many parts": ("application/x-www-form-urlencoded", b"a[]=1&" * 170000),
    "a deep form": ("application/x-www-form-urlencoded", b"a" + b"[b]" * 100000 + b"=1"),
    "a form without end": ("multipart/form-data; boundary=x", b"--x\r\n" * 100000),
    "a form of a hundred thousand parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n' * 19000),
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "a boundary longer than allowed": ("multipart/form-data; boundary=" + "x" * 500, b"--x\r\n"),
    "a part with huge headers": ("multipart/form-data; boundary=x", b"--x\r\nX: " + b"a" * 900000),
    "a type that is none": ("\x01\x02", b"abc"),
    "NULs": ("application/x-www-form-urlencoded", b"\x00" * 100000),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read_is_refused_in_words(server, person, name):
    kind, body = BODIES[name]
    got = talk(server, with_body(person.token, "/api/v1/statuses", kind, body), close=False)
    found = statuses(got)
    assert len(found) == 1 and found[0] in (400, 413, 415, 422), got[:300]
    assert json.loads(got.split(b"\r\n\r\n", 1)[1])["error"]


def test_of_doubled_keys_one_counts_and_nothing_breaks(server, person):
    got = talk(server, with_body(person.token, "/api/v1/statuses", "application/json",
                                 b'{"status":"first words","status":"last words","visibility":"unlisted"}'))
    code = statuses(got)[0]
    assert code in (200, 400, 422)
    assert code != 200 or (b"first words" in got) != (b"last words" in got)


def test_a_million_parts_at_the_door_for_large_uploads_are_refused(server, person):
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    got = talk(server, with_body(person.token, "/api/v2/media", "multipart/form-data; boundary=x",
                                 part * 300000 + b"--x--\r\n"), close=False)
    refused(got, 400, 413, 422)
    small = b"--x\r\n\r\n\r\n" * 1000000
    refused(talk(server, with_body(person.token, "/api/v2/media", "multipart/form-data; boundary=x", small), close=False),
            400, 413, 422)


def test_what_is_too_large_is_refused_before_it_is_sent(server, person):
    for length in (2 << 20, 10 << 30):
        got = talk(server, request(person.token, "POST /api/v1/statuses HTTP/1.1",
                                   f"Content-Type: application/json\r\nContent-Length: {length}\r\n"
                                   "Expect: 100-continue\r\n"), close=False)
        assert statuses(got) == [413], got[:300]
    endless = b"".join(b"10000\r\n" + b"a" * 0x10000 + b"\r\n" for _ in range(40))
    got = talk(server, request(person.token, "POST /api/v1/statuses HTTP/1.1",
                               "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", endless), close=False)
    assert statuses(got) in ([413], []), got[:300]
    nowhere = talk(server, request(None, "POST /nothing HTTP/1.1", f"Content-Length: {10 << 30}\r\n"), close=False)
    assert statuses(nowhere)[0] in (404, 413)


def test_an_upload_that_breaks_off_leaves_nothing_in_the_spool(server, person):
    spool = server.directory / "spool"
    for size in (10, 100_000, 900_000):
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + b"a" * size
        with connect(server) as sock:
            sock.sendall(request(person.token, "POST /api/v2/media HTTP/1.1",
                                 "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000\r\n", body))
    deadline = time.monotonic() + 20
    while any(spool.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not list(spool.iterdir())


def mutate(chance: random.Random, seeds: list[bytes]) -> bytes:
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        what = chance.randrange(7)
        if what == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif what == 1:
            data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 20)))
        elif what == 2:
            del data[at:at + chance.randint(1, 40)]
        elif what == 3:
            data[at:at] = chance.choice(seeds)[:chance.randint(1, 200)]
        elif what == 4:
            data[at:at] = chance.choice([b"\r\n\r\n", b"\r\n", b"\n", b"\x00", b"%", b":", b"[", b"{", b'"', b"\xff"])
        elif what == 5:
            piece = bytes(data[at:at + chance.randint(1, 60)])
            data[at:at] = piece * chance.randint(1, 50)
        else:
            del data[at:]
    return bytes(data)


def test_mutated_requests_are_answered_or_dropped_and_never_with_a_mistake_of_ours(server, person):
    chance = random.Random(SEED)
    form = b'--x\r\nContent-Disposition: form-data; name="status"\r\n\r\nhello\r\n--x--\r\n'
    seeds = [
        request(person.token), request(person.token, "GET /api/v1/timelines/home?limit=5&max_id=99 HTTP/1.1"),
        request(None, "OPTIONS /api/v1/statuses HTTP/1.1", "Origin: https://x\r\n"),
        request(None, "GET /auth/sign_in HTTP/1.1", "Cookie: a=b; skein_session=xyz\r\nAccept: text/html\r\n"),
        with_body(person.token, "/api/v1/statuses", "application/json", b'{"status":"fuzz","visibility":"direct"}'),
        with_body(person.token, "/api/v1/markers", "application/x-www-form-urlencoded", b"home[last_read_id]=5&x[][y]=1"),
        with_body(person.token, "/api/v1/statuses", "multipart/form-data; boundary=x", form),
        with_body(person.token, "/oauth/token", "application/json", b'{"grant_type":"authorization_code","code":"x"}'),
        request(person.token, "POST /api/v1/statuses HTTP/1.1", "Transfer-Encoding: chunked\r\n",
                b"5\r\nabcde\r\n0\r\n\r\n"),
        request(None, "GET /api/v1/streaming HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
        request(None, "GET /assets/avatar-missing.png HTTP/1.1", "Range: bytes=0-5,7-9\r\nIf-None-Match: \"x\"\r\n"),
    ]
    answered: dict[int, int] = {}
    for number in range(FUZZED):
        data = mutate(chance, seeds)
        found = statuses(talk(server, data))
        assert 500 not in found, f"request {number} of seed {SEED}: {data!r}"
        for code in found:
            answered[code] = answered.get(code, 0) + 1
    # Mutations that all die at the first byte would try nothing.
    assert answered.get(200, 0) > FUZZED // 50 and answered.get(400, 0) > FUZZED // 50 and len(answered) > 4, answered


def test_requests_in_a_row_are_answered_in_their_order(server):
    paths = ["/health", "/api/v1/custom_emojis", "/nothing", "/api/v1/instance/rules"] * 25
    data = b"".join(request(line=f"GET {path} HTTP/1.1") for path in paths)
    found = statuses(talk(server, data))
    assert found == [404 if path == "/nothing" else 200 for path in paths]


def test_slow_silent_and_half_open_connections_hurt_nobody_and_are_cut_off(server, person, neighbour):
    body_head = request(person.token, "POST /api/v1/statuses HTTP/1.1",
                        "Content-Type: application/json\r\nContent-Length: 1000\r\n", b'{"stat')
    starts = [b"GET /api/v2/inst", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"", body_head, b"P"]
    slow = [connect(server) for _ in range(100)]
    for number, sock in enumerate(slow):
        sock.sendall(starts[number % len(starts)])
    done, began = neighbour.done, time.monotonic()
    # A head may take ten seconds. A byte now and then must not buy more time.
    alive = [sock for number, sock in enumerate(slow) if number % len(starts) in (0, 1, 4)]
    while time.monotonic() < began + 14:
        for sock in alive:
            try:
                sock.sendall(b"a")
            except OSError:
                pass
        time.sleep(0.5)
    assert neighbour.done > done + 5, "the neighbour noticed"
    for sock in alive:
        sock.settimeout(5)
        try:
            got = sock.recv(4096)
        except (ConnectionResetError, BrokenPipeError):
            got = b""
        assert got == b"" or statuses(got) == [408], got[:200]
    for number, sock in enumerate(slow):
        if number % 2:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        sock.close()


def test_many_who_hang_up_at_once_leave_the_server_as_it_was(server):
    for number in range(300):
        sock = connect(server)
        sock.sendall(request(line="GET /api/v1/timelines/public?limit=40 HTTP/1.1"))
        if number % 3:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        sock.close()
    assert server.get("/health").status == 200
