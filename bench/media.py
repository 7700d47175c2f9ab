#!/usr/bin/env python3
"""How long files take from the upload to the address under which they are shown, and what that costs: pictures, videos that
go on as they are, videos that are encoded anew, sounds. Run by itself: python3 bench/media.py [PROGRAM]."""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

import process

FILM = "-f lavfi -i testsrc2=d={seconds}:s={size}:r=30 -f lavfi -i sine=d={seconds}"
FILES = [
    ("JPEG, 4000 × 3000", "a.jpg", "-f lavfi -i testsrc2=d=1:s=4000x3000 -frames:v 1", 8),
    ("GIF, 320 × 180, 5 s", "b.gif", "-f lavfi -i testsrc2=d=5:s=320x180:r=10", 4),
    ("MP4 that fits, 720p, 30 s", "c.mp4",
     FILM.format(seconds=30, size="1280x720") + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac", 4),
    ("MP4 encoded anew, 720p, 30 s", "d.mp4", FILM.format(seconds=30, size="1280x720") + " -c:v mpeg4 -c:a aac", 1),
    ("FLAC, 3 min", "e.flac", "-f lavfi -i anoisesrc=d=180:a=0.1", 2),
]


def make(directory: pathlib.Path, name: str, arguments: str) -> bytes:
    path = directory / name
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *arguments.split(), str(path)], check=True)
    return path.read_bytes()


def ask(server: process.Server, token: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, dict]:
    request = urllib.request.Request(server.url + path, data=body, headers={"Authorization": "Bearer " + token})
    if kind:
        request.add_header("Content-Type", kind)
    with urllib.request.urlopen(request, timeout=600) as answer:
        return answer.status, json.loads(answer.read())


def upload(server: process.Server, token: str, data: bytes) -> tuple[float, float]:
    """Seconds to the answer, and to the address."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    begun = time.monotonic()
    status, media = ask(server, token, "/api/v2/media", body, f"multipart/form-data; boundary={boundary}")
    answered = time.monotonic() - begun
    while status != 200:
        time.sleep(0.02)
        status, media = ask(server, token, f"/api/v1/media/{media['id']}")
    return answered, time.monotonic() - begun


def main() -> None:
    if len(sys.argv) > 1:
        process.PROGRAM = pathlib.Path(sys.argv[1]).resolve()
    print("| file | bytes | answered | shown | CPU |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as directory:
        files = [(what, make(pathlib.Path(directory), name, how), times) for what, name, how, times in FILES]
    for what, data, times in files:
        with process.Server() as server:
            server.command("account", "create", "ann", "--email", "ann@example.org", "--confirmed")
            server.start()
            token = server.token("ann")
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = [upload(server, token, data) for _ in range(times)]
            server.stop()  # Only then are its children's seconds known.
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        answered, shown = (sum(column) / times for column in zip(*spent))
        print(f"| {what} | {len(data):,} | {answered:.2f} s | {shown:.2f} s | {cpu / times:.2f} s |", flush=True)


if __name__ == "__main__":
    main()
