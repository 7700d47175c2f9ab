"""Streams: what an open one costs, and how long until everybody has heard of something."""

import resource
import select
import socket
import time

import scenarios
from flood import percentile
from process import Server

SOCKETS = 10_000
FOLLOWERS = 100
POSTS = 60
HANDSHAKE = ("GET /api/v1/streaming?stream={stream} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
             "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


class Listeners:
    """WebSockets that listen to one stream each, and when they heard something."""

    def __init__(self, server: Server, tokens: list[str], count: int, stream: str):
        self.poll = select.epoll()
        self.sockets: dict[int, socket.socket] = {}
        for number in range(count):
            connection = socket.socket()
            connection.bind((f"127.0.{1 + number // 1000}.1", 0))
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(HANDSHAKE.format(stream=stream, token=tokens[number % len(tokens)]).encode())
            head = connection.recv(4096)
            if not head.startswith(b"HTTP/1.1 101"):
                raise SystemExit(f"no stream: {head[:200]!r}")
            connection.setblocking(False)
            self.sockets[connection.fileno()] = connection
            self.poll.register(connection.fileno(), select.EPOLLIN)

    def hear(self, word: bytes, seconds: float = 20) -> list[float]:
        """When each has been sent this word."""
        heard: dict[int, float] = {}
        said: dict[int, bytes] = {}
        deadline = time.monotonic() + seconds
        while len(heard) < len(self.sockets) and time.monotonic() < deadline:
            for number, _ in self.poll.poll(1):
                said[number] = said.get(number, b"") + self.sockets[number].recv(1 << 16)
                if number not in heard and word in said[number]:
                    heard[number] = time.monotonic()
        return list(heard.values())

    def close(self) -> None:
        for connection in self.sockets.values():
            connection.close()
        self.poll.close()


def post(server: Server, token: str, text: str) -> str:
    return scenarios.ask(server, "POST", "/api/v1/statuses", token, {"status": text})["id"]


def many(server: Server, tokens: list[str], stream: str) -> scenarios.Rows:
    """10,000 sockets, and one event to all of them."""
    idle = server.resident_bytes()["own"]
    listeners = Listeners(server, tokens, SOCKETS, stream)
    server.wait_until_idle()
    each = (server.resident_bytes()["own"] - idle) / SOCKETS
    slowest = []
    for number in range(5):
        begun = time.monotonic()
        post(server, tokens[0], f"to everybody {stream} {number}")
        heard = listeners.hear(f"to everybody {stream} {number}".encode())
        if len(heard) < SOCKETS:
            raise SystemExit(f"only {len(heard)} of {SOCKETS} heard")
        slowest.append(max(heard) - begun)
    after = (server.resident_bytes()["own"] - idle) / SOCKETS
    listeners.close()
    server.wait_until_idle()
    return [(f"{SOCKETS:,} sockets of the stream {stream}", f"{each / 1024:.1f} KB each, {after / 1024:.1f} KB after "
             "five posts", "≤ 20 KB each"),
            (f"one post to {SOCKETS:,} sockets of the stream {stream}", f"{max(slowest) * 1000:.0f} ms until the last has "
             f"it (best of five {min(slowest) * 1000:.0f} ms)", "≤ 1 s")]


def follow(server: Server, author: str, tokens: list[str]) -> None:
    account = scenarios.ask(server, "GET", "/api/v1/accounts/verify_credentials", author)["id"]
    for token in tokens:
        scenarios.ask(server, "POST", f"/api/v1/accounts/{account}/follow", token)
    server.wait_until_idle()


def followers(server: Server, author: str, tokens: list[str]) -> scenarios.Rows:
    """One post to the homes of those who follow its author and are here."""
    follow(server, author, tokens)
    listeners = Listeners(server, tokens, len(tokens), "user")
    took: list[float] = []
    for number in range(POSTS):
        begun = time.monotonic()
        post(server, author, f"to followers {number}")
        took += [at - begun for at in listeners.hear(f"to followers {number}".encode())]
        time.sleep(0.3)
    listeners.close()
    if len(took) < POSTS * len(tokens):
        raise SystemExit(f"only {len(took)} of {POSTS * len(tokens)} heard")
    return [(f"one post to its {len(tokens)} followers who are here", f"p50 {percentile(took, 0.5) * 1000:.1f} ms, p95 "
             f"{percentile(took, 0.95) * 1000:.1f} ms, with the request that makes it", "p95 ≤ 100 ms")]


def all_rows() -> scenarios.Rows:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, SOCKETS + 2000), hard))
    with Server() as server:
        server.sample(1000, scenarios.FOLLOWS, 20_000, 0.5)
        server.start()
        server.wait_until_idle()
        names = [row[0] for row in server.query(
            "SELECT a.username FROM accounts a JOIN users u ON u.account_id = a.id ORDER BY a.id LIMIT 201")]
        tokens = [server.token(name) for name in names]
        rows = followers(server, tokens[1], tokens[2:FOLLOWERS + 2])
        rows += many(server, tokens, "public")
        follow(server, tokens[0], tokens[1:])
        return rows + many(server, tokens, "user")
