#!/usr/bin/env python3
"""api_table.py ROUTES.md: each row of the Mastodon API, which route serves it and which tests ask for it, as Markdown.

A row counts as asked for where a test holds its address beside its method: in a call (`server.get(f"/api/v1/lists/{id}")`,
`server.ask("GET", "/api/v1/lists")`) or in words (`"GET /api/v1/lists/:id"`). What the tests assert of the answer is
theirs to say."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests/fixtures/reference/mastodon-api.tsv"
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# An address in a string, and what stands before it: `.get(`, `"GET", ` or `GET `.
CALL = re.compile(
    r"""(?:\.(?P<call>get|post|put|patch|remove|delete|form|upload|everything_of)(?:_\w+)?\s*\([^"'()]{0,80}?f?["']
        |["'](?P<verb>GET|POST|PUT|PATCH|DELETE)["']\s*,\s*f?["']
        |\b(?P<words>GET|POST|PUT|PATCH|DELETE)\s+)
        (?P<path>/(?:[\w.:+*/-]|\{[^{}]*\})*)""", re.VERBOSE)
CPP_CALL = re.compile(r"Method::(?P<verb>get|post|put|patch|remove|del|delete_)\b[^;\"]{0,80}\"(?P<path>/[^\"?]*)")


def segments(path: str) -> list[str]:
    path = re.sub(r"\{[^{}]*\}", ":x", path.split("?")[0].rstrip("/"))
    return path.split("/")


def is_open(segment: str) -> bool:
    return segment.startswith(":") or ":x" in segment


def matches(row: list[str], asked: list[str]) -> bool:
    """A row's parameter matches anything; what a test puts in for one is a word or an expression."""
    return len(row) == len(asked) and all(
        is_open(wanted) if is_open(given) else (is_open(wanted) or wanted == given) for wanted, given in zip(row, asked))


def served_routes(document: pathlib.Path) -> set[tuple[str, str]]:
    found = re.findall(r"^## `(\w+) (\S+)`", document.read_text(), re.M)
    return {(verb, "/".join(":x" if part.startswith("{") else part for part in path.split("/"))) for verb, path in found}


def requests_of(test: pathlib.Path):
    text = test.read_text(errors="replace")
    for found in CALL.finditer(text):
        verb = found["verb"] or found["words"] or {"remove": "DELETE", "form": "POST", "upload": "POST",
                                                   "everything_of": "GET"}.get(found["call"], found["call"].upper())
        yield verb, segments(found["path"])
    for found in CPP_CALL.finditer(text):
        verb = "DELETE" if found["verb"] in ("remove", "del", "delete_") else found["verb"].upper()
        yield verb, segments(found["path"])


def all_requests() -> list[tuple[str, list[str], str]]:
    tests = sorted([*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("src/**/*_test.cpp")])
    seen = {(verb, tuple(path), test.relative_to(ROOT).as_posix())
            for test in tests if "node_modules" not in test.parts for verb, path in requests_of(test)}
    return [(verb, list(path), name) for verb, path, name in sorted(seen)]


def rows():
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith(("#", "method\t")):
            field = line.split("\t")
            yield field[0], field[1], field[8], line


def words_of(folder: str) -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / folder).rglob("*"))
                     if path.suffix in (".cpp", ".h", ".py") and not path.name.endswith("_test.cpp"))


def main() -> None:
    routes = served_routes(pathlib.Path(sys.argv[1]))
    requests = all_requests()
    streaming = words_of("src/features/streaming") if (ROOT / "src/features/streaming").is_dir() else ""
    streams_asked = (ROOT / "tests/api/test_streaming.py")
    asked_text = streams_asked.read_text() if streams_asked.exists() else ""
    scope_words, out, served_count, asked_count, total = words_of("src"), [], 0, 0, 0
    group = None
    for verb, path, name, _ in rows():
        if verb == "SCOPE":
            continue
        if name != group:
            group = name
            out += ["", f"## {group}", "", "| | address | served | asked for by |", "|---|---|---|---|"]
        if verb in ("STREAM", "EVENT"):
            served, tests = f'"{path}"' in streaming, ["tests/api/test_streaming.py"] if f'"{path}"' in asked_text else []
        else:
            wanted = segments(path)
            method = "GET" if verb == "WS" else verb
            plain = "/".join(":x" if part.startswith(":") else part for part in path.split("/"))
            served = (method, plain) in routes
            tests = sorted({test for asked, given, test in requests if asked == method and matches(wanted, given)})
        total, served_count, asked_count = total + 1, served_count + served, asked_count + bool(tests)
        shown = ", ".join(f"`{test}`" for test in tests[:2]) + (f" and {len(tests) - 2} more" if len(tests) > 2 else "")
        out.append(f"| {verb} | `{path}` | {'yes' if served else '**no**'} | {shown or '**none**'} |")
    scopes = [path for verb, path, _, _ in rows() if verb == "SCOPE"]
    known = [scope for scope in scopes if f'"{scope}"' in scope_words]
    print("<!-- Generated by `./dev reference`; do not edit. `./dev test` fails when it is stale. -->\n")
    print("# The Mastodon API, row by row\n")
    print(f"Of {total} rows (addresses, streams, events) {served_count} are served and {asked_count} asked for by a test "
          f"of this project. Of {len(scopes)} scopes {len(known)} are known.")
    print("\n".join(out))


main()
