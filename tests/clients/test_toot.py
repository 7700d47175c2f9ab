"""Debian's `toot`, a Mastodon client for the terminal, from logging in to posting and reading."""

import html
import json
import os
import re
import subprocess

import pytest

from pages import Browser
from skein_process import ROOT, eventually


class Toot:
    def __init__(self, server, home):
        self.server, self.home = server, home
        self.environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "NO_COLOR": "1",
                            "PYTHONUNBUFFERED": "1", "BROWSER": "true"}

    def run(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run(["/usr/bin/toot", *words], input=stdin, capture_output=True, text=True,
                              env=self.environment, timeout=120)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stdout + done.stderr
        return done.stdout

    def log_in(self, name: str) -> str:
        """Reads the address that toot prints, authorises there, and gives toot the code."""
        process = subprocess.Popen(
            ["/usr/bin/toot", "login", "--disable-https", "--instance", f"127.0.0.1:{self.server.port}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)
        printed = ""
        while not (found := re.search(r"(http://\S+/oauth/authorize\S+)\s", printed)):
            line = process.stdout.readline()
            assert line, printed
            printed += line
        page = Browser(self.server).authorize(html.unescape(found.group(1)), name)
        code = re.search(r"<(?:code|output)[^>]*>([\w-]{20,})</", page.text)
        assert code, page.text
        rest, _ = process.communicate(f"n\n{code.group(1)}\n", timeout=60)
        assert process.returncode == 0, printed + rest
        return rest


@pytest.fixture(scope="module")
def people(server):
    return server.make_account("toota", "owner"), server.make_account("tootb")


@pytest.fixture(scope="module")
def toot(server, people, tmp_path_factory):
    client = Toot(server, tmp_path_factory.mktemp("toot"))
    assert "Successfully logged in" in client.log_in(people[0].name)
    return client


def test_it_knows_who_it_is(toot):
    assert "@toota" in toot.run("whoami")
    assert "4.6.0" in toot.run("instance", "--disable-https")


def test_it_posts_and_reads(toot, people):
    other = people[1]
    said = other.says("An answer for @toota about #geese")
    toot.run("post", "Hello from the terminal", "--visibility", "public")
    toot.run("follow", "tootb")
    other.says("After the follow")
    assert eventually(lambda: "After the follow" in toot.run("timeline", "--once"))
    assert "Hello from the terminal" in toot.run("timeline", "--public", "--local", "--once")
    assert "about" in toot.run("timeline", "--tag", "geese", "--once")
    assert "An answer for" in toot.run("notifications")
    assert "An answer for" in toot.run("thread", said["id"])


def test_it_does_things_with_posts(toot, people):
    post = people[1].says("To be liked and kept")["id"]
    for deed in ("favourite", "reblog", "bookmark"):
        toot.run(deed, post)
    mine = people[0].get(f"/api/v1/statuses/{post}").json
    assert mine["favourited"] and mine["reblogged"] and mine["bookmarked"]
    assert "toota" in toot.run("reblogged_by", post)
    assert "To be liked" in toot.run("bookmarks", "--once")
    for deed in ("unfavourite", "unreblog", "unbookmark"):
        toot.run(deed, post)
    own = people[0].says("To be pinned and deleted")["id"]
    for deed in ("pin", "unpin", "delete"):
        toot.run(deed, own)
    assert people[0].get(f"/api/v1/statuses/{own}").status == 404


def test_it_relates(toot):
    assert "tootb" in toot.run("whois", "tootb")
    for deed in ("follow", "mute", "unmute", "block", "unblock", "follow", "unfollow"):
        toot.run(deed, "tootb")
    toot.run("follow", "tootb")
    assert "tootb" in toot.run("following", "toota")
    assert "toota" in toot.run("followers", "tootb")


def test_it_uploads_a_picture(toot, people):
    picture = ROOT / "tests/fixtures/media/quarters.png"
    toot.run("post", "With a picture", "--media", str(picture), "--description", "Four quarters")
    latest = people[0].get(f"/api/v1/accounts/{people[0].id}/statuses?limit=1").json[0]
    assert latest["media_attachments"][0]["description"] == "Four quarters"


def test_its_configuration_holds_a_token_that_can_be_revoked(toot, server):
    config = json.loads((toot.home / "toot/config.json").read_text())
    token = next(iter(config["users"].values()))["access_token"]
    assert server.get("/api/v1/accounts/verify_credentials", token).status == 200
