"""Quotes as apps make them: what may be quoted by whom, what of it is shown to whom, and taking consent back."""

import pytest

from entities import assert_is
from skein_process import eventually


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def quote(who, quoted: dict, **more):
    return who.post("/api/v1/statuses", json={"status": "Look", "quoted_status_id": quoted["id"], **more})


def shown(who, status: dict) -> dict:
    answer = who.get(f"/api/v1/statuses/{status['id']}")
    assert answer.status == 200
    assert_is(answer.json, "Status")
    return answer.json


def test_a_quote_is_complete_for_everybody(server, ann, bob):
    first = ann.says("Hello")
    second = quote(bob, first).json
    third = quote(ann, second).json
    for token in (None, ann.token, bob.token):
        status = server.get(f"/api/v1/statuses/{third['id']}", token).json
        assert_is(status, "Status", reader=token is not None)
        inner = status["quote"]["quoted_status"]
        assert status["quote"]["state"] == "accepted" and inner["id"] == second["id"]
        assert inner["quote"] == {"state": "accepted", "quoted_status_id": first["id"]}
        assert inner["quotes_count"] == 1
    assert second["content"].startswith('<p class="quote-inline">RE: <a href=')


def test_the_author_says_who_may_quote(ann, bob):
    closed = ann.says("Mine", quote_approval_policy="nobody")
    assert closed["quote_approval"] == {"automatic": [], "manual": [], "current_user": "automatic"}
    assert shown(bob, closed)["quote_approval"]["current_user"] == "denied"
    assert quote(bob, closed).status == 422
    assert quote(ann, closed).status == 200
    some = ann.says("For some", quote_approval_policy="followers")
    assert shown(bob, some)["quote_approval"] == {"automatic": ["followers"], "manual": [], "current_user": "denied"}
    assert quote(bob, some).status == 422
    bob.follows(ann)
    assert shown(bob, some)["quote_approval"]["current_user"] == "automatic"
    assert quote(bob, some).status == 200


def test_new_posts_begin_with_what_their_author_chose(ann, bob):
    answer = ann.patch("/api/v1/accounts/update_credentials", json={"source": {"quote_policy": "nobody"}})
    assert answer.status == 200
    assert ann.says("Mine")["quote_approval"]["automatic"] == []
    private = ann.says("Narrow", "private", quote_approval_policy="public")
    assert private["quote_approval"]["automatic"] == []


def test_the_policy_can_be_changed_later(ann, bob):
    status = ann.says("Hello")
    path = f"/api/v1/statuses/{status['id']}/interaction_policy"
    answer = ann.put(path, json={"quote_approval_policy": "nobody"})
    assert answer.status == 200
    assert_is(answer.json, "Status")
    assert answer.json["quote_approval"]["automatic"] == [] and answer.json["edited_at"] is None
    assert quote(bob, status).status == 422
    assert ann.put(path, data={"quote_approval_policy": "public"}).status == 200
    assert quote(bob, status).status == 200
    assert bob.put(path, json={"quote_approval_policy": "nobody"}).status == 404
    assert ann.put(path, json={"quote_approval_policy": "everybody"}).status == 422


def test_what_cannot_be_seen_cannot_be_quoted(ann, bob):
    words = "The post you are trying to quote does not appear to exist."
    for status in (ann.says("Narrow", "private"), ann.says("Just me", "direct"), {"id": "1"}):
        answer = quote(bob, status)
        assert answer.status == 404 and answer.json["error"] == words
    own = quote(ann, ann.says("Narrow", "private")).json
    assert own["visibility"] == "private"
    assert quote(ann, ann.says("Just me", "direct")).status == 422


def test_a_quote_has_neither_media_nor_poll(ann, bob):
    status = ann.says("Hello")
    poll = {"options": ["a", "b"], "expires_in": 300}
    assert quote(bob, status, poll=poll).status == 422
    assert quote(bob, status, media_ids=["1"]).status == 422
    assert quote(bob, status, status="").status == 422


