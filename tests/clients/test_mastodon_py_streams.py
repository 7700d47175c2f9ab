"""Debian's Mastodon.py: listening to streams of Server-Sent Events."""

import queue

import pytest
from mastodon import Mastodon, StreamListener

WAIT = 20


class Ears(StreamListener):
    """Notes what is heard."""

    def __init__(self):
        self.heard = queue.Queue()

    def on_update(self, status):
        self.heard.put(("update", status))

    def on_status_update(self, status):
        self.heard.put(("status.update", status))

    def on_notification(self, notification):
        self.heard.put(("notification", notification))

    def on_delete(self, status_id):
        self.heard.put(("delete", status_id))

    def on_abort(self, err):
        self.heard.put(("abort", err))

    def next(self):
        return self.heard.get(timeout=WAIT)


@pytest.fixture(scope="module")
def people(server):
    ann, bob = server.make_account("eara"), server.make_account("earb")
    bob.follows(ann)
    return [Mastodon(access_token=one.token, api_base_url=server.url) for one in (ann, bob)]


def listen(stream, *words):
    ears = Ears()
    return ears, stream(*words, ears, run_async=True)


def test_it_hears_its_home(people):
    ann, bob = people
    assert bob.stream_healthy()
    ears, handle = listen(bob.stream_user)
    status = ann.status_post("Hello ears")
    event, heard = ears.next()
    assert event == "update" and heard.id == status.id and heard.content == "<p>Hello ears</p>"
    ann.status_update(status.id, "Hello again")
    event, heard = ears.next()
    assert event == "status.update" and heard.content == "<p>Hello again</p>"
    ann.status_delete(status.id)
    event, heard = ears.next()
    assert event == "delete" and str(heard) == str(status.id)
    mine = bob.status_post("Like me")
    assert ears.next()[0] == "update"
    ann.status_favourite(mine.id)
    event, heard = ears.next()
    assert event == "notification" and heard.type == "favourite" and heard.status.id == mine.id
    handle.close()


def test_it_hears_the_public_and_a_tag(people):
    ann, bob = people
    local, first = listen(bob.stream_local)
    tagged, second = listen(bob.stream_hashtag, "ears")
    status = ann.status_post("Public #ears")
    for ears in (local, tagged):
        event, heard = ears.next()
        assert event == "update" and heard.id == status.id
    first.close()
    second.close()
