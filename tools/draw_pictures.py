#!/usr/bin/env python3
"""Draws the pictures shown where people have none, and the icon, into src/social/assets/; the web app's into web/public/.

usage: tools/draw_pictures.py

Flat colours, a handful of birds and the mark: indexed PNG of a few kilobytes. Run again after changing a shape; the
result is committed.
"""
import pathlib
import struct
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
ASSETS = ROOT / "src" / "social" / "assets"
APP = ROOT / "web" / "public"
SAMPLES = 4  # in each direction
SHADES = 16

# One bird seen from the side, about the origin, as wide as 2: two wings and a small body.
BIRD = [(-1.0, -0.52), (-0.45, -0.38), (0.0, 0.05), (0.45, -0.38), (1.0, -0.52), (0.52, -0.08),
        (0.14, 0.36), (0.0, 0.44), (-0.14, 0.36), (-0.52, -0.08)]
# A flight: one in front, the others behind on both sides.
FLIGHT = [(0.0, -0.62, 1.0), (-0.62, -0.1, 0.84), (0.62, -0.1, 0.84), (-1.18, 0.46, 0.7), (1.18, 0.46, 0.7)]


def flight(x: float, y: float, size: float) -> list[list[tuple[float, float]]]:
    """Outlines of a flight about (x, y) whose foremost bird is `size` wide on each side."""
    birds = []
    for dx, dy, scale in FLIGHT:
        birds.append([(x + (dx * 1.25 + px * scale * 0.42) * size, y + (dy + py * scale * 0.42) * size)
                      for px, py in BIRD])
    return birds


# The mark: a flight of three, drawn as one thread (web/src/ui/mark.tsx): a start, then cubic curves, in a square of 64.
MARK = [(10, 55), ((17, 45), (26, 43), (32, 49)), ((38, 43), (47, 45), (52, 51)), ((58, 57), (63, 48), (56, 42)),
        ((48, 35), (38, 31), (32, 37)), ((26, 31), (17, 33), (13, 38)), ((8, 43), (4, 36), (10, 30)),
        ((16, 24), (26, 19), (32, 25)), ((36, 20), (42, 19), (47, 21))]
# What stands in the middle of the picture.
MIDDLE = (26 / 0.81, 30.5 / 0.81)


def thread(size: int, stroke: float, share: float = 0.81) -> list[bytearray]:
    """How much of each pixel of a square the mark covers, drawn with a round pen over that share of it."""
    fine = [bytearray(size * SAMPLES) for _ in range(size * SAMPLES)]
    scale = size * SAMPLES / 64 * share
    left, top = (size * SAMPLES / 2 - middle * scale for middle in MIDDLE)
    reach = stroke / 2 * scale
    start = MARK[0]
    for a, b, end in MARK[1:]:
        for step in range(81):
            t, u = step / 80, 1 - step / 80
            x, y = (u**3 * start[i] + 3 * u * u * t * a[i] + 3 * u * t * t * b[i] + t**3 * end[i] for i in (0, 1))
            x, y = left + x * scale, top + y * scale
            for row in range(int(y - reach), int(y + reach) + 1):
                half = reach * reach - (row + 0.5 - y) ** 2
                if half > 0:
                    begin, after = round(x - half**0.5), round(x + half**0.5)
                    fine[row][begin:after] = b"\1" * (after - begin)
        start = end
    return [bytearray(sum(sum(fine[y * SAMPLES + i][x * SAMPLES:(x + 1) * SAMPLES]) for i in range(SAMPLES))
                      * SHADES // (SAMPLES * SAMPLES) for x in range(size)) for y in range(size)]


def coverage(width: int, height: int, shapes) -> list[bytearray]:
    """How much of each pixel the shapes cover, 0 to SHADES."""
    fine = [[0] * width for _ in range(height)]
    for shape in shapes:
        edges = list(zip(shape, shape[1:] + shape[:1]))
        top = max(0, int(min(y for _, y in shape) * SAMPLES))
        bottom = min(height * SAMPLES, int(max(y for _, y in shape) * SAMPLES) + 2)
        for row in range(top, bottom):
            y = (row + 0.5) / SAMPLES
            crossings = sorted(x0 + (y - y0) * (x1 - x0) / (y1 - y0)
                               for (x0, y0), (x1, y1) in edges if (y0 <= y) != (y1 <= y))
            for left, right in zip(crossings[::2], crossings[1::2]):
                for sample in range(max(0, round(left * SAMPLES)), min(width * SAMPLES, round(right * SAMPLES))):
                    fine[row // SAMPLES][sample // SAMPLES] += 1
    return [bytearray(min(SHADES, value * SHADES // (SAMPLES * SAMPLES)) for value in line) for line in fine]


def write_png(path: pathlib.Path, rows: list[bytearray], palette: list[tuple[int, int, int]]) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"PLTE", bytes(sum(palette, ())))
                     + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def between(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    return [tuple(round(g + (i - g) * shade / SHADES) for g, i in zip(ground, ink))
            for shade in range(SHADES + 1)]


def draw(name: str, width: int, height: int, shapes, colours) -> None:
    write_png(ASSETS / name, coverage(width, height, shapes), between(*colours))


def main() -> None:
    calm = ((220, 229, 229), (120, 148, 158))
    draw("avatar-missing.png", 400, 400, flight(200, 206, 92), calm)
    draw("header-missing.png", 1500, 500, flight(1010, 240, 104) + flight(520, 300, 46), calm)
    lake = between((14, 90, 114), (255, 255, 255))
    write_png(ASSETS / "favicon.png", thread(180, 4.6), lake)
    for size in (192, 512):
        write_png(APP / f"icon-{size}.png", thread(size, 4.6), lake)
    # Cut to any shape: everything within the middle four fifths.
    write_png(APP / "icon-maskable-512.png", thread(512, 4.6, 0.66), lake)


main()
