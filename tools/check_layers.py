#!/usr/bin/env python3
"""Layers point one way, each outside library has one door, and no two folders include each other."""

import re

from source_files import cpp_files, finish, relative

LAYERS = {
    "base": set(),
    "platform": {"base", "platform"},
    "core": {"base", "platform"},
    "social": {"base", "platform", "core"},
    "features": {"base", "platform", "core", "social"},
    "testing": {"base", "platform", "core", "social"},
    "app": {"base", "platform", "core", "social", "features"},
}

# An include that begins so may stand only in files whose path begins with one of these.
DOORS = {
    "boost/json": ("src/base/json",),
    "boost/": ("src/platform/http/",),
    "curl/": ("src/platform/http/", "src/platform/mail/"),
    "sqlite3": ("src/platform/db/",),
    "libpq": ("src/platform/db/",),
    "vips/": ("src/platform/imaging/",),
    "openssl/": ("src/platform/crypto/", "src/platform/http/client"),
    "sodium": ("src/platform/crypto/",),
    "unicode/": ("src/base/",),
    "idn2": ("src/base/",),
    "gumbo": ("src/base/sanitize_html",),
    "md4c": ("src/base/markdown",),
    "spdlog/": ("src/base/log",),
    "CLI/": ("src/app/",),
    "toml++": ("src/core/config",),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def room(path: str) -> str:
    """`platform/http` and `features/posting` are rooms of their own; elsewhere the layer is the room."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in ("platform", "features") and len(parts) > 2 else parts[0]


def is_test(path: str) -> bool:
    return path.endswith(("_test.cpp", "_fuzz.cpp", "_test.h"))


def layer_problem(path: str, target: str) -> str | None:
    source, layer = room(path), path.split("/")[0]
    target_layer = target.split("/")[0]
    if target_layer not in LAYERS or room(target) == source:
        return None
    if is_test(path) and target_layer == "testing":
        return None
    if layer == "features" and target_layer == "features":
        if is_test(path) and target.endswith("/feature.h"):
            return None  # A test installs what it needs.
        return "a feature never includes another feature"
    if layer == "app" and target_layer == "features" and not target.endswith("/feature.h"):
        return "app includes only the feature.h of a feature"
    if target_layer == layer or target_layer in LAYERS.get(layer, set()):
        return None
    return f"{layer} may not include {target_layer}"


def door_problem(path: str, target: str) -> str | None:
    for prefix, allowed in DOORS.items():
        if not target.startswith(prefix):
            continue
        if not path.startswith(allowed):
            return f"<{target}> belongs to {', '.join(allowed)}"
        if prefix.startswith("boost/") and path.endswith(".h"):
            return f"<{target}>: no header includes Boost"
        return None
    return None


def find_loop(edges: dict[str, dict[str, str]]) -> list[str]:
    done: set[str] = set()
    trail: list[str] = []

    def walk(node: str) -> list[str]:
        if node in trail:
            return trail[trail.index(node):] + [node]
        if node in done:
            return []
        trail.append(node)
        for after in sorted(edges.get(node, {})):
            if loop := walk(after):
                return loop
        trail.pop()
        done.add(node)
        return []

    for start in sorted(edges):
        if loop := walk(start):
            return loop
    return []


def main() -> None:
    problems: list[str] = []
    edges: dict[str, dict[str, str]] = {}
    files = [file for file in cpp_files() if relative(file).startswith("src/")]
    for file in files:
        path = relative(file)
        inner = path.removeprefix("src/")
        for kind, target in INCLUDE.findall(file.read_text()):
            problem = door_problem(path, target) if kind == "<" else layer_problem(inner, target)
            if problem:
                problems.append(f"{path}: {problem}")
            if kind == '"' and room(target) != room(inner) and not is_test(path):
                edges.setdefault(room(inner), {})[room(target)] = f"{path} includes {target}"
    if loop := find_loop(edges):
        problems.append("folders include each other in a circle: " + " → ".join(loop))
        problems += ["  " + edges[a][b] for a, b in zip(loop, loop[1:])]
    finish("layers", problems, f"{len(files)} files, one way")


main()
