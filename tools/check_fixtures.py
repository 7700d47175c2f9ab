#!/usr/bin/env python3
"""Where tests/fixtures differs from what it was copied from, when that stands beside the project."""

from pathlib import Path

from source_files import ROOT, finish

SHARED = ROOT.parent / "shared"


def contents(place: Path) -> dict[str, bytes]:
    """The bytes of a file, or of each file in a folder, by name below it."""
    files = place.rglob("*") if place.is_dir() else [place]
    return {str(file.relative_to(place)): file.read_bytes() for file in files if file.is_file()}


def main() -> None:
    """tests/fixtures/SOURCES names each copy: its path, two spaces or more, the path it came from.
    A folder stands for its files."""
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
        elif SHARED.is_dir() and contents(fixtures / copy) != contents(SHARED / source):
            problems.append(f"tests/fixtures/{copy} differs from shared/{source}")
    finish("fixtures", problems, f"{count} copies " + ("agree" if SHARED.is_dir() else "present"))


main()
