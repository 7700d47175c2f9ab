"""Everything an account has, taken along as one archive in the form that Mastodon gives it."""

import io
import json
import zipfile

import pytest

from pages import PASSWORD, Browser
from skein_process import ROOT, eventually

pytestmark = pytest.mark.optional
PICTURE = (ROOT / "tests/fixtures/media/quarters.png").read_bytes()


@pytest.fixture
def ann(person):
    return person("ann")


def signed_in(server, who) -> Browser:
    browser = Browser(server)
    browser.sign_in(who.name)
    return browser


def ask(browser: Browser, password: str = PASSWORD):
    page = browser.open("/settings/export")
    form = next(one for one in page.forms if one["action"] == "/settings/archive")
    return browser.submit(page, form, current_password=password)


def link(browser: Browser) -> str | None:
    text = browser.open("/settings/export").text
    at = text.find("/settings/archives/")
    return text[at:text.index('"', at)] if at >= 0 else None


def fetch(browser: Browser, path: str):
    return browser.session.get(browser.server.url + path, timeout=60, allow_redirects=False)


def test_everything_is_in_the_archive(server, person, ann, tmp_path):
    bob = person("bob")
    (tmp_path / "archived.png").write_bytes(PICTURE)
    server.command("emoji", "import", str(tmp_path))
    assert ann.patch("/api/v1/accounts/update_credentials", data={"display_name": "Ann"},
                     files={"avatar": ("a.png", PICTURE, "image/png")}).status == 200
    media = ann.post("/api/v2/media", files={"file": ("p.png", PICTURE, "image/png")}, data={"description": "a picture"})
    assert media.status == 200, media.text
    posts = [ann.says("words of mine :archived:", media_ids=[media.json["id"]]), ann.says("for followers", "private"),
             ann.says(f"psst @{bob.name}", "direct")]
    theirs = bob.says("theirs")
    for deed in ("favourite", "bookmark", "reblog"):
        assert ann.post(f"/api/v1/statuses/{theirs['id']}/{deed}").status == 200

    browser = signed_in(server, ann)
    assert "This is not your password." in ask(browser, "somebody's guess").text
    assert "being put together since" not in browser.open("/settings/export").text and not link(browser)
    ask(browser)
    assert link(browser) or "being put together since" in browser.open("/settings/export").text
    path = eventually(lambda: link(browser))
    answer = fetch(browser, path)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None

    def read(name):
        return json.loads(archive.read(name))
    outbox, actor = read("outbox.json"), read("actor.json")
    assert outbox["type"] == "OrderedCollection" and outbox["id"] == "outbox.json" and outbox["@context"]
    assert outbox["totalItems"] == len(outbox["orderedItems"]) == 4
    assert [one["type"] for one in outbox["orderedItems"]] == ["Create"] * 3 + ["Announce"]
    assert [one["object"]["id"] for one in outbox["orderedItems"][:3]] == [one["uri"] for one in posts]
    assert "words of mine" in outbox["orderedItems"][0]["object"]["content"]
    attachment, = outbox["orderedItems"][0]["object"]["attachment"]
    assert attachment["url"] in archive.namelist() and attachment["name"] == "a picture"
    assert attachment["url"].startswith("media_attachments/files/") and archive.read(attachment["url"])
    emoji, = [one for one in outbox["orderedItems"][0]["object"]["tag"] if one["type"] == "Emoji"]
    assert emoji["icon"]["url"].startswith("http"), "its picture is not in the archive"
    assert read("likes.json")["orderedItems"] == read("bookmarks.json")["orderedItems"] == [theirs["uri"]]
    assert actor["preferredUsername"] == ann.name and actor["name"] == "Ann"
    assert (actor["outbox"], actor["likes"], actor["bookmarks"]) == ("outbox.json", "likes.json", "bookmarks.json")
    assert actor["icon"]["url"].startswith("avatar.") and archive.read(actor["icon"]["url"])

    # Once in seven days, and for nobody else.
    assert not [one for one in browser.open("/settings/export").forms if one["action"] == "/settings/archive"]
    assert fetch(signed_in(server, bob), path).status_code == 404
    assert fetch(Browser(server), path).status_code == 303


def test_an_empty_account_has_an_archive_too(server, ann):
    browser = signed_in(server, ann)
    ask(browser)
    path = eventually(lambda: link(browser))
    archive = zipfile.ZipFile(io.BytesIO(fetch(browser, path).content))
    assert sorted(archive.namelist()) == ["actor.json", "bookmarks.json", "likes.json", "outbox.json"]
    assert json.loads(archive.read("outbox.json"))["orderedItems"] == []
