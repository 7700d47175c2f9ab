#!/usr/bin/env python3
"""Writes OUTPUT: skein::all_assets() over the files given, each as it is and compressed.

usage: generate_assets.py OUTPUT FILE...

Files are known by their last name; what does not get smaller is not stored compressed.
"""
import gzip
import hashlib
import pathlib
import subprocess
import sys

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
PRINTABLE = {byte: chr(byte) for byte in range(0x20, 0x7F) if chr(byte) not in '"\\?'}
PIECE_BYTES = 64


def literal(data: bytes) -> str:
    """The bytes as C++ string literals; octal escapes have a fixed length, so none runs on."""
    pieces = []
    for start in range(0, len(data), PIECE_BYTES):
        piece = data[start:start + PIECE_BYTES]
        pieces.append('    "' + "".join(PRINTABLE.get(b) or f"\\{b:03o}" for b in piece) + '"')
    return "\n".join(pieces) or '    ""'


def view(data: bytes) -> str:
    return f"std::string_view(\n{literal(data)},\n    {len(data)})"


def piped(command: list[str], data: bytes) -> bytes:
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def smaller(variant: bytes, data: bytes) -> bytes:
    return variant if len(variant) < len(data) else b""


def entry(path: pathlib.Path) -> str:
    data = path.read_bytes()
    content_type = CONTENT_TYPES.get(path.suffix)
    if content_type is None:
        sys.exit(f"{path}: no content type is known for {path.suffix}; add it to {__file__}")
    variants = [
        data,
        smaller(gzip.compress(data, 9, mtime=0), data),
        smaller(piped(["brotli", "--best", "--stdout", "-"], data), data),
        smaller(piped(["zstd", "-19", "--quiet", "--stdout", "-"], data), data),
    ]
    digest = hashlib.sha256(data).hexdigest()[:16]
    fields = [f'"{path.name}"', f'"{content_type}"', f'"{digest}"', *map(view, variants)]
    return "    {" + ",\n     ".join(fields) + "},\n"


def main() -> None:
    output, *names = sys.argv[1:]
    paths = sorted((pathlib.Path(name) for name in names), key=lambda path: path.name)
    for one, other in zip(paths, paths[1:]):
        if one.name == other.name:
            sys.exit(f"{one} and {other} have the same name; assets are known by it")
    text = (
        '#include "core/assets.h"\n\n#include <array>\n\n'
        "// A page's style sheet is longer than the standard promises for a literal.\n"
        '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n'
        "namespace skein {\nnamespace {\n\n"
        f"constexpr std::array<Asset, {len(paths)}> assets{{{{\n"
        + "".join(entry(path) for path in paths)
        + "}};\n\n}  // namespace\n\n"
        "std::span<Asset const> all_assets() { return assets; }\n\n}  // namespace skein\n"
    )
    pathlib.Path(output).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(output).write_text(text, encoding="ascii")


main()
