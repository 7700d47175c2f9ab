#!/usr/bin/env python3
"""Writes OUTPUT: skein::FUNCTION() over the files given, each as it is and compressed.

usage: generate_assets.py OUTPUT FUNCTION ROOT FILE...

Files are known by their path below ROOT, or by their last name when ROOT is empty; what does not get smaller is not
stored compressed.
"""
import gzip
import hashlib
import pathlib
import subprocess
import sys

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
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


def entry(name: str, path: pathlib.Path) -> str:
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
    fields = [f'"{name}"', f'"{content_type}"', f'"{digest}"', *map(view, variants)]
    return "    {" + ",\n     ".join(fields) + "},\n"


def main() -> None:
    output, function, root, *names = sys.argv[1:]
    paths: dict[str, pathlib.Path] = {}
    for path in map(pathlib.Path, names):
        name = path.relative_to(root).as_posix() if root else path.name
        if name in paths:
            sys.exit(f"{path} and {paths[name]} have the same name; assets are known by it")
        paths[name] = path
    text = (
        '#include <array>\n#include <cstdint>\n#include <span>\n#include <string>\n#include <string_view>\n\n'
        '#include "core/assets.h"\n\n'
        "// A page's style sheet is longer than the standard promises for a literal.\n"
        '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n'
        "namespace skein {\nnamespace {\n\n"
        f"constexpr std::array<Asset, {len(paths)}> files{{{{\n"
        + "".join(entry(name, path) for name, path in sorted(paths.items()))
        + "}};\n\n}  // namespace\n\n"
        f"std::span<Asset const> {function}() {{ return files; }}\n\n}}  // namespace skein\n"
    )
    pathlib.Path(output).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(output).write_text(text, encoding="ascii")


main()
