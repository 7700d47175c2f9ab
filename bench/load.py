"""Load: wrk with what its report says, and connections that do nothing."""

import http.client
import re
import resource
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from process import ROOT, Server


@dataclass
class Measured:
    requests: int
    per_second: float
    p50: float  # Milliseconds.
    p99: float
    cpu: float  # Server CPU microseconds a request.
    kilobytes: float  # Of an answer.
    errors: int

    def row(self) -> str:
        return (f"{self.per_second:,.0f}/s, p50 {self.p50:.2f} ms, p99 {self.p99:.2f} ms, "
                f"**{self.cpu:.1f} µs CPU** a request" + (f", {self.errors} errors" if self.errors else ""))


_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * _UNITS[unit]


def _kilobytes(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([KMGT]?)B", text).groups()
    return float(number) * 1024 ** " KMGT".index(unit or " ") / 1024


def wrk(server: Server, path: str, token: str = "", connections: int = 16, seconds: int = 5,
        script: str = "", headers: Sequence[str] = ()) -> Measured:
    """Asks for one path over and over. With `script`, the requests are the script's."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for header in [f"Authorization: Bearer {token}"] * bool(token) + list(headers):
        words += ["-H", header]
    if script:
        words += ["-s", str(ROOT / "bench" / script)]
    before = server.cpu_seconds()
    report = subprocess.run([*words, server.url + path], capture_output=True, text=True, check=True).stdout
    used = server.cpu_seconds() - before
    requests = int(re.search(r"(\d+) requests in", report).group(1))
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
    return Measured(
        requests=requests,
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", report).group(1)),
        p50=_milliseconds(re.search(r"(?m)^\s+50%\s+(\S+)", report).group(1)),
        p99=_milliseconds(re.search(r"(?m)^\s+99%\s+(\S+)", report).group(1)),
        cpu=used * 1e6 / max(requests, 1),
        kilobytes=_kilobytes(re.search(r"requests in \S+, (\S+) read", report).group(1)) / max(requests, 1),
        errors=int(errors.group(1)) if errors else 0,
    )


def once(server: Server, path: str, tokens: list[str], connections: int = 16) -> float:
    """Asks for one path once with each token, on so many connections at a time. The server's CPU microseconds a
    request: more than under a steady load, for between two rounds it falls asleep."""
    sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(connections)]
    before = server.cpu_seconds()
    for first in range(0, len(tokens), connections):
        asking = list(zip(sockets, tokens[first:first + connections]))
        for connection, token in asking:
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
            connection.sendall(head.encode())
        for connection, _ in asking:
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
    used = server.cpu_seconds() - before
    for connection in sockets:
        connection.close()
    return used * 1e6 / len(tokens)


class IdleConnections:
    """So many keep-alive connections that have asked once and then say nothing."""

    def __init__(self, server: Server, count: int):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 1000), hard))
        self.sockets = []
        for number in range(count):
            connection = socket.socket()
            # Loopback has many addresses, and one of them may hold only so many connections.
            connection.bind((f"127.0.{1 + number // 1000}.1", 0))
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            connection.recv(4096)
            self.sockets.append(connection)

    def close(self) -> None:
        for connection in self.sockets:
            connection.close()
