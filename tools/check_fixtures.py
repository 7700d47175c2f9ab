#!/usr/bin/env python3
"""Where tests/fixtures differs from what it was copied from, when that stands beside the project."""

from source_files import ROOT, finish

SHARED = ROOT.parent / "shared"


def main() -> None:
    """tests/fixtures/SOURCES names each copy: its path, two spaces or more, the path it came from."""
    fixtures = ROOT / "tests/fixtures"
    problems: list[str] = []
    count = 0
    for line in (fixtures / "SOURCES").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        copy, source = line.split()
        count += 1
        if not (fixtures / copy).exists():
            problems.append(f"tests/fixtures/{copy} is named in SOURCES and does not exist")
        elif SHARED.is_dir() and (fixtures / copy).read_bytes() != (SHARED / source).read_bytes():
            problems.append(f"tests/fixtures/{copy} differs from shared/{source}")
    finish("fixtures", problems, f"{count} copies " + ("agree" if SHARED.is_dir() else "present"))


main()
