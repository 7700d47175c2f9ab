#!/usr/bin/env python3
"""Every path that a document names exists, and every link between documents leads somewhere."""

import re

from source_files import ROOT, finish, relative, tracked

PATH = re.compile(r"`((?:src|tests|tools|bench|web|docs|cmake|changes\.d|\.ci)/[\w./{}*@+-]+|[\w-]+\.(?:md|json|txt))`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
NOT_YET = re.compile(r"NNNN|NAME|<|\*")


def expand(path: str) -> list[str]:
    """`a/b.{h,cpp}` names two files."""
    match = re.search(r"\{([^}]*)\}", path)
    if not match:
        return [path]
    return [one for word in match.group(1).split(",") for one in expand(path[: match.start()] + word + path[match.end():])]


def main() -> None:
    problems: list[str] = []
    count = 0
    for file in tracked("*.md"):
        text = re.sub(r"```.*?```", "", file.read_text(), flags=re.DOTALL)
        for match in PATH.finditer(text):
            if NOT_YET.search(match.group(1)):
                continue
            for path in expand(match.group(1)):
                count += 1
                if not (ROOT / path).exists() and not (file.parent / path).exists():
                    problems.append(f"{relative(file)}: {path} does not exist")
        for match in LINK.finditer(text):
            count += 1
            if not (file.parent / match.group(1)).exists():
                problems.append(f"{relative(file)}: the link to {match.group(1)} leads nowhere")
    finish("documents", problems, f"{count} paths exist")


main()