def test_consent_can_be_taken_back(server, ann, bob):
    status = ann.says("Hello")
    quoting = quote(bob, status).json
    listed = ann.get(f"/api/v1/statuses/{status['id']}/quotes")
    assert [one["id"] for one in listed.json] == [quoting["id"]]
    assert_is(listed.json[0], "Status")
    path = f"/api/v1/statuses/{status['id']}/quotes/{quoting['id']}/revoke"
    assert bob.post(path).status == 403
    answer = ann.post(path)
    assert answer.status == 200
    assert_is(answer.json, "Status")
    assert answer.json["quote"] == {"state": "revoked", "quoted_status": None}
    assert ann.get(f"/api/v1/statuses/{status['id']}/quotes").json == []
    assert shown(ann, status)["quotes_count"] == 0
    assert shown(bob, quoting)["quote"]["state"] == "revoked"
    assert ann.post(f"/api/v1/statuses/{status['id']}/quotes/1/revoke").status == 404


def test_each_reader_sees_what_they_may(server, ann, bob, person):
    status = ann.says("Hello")
    quoting = quote(bob, status).json
    reader = person("reader")
    state = lambda who: shown(who, quoting)["quote"]
    assert state(reader)["state"] == "accepted"
    reader.post(f"/api/v1/accounts/{ann.id}/mute")
    assert state(reader)["state"] == "muted_account" and state(reader)["quoted_status"]
    reader.post(f"/api/v1/accounts/{ann.id}/block")
    assert state(reader) == {"state": "blocked_account", "quoted_status": None}
    reader.post(f"/api/v1/accounts/{ann.id}/unblock")
    ann.post(f"/api/v1/accounts/{reader.id}/block")
    assert state(reader) == {"state": "unauthorized", "quoted_status": None}
    assert state(bob)["state"] == "accepted"
    assert ann.delete(f"/api/v1/statuses/{status['id']}").status == 200
    assert state(bob) == {"state": "deleted", "quoted_status": None}


def test_people_are_told_of_quotes_and_of_edits_to_what_they_quote(ann, bob):
    status = ann.says("Hello")
    quoting = quote(bob, status).json
    kinds = lambda who: [one["type"] for one in who.get("/api/v1/notifications").json]
    told = ann.get("/api/v1/notifications").json
    assert [one["type"] for one in told] == ["quote"]
    assert_is(told[0], "Notification")
    assert told[0]["status"]["id"] == quoting["id"]
    assert ann.put(f"/api/v1/statuses/{status['id']}", json={"status": "Hello again"}).status == 200
    assert eventually(lambda: kinds(bob) == ["quoted_update"])
    assert ann.post(f"/api/v1/statuses/{status['id']}/quotes/{quoting['id']}/revoke").status == 200
    assert kinds(ann) == []


def test_an_edit_keeps_the_quote_and_its_line(ann, bob):
    quoting = quote(bob, ann.says("Hello")).json
    edited = bob.put(f"/api/v1/statuses/{quoting['id']}", json={"status": "Look here"}).json
    assert edited["quote"]["state"] == "accepted"
    assert edited["content"].startswith('<p class="quote-inline">') and edited["content"].endswith("<p>Look here</p>")
    assert bob.get(f"/api/v1/statuses/{quoting['id']}/source").json["text"] == "Look here"


def test_who_may_quote_is_changed_afterwards(server, ann, bob):
    """PUT /api/v1/statuses/:id/interaction_policy"""
    post = ann.says("For everybody")
    path = f"/api/v1/statuses/{post['id']}/interaction_policy"
    changed = ann.put(path, json={"quote_approval_policy": "nobody"})
    assert changed.status == 200
    assert_is(changed.json, "Status")
    assert changed.json["quote_approval"]["automatic"] == [] and changed.json["edited_at"] is None
    assert shown(bob, post)["quote_approval"]["current_user"] == "denied" and quote(bob, post).status == 422
    followers = ann.put(path, data={"quote_approval_policy": "followers"}).json
    assert followers["quote_approval"]["automatic"] == ["followers"]
    assert ann.put(path, json={"quote_approval_policy": "public"}).status == 200
    assert quote(bob, post).status == 200
    assert ann.put(path, json={"quote_approval_policy": "friends"}).status == 422
    assert ann.put(path, json={}).status == 422
    assert bob.put(path, json={"quote_approval_policy": "nobody"}).status == 404, "somebody else's"
    assert ann.put("/api/v1/statuses/12345/interaction_policy", json={"quote_approval_policy": "nobody"}).status == 404
    assert server.ask("PUT", path, json={"quote_approval_policy": "nobody"}).status == 401
    reading = server.token(ann.name, "read")
    assert server.ask("PUT", path, reading, json={"quote_approval_policy": "nobody"}).status == 403
