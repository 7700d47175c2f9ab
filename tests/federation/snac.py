#!/usr/bin/env python3
"""snac2, a complete small server nobody here wrote: built from the source package of a newer Debian release with this
release's own libraries. The source is pinned by its hash.

    tests/federation/snac.py DIRECTORY      builds DIRECTORY/snac; ends with 3 when the source cannot be had
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

RELEASE = "trixie"
ARCHIVE = "snac2_2.75.orig.tar.xz"
SHA256 = "aed2ef5669bab51f44b3d9d9740fc6e1595caefa30a52edf49dc0db757fc946c"
NOT_TO_BE_HAD = 3


def mirror():
    """Where this machine gets its packages from."""
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"],
                            capture_output=True, text=True)
    sites = [line for line in listed.stdout.split() if "security" not in line]
    return sites[0] if sites else None


def fetch(place):
    """The archive, through apt with lists of its own; nothing when it cannot be had."""
    site = mirror()
    if not site:
        return None
    for folder in ("lists/partial", "archives/partial"):
        (place / folder).mkdir(parents=True)
    sources = place / "sources.list"
    sources.write_text(f"deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {site} {RELEASE} main\n")
    options = ["-q", "-o", f"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=-",
               "-o", f"Dir::State::lists={place / 'lists'}", "-o", f"Dir::Cache={place}", "-o", "APT::Sandbox::User=root"]
    for words in (["update"], ["source", "--download-only", "snac2"]):
        try:
            done = subprocess.run(["apt-get", *options, *words], cwd=place, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            return None
        if done.returncode != 0:
            print("snac2:", done.stderr.strip()[-500:], file=sys.stderr)
            return None
    archive = place / ARCHIVE
    return archive if archive.exists() else None


def build(target):
    with tempfile.TemporaryDirectory(prefix="skein_snac_") as name:
        place = pathlib.Path(name)
        archive = fetch(place)
        if archive is None or hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
            print(f"snac2: {ARCHIVE} with the pinned hash cannot be had from {RELEASE}.", file=sys.stderr)
            return NOT_TO_BE_HAD
        (place / "source").mkdir()
        subprocess.run(["tar", "xf", archive, "-C", place / "source", "--strip-components=1"], check=True)
        subprocess.run(["make", "-C", place / "source", f"-j{os.cpu_count()}"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(place / "source" / "snac", target / "snac")
        (target / "sha256").write_text(SHA256)
    return 0


def main():
    target = pathlib.Path(sys.argv[1])
    if (target / "snac").exists() and (target / "sha256").read_text() == SHA256:
        return 0
    return build(target)


if __name__ == "__main__":
    sys.exit(main())
