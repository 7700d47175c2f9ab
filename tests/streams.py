"""Clients of streams: a WebSocket (RFC 6455) and Server-Sent Events, over a plain socket."""

import base64
import json
import os
import socket
import struct
import urllib.parse

WAIT = 20


class Refused(Exception):
    """The server answered with something else than a stream."""

    def __init__(self, status: int, body: str):
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


class Connection:
    """One request, and what comes back over time."""

    def __init__(self, server, path: str, headers: dict[str, str]):
        where = urllib.parse.urlsplit(server.url)
        self.socket = socket.create_connection((where.hostname, where.port), timeout=WAIT)
        lines = [f"GET {path} HTTP/1.1", f"Host: {where.netloc}"] + [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.bytes = b""
        head = self.until(b"\r\n\r\n").decode().split("\r\n")
        self.status = int(head[0].split()[1])
        self.headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}

    def more(self) -> None:
        got = self.socket.recv(65536)
        if not got:
            raise EOFError
        self.bytes += got

    def take(self, size: int) -> bytes:
        while len(self.bytes) < size:
            self.more()
        taken, self.bytes = self.bytes[:size], self.bytes[size:]
        return taken

    def until(self, end: bytes) -> bytes:
        while end not in self.bytes:
            self.more()
        taken, self.bytes = self.bytes.split(end, 1)
        return taken

    def refuse(self):
        body = self.take(int(self.headers.get("content-length", "0"))).decode()
        self.close()
        raise Refused(self.status, body)

    def close(self) -> None:
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class WebSocket(Connection):
    def __init__(self, server, token: str | None = None, query: str = "", headers: dict[str, str] | None = None):
        asked = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                 "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), **(headers or {})}
        if token:
            asked["Authorization"] = "Bearer " + token
        super().__init__(server, "/api/v1/streaming" + query, asked)
        if self.status != 101:
            self.refuse()

    def send(self, payload: bytes, opcode: int = 1) -> None:
        mask = os.urandom(4)
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask +
                            bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def say(self, **words) -> None:
        self.send(json.dumps(words).encode())

    def frame(self) -> tuple[int, bytes]:
        first, second = self.take(2)
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self.take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.take(8))[0]
        return first & 0x0F, self.take(size)

    def next(self) -> dict:
        """The next message; pings are answered."""
        while True:
            opcode, payload = self.frame()
            if opcode == 9:
                self.send(payload, 10)
            elif opcode == 1:
                return json.loads(payload)
            elif opcode == 8:
                raise EOFError

    def event(self) -> tuple[str, object]:
        """Its name, and what it is about, read."""
        message = self.next()
        return message["event"], read(message.get("payload"))

    def ends(self) -> bool:
        try:
            while True:
                self.next()
        except (EOFError, ConnectionError):
            return True


class Events(Connection):
    """Server-Sent Events of one stream."""

    def __init__(self, server, path: str, token: str | None = None):
        super().__init__(server, "/api/v1/streaming/" + path, {"Authorization": "Bearer " + token} if token else {})
        if self.status != 200:
            self.refuse()
        if self.headers.get("transfer-encoding") == "chunked":
            raise AssertionError("a stream of unknown length ends with its connection")
        assert self.until(b"\n") == b":)"

    def event(self) -> tuple[str, object]:
        while True:
            line = self.until(b"\n").decode()
            if line.startswith("event: "):
                data = self.until(b"\n").decode()
                assert data.startswith("data: ") and self.until(b"\n") == b"", data
                return line[7:], read(data[6:])
            assert line == ":thump", line

    def ends(self) -> bool:
        try:
            while True:
                self.more()
        except (EOFError, ConnectionError):
            return True


def read(payload: str | None):
    """Most payloads are JSON within text; ids are text, and some events have none."""
    if payload is None or payload == "undefined" or payload.isdigit():
        return payload
    return json.loads(payload)
