"""snac2, a complete server nobody here wrote, driven by its own command line and looked at in its own files."""

import json
import os
import pathlib
import subprocess

import pytest
from conftest import PORTS, SNAC, eventually, find, follow, in_home, notified, post_of, relation

pytestmark = pytest.mark.skipif(not SNAC, reason="not run: snac2's source could not be had")


class Snac:
    def __init__(self, place: pathlib.Path):
        self.data = place / "snac"
        answers = f"127.0.0.1\n{PORTS['snac.example']}\nsnac.example\n\nadmin@example.org\n"
        subprocess.run([SNAC, "init", self.data], input=answers, text=True, check=True, stdout=subprocess.DEVNULL)
        self.log_path = place / "snac.log"
        self.log = open(self.log_path, "ab")
        self.process = None

    def start(self):
        self.process = subprocess.Popen([SNAC, "httpd", self.data], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                        env={**os.environ, "DEBUG": "2"})

    def __call__(self, *words: str) -> str:
        command, *rest = words
        done = subprocess.run([SNAC, command, self.data, *rest], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              timeout=60)
        return done.stdout + done.stderr

    def objects(self) -> list[tuple[pathlib.Path, dict]]:
        found = []
        for path in self.data.glob("object/*/*.json"):
            try:
                found.append((path, json.loads(path.read_text())))
            except (ValueError, OSError):
                continue  # Just being written, or just gone.
        return found

    def object(self, identifier: str):
        return next((one for _, one in self.objects() if one.get("id") == identifier), None)

    def index_of(self, identifier: str, kind: str) -> list[str]:
        """Who liked (`l`) or announced (`a`) an object."""
        for path, one in self.objects():
            if one.get("id") == identifier:
                index = path.with_name(path.stem + f"_{kind}.idx")
                return index.read_text().split() if index.exists() else []
        return []

    def notes_of(self, user: str) -> list[dict]:
        actor = f"https://snac.example/{user}"
        return [one for _, one in self.objects() if one.get("attributedTo") == actor]

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture(scope="module")
def snac(place):
    server = Snac(place)
    for user in ("sam", "sue", "tom", "old", "new"):
        server("adduser", user)
    server.start()
    yield server
    server.stop()


def written(snac, user: str, text: str, to: str = "") -> dict:
    """A note; a direct one where it names somebody."""
    snac(*(("note_mention", user, f"{to} {text}") if to else ("note", user, text)))
    return eventually(lambda: next((one for one in snac.notes_of(user) if text in one.get("content", "")), None), "the note")


def test_we_follow_it_and_read_it(snac, one, person):
    ann = person(one, "ann")
    follow(ann, "sam@snac.example")
    note = written(snac, "sam", "Greetings from a small server")
    copy = in_home(ann, lambda post: post["uri"] == note["id"])
    assert "small server" in copy["content"] and copy["account"]["acct"] == "sam@snac.example"
    for deed, kind in (("favourite", "l"), ("reblog", "a")):
        assert ann.post(f"/api/v1/statuses/{copy['id']}/{deed}").status == 200
        eventually(lambda: snac.index_of(note["id"], kind), deed)
    answer = ann.says("@sam@snac.example well met", in_reply_to_id=copy["id"])
    eventually(lambda: snac.object(answer["uri"]), "our answer")
    assert ann.put(f"/api/v1/statuses/{answer['id']}", json={"status": "@sam@snac.example well met again"}).status == 200
    eventually(lambda: "again" in (snac.object(answer["uri"]) or {}).get("content", ""), "our edit")
    assert ann.delete(f"/api/v1/statuses/{answer['id']}").status == 200
    eventually(lambda: (snac.object(answer["uri"]) or {"type": "Tombstone"})["type"] == "Tombstone", "our deletion")


def test_it_follows_us_and_reads_us(snac, one, person):
    bea = person(one, "bea")
    snac("follow", "sue", f"https://{one.host}/@{bea.name}")
    notified(bea, "follow")
    post = bea.says("Hello, small server")
    eventually(lambda: snac.object(post["uri"]), "our post")
    private = bea.says("among us", visibility="private")
    eventually(lambda: snac.object(private["uri"]), "our private post")
    snac("boost", "sue", post["uri"])
    notified(bea, "reblog")
    note = written(snac, "sue", "a word with you", f"@{bea.name}@{one.host}")
    # A stranger's private word waits until bea lets her in.
    asked = eventually(lambda: bea.get("/api/v1/notifications/requests").json, "the request")[0]
    assert asked["account"]["acct"] == "sue@snac.example" and asked["last_status"]["uri"] == note["id"]
    assert not [got for got in bea.get("/api/v1/notifications").json if got["type"] == "mention"]
    assert bea.post(f"/api/v1/notifications/requests/{asked['id']}/accept").status == 200
    mention = notified(bea, "mention")
    assert mention["status"]["uri"] == note["id"] and mention["status"]["visibility"] == "direct"


def test_polls_private_posts_and_blocks(snac, one, person):
    cat = person(one, "cat")
    account = follow(cat, "tom@snac.example")
    direct = cat.says("@tom@snac.example psst", visibility="direct")
    eventually(lambda: snac.object(direct["uri"]), "our direct post")
    snac("follow", "tom", f"https://{one.host}/@{cat.name}")
    notified(cat, "follow")
    poll = cat.says("Tea?", poll={"options": ["tea", "coffee"], "expires_in": 3600})
    question = eventually(lambda: snac.object(poll["uri"]), "our poll")
    assert question["type"] == "Question"
    assert cat.post(f"/api/v1/accounts/{account['id']}/block").status == 200
    assert not relation(cat, account)["following"] and not relation(cat, account)["followed_by"]
    hidden = cat.says("not for those I block")
    eventually(lambda: "Block" in snac.log_path.read_text(), "our block")
    assert snac.object(hidden["uri"]) is None


def test_it_moves_and_its_followers_come_along(snac, one, person):
    dan = person(one, "dan")
    old = follow(dan, "old@snac.example")
    snac("alias", "new", "https://snac.example/old")
    snac("alias", "old", "https://snac.example/new")
    said = snac("migrate", "old")
    assert "Cannot" not in said, said
    new = find(dan, "new@snac.example")
    eventually(lambda: relation(dan, new)["following"] and not relation(dan, old)["following"], "the move")
    assert post_of(dan, "1") is None
