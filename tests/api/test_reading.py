"""Who follows, who boosted, what is around a post, how far somebody has read: what apps ask for all day."""

import pytest

from entities import assert_is
from skein_process import next_page


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


@pytest.fixture
def cat(person):
    return person("cat")


def ids(answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [one["id"] for one in answer.json]


def through(who, path: str) -> list[str]:
    """The ids of every page, one after the other."""
    found, target = [], path
    while target:
        answer = who.get(target)
        found += ids(answer)
        target = next_page(answer)
    return found


def test_followers_page_by_page(server, ann, person):
    """GET /api/v1/accounts/:id/followers"""
    people = [person("follower") for _ in range(5)]
    for one in people:
        one.follows(ann)
    path = f"/api/v1/accounts/{ann.id}/followers"
    newest_first = [one.id for one in reversed(people)]
    assert through(ann, f"{path}?limit=2") == newest_first
    first = server.get(path, params={"limit": 2})
    late = person("late")
    late.follows(ann)
    assert ids(server.get(next_page(first))) == newest_first[2:4], "whoever came meanwhile moves nothing"
    assert ids(server.get(next_page(first, "prev"))) == [late.id]
    for token in (None, ann.token):
        for one in server.get(path, token).json:
            assert_is(one, "Account", reader=token is not None)
    assert server.get("/api/v1/accounts/12345/followers").json["error"] == "Record not found"
    assert server.get(path, server.token(ann.name, "write")).status == 403
    assert server.get(path, "nonsense").status == 401


def test_hidden_followers_are_shown_to_nobody_else(server, ann, bob):
    """GET /api/v1/accounts/:id/followers"""
    bob.follows(ann)
    path = f"/api/v1/accounts/{ann.id}/followers"
    assert ids(server.get(path)) == [bob.id]
    assert ann.patch("/api/v1/accounts/update_credentials", json={"hide_collections": True}).status == 200
    assert ids(ann.get(path)) == [bob.id]
    assert server.get(path).json == [] and bob.get(path).json == []


@pytest.mark.optional
def test_accounts_are_found_as_one_types(server, ann, bob, cat):
    """GET /api/v1/accounts/search"""
    ann.follows(bob)
    path = "/api/v1/accounts/search"
    found = ann.get(path, params={"q": bob.name})
    assert ids(found) == [bob.id]
    assert_is(found.json, "[Account]")
    assert ids(ann.get(path, params={"q": f"@{bob.name}"})) == [bob.id]
    assert ids(ann.get(path, params={"q": cat.name, "following": "true"})) == []
    assert ids(ann.get(path, params={"q": bob.name, "following": "true"})) == [bob.id]
    assert len(ids(ann.get(path, params={"q": "b", "limit": 1}))) <= 1
    assert ids(ann.get(path, params={"q": "nobody at all"})) == []
    assert ann.get(path).status == 400
    assert server.get(path, params={"q": bob.name}).status == 401
    assert server.get(path, server.token(ann.name, "read:statuses"), params={"q": bob.name}).status == 403
    assert server.get(path, server.token(ann.name, "read:accounts"), params={"q": bob.name}).status == 200


def test_a_request_is_turned_down(server, ann, bob, cat):
    """POST /api/v1/follow_requests/:account_id/reject"""
    ann.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    asked = bob.post(f"/api/v1/accounts/{ann.id}/follow").json
    assert asked["requested"] and not asked["following"]
    assert ids(ann.get("/api/v1/follow_requests")) == [bob.id]
    path = f"/api/v1/follow_requests/{bob.id}/reject"
    assert server.post(path).status == 401
    assert server.post(path, server.token(ann.name, "read")).status == 403
    assert cat.post(path).status == 404, "nobody asked them"
    answer = server.post(path, server.token(ann.name, "follow"))
    assert answer.status == 200
    assert_is(answer.json, "Relationship")
    assert answer.json["id"] == bob.id and not answer.json["followed_by"] and not answer.json["requested_by"]
    assert ids(ann.get("/api/v1/follow_requests")) == []
    about = bob.get("/api/v1/accounts/relationships", params={"id[]": ann.id}).json[0]
    assert not about["requested"] and not about["following"]
    assert ann.post(path).status == 404, "only once"


def test_what_is_around_a_post(server, ann, bob, cat):
    """GET /api/v1/statuses/:id/context"""
    first = ann.says("first")
    second = bob.says("second", in_reply_to_id=first["id"])
    third = ann.says("third", in_reply_to_id=second["id"])
    hidden = ann.says("for followers", "private", in_reply_to_id=second["id"])
    bob.follows(ann)
    path = f"/api/v1/statuses/{second['id']}/context"

    def around(token) -> tuple[list[str], list[str]]:
        answer = server.get(path, token)
        assert_is(answer.json, "Context", reader=token is not None)
        assert "Mastodon-Async-Refresh" not in answer.headers, "there is nobody to ask"
        return [one["id"] for one in answer.json["ancestors"]], [one["id"] for one in answer.json["descendants"]]

    assert around(None) == around(cat.token) == ([first["id"]], [third["id"]])
    assert around(bob.token) == ([first["id"]], [third["id"], hidden["id"]])
    for gone in ("12345", hidden["id"]):
        answer = server.get(f"/api/v1/statuses/{gone}/context", cat.token)
        assert answer.status == 404 and answer.json == {"error": "Record not found"}
    assert server.get(path, server.token(ann.name, "read:accounts")).status == 403


@pytest.mark.parametrize("deed, row", [("favourite", "favourited_by"), ("reblog", "reblogged_by")])
def test_who_liked_and_who_passed_on(server, ann, person, deed, row):
    """GET /api/v1/statuses/:id/favourited_by, GET /api/v1/statuses/:id/reblogged_by"""
    post, people = ann.says("look"), [person("many") for _ in range(5)]
    path = f"/api/v1/statuses/{post['id']}/{row}"
    assert server.get(path).json == []
    for one in people:
        assert one.post(f"/api/v1/statuses/{post['id']}/{deed}").status == 200
    newest_first = [one.id for one in reversed(people)]
    assert through(ann, f"{path}?limit=2") == newest_first
    first = server.get(path, params={"limit": 2})
    for one in first.json:
        assert_is(one, "Account", reader=False)
    late = person("late")
    late.post(f"/api/v1/statuses/{post['id']}/{deed}")
    people[0].post(f"/api/v1/statuses/{post['id']}/un{deed}")
    assert ids(server.get(next_page(first))) == newest_first[2:4]
    assert ids(server.get(path, params={"limit": 80})) == [late.id, *newest_first[:4]]
    people[1].post(f"/api/v1/accounts/{late.id}/block")
    assert late.id not in ids(people[1].get(path)), "whom one blocks"
    secret = ann.says("for followers", "private")
    for gone in (secret["id"], "12345"):
        answer = server.get(f"/api/v1/statuses/{gone}/{row}", late.token)
        assert answer.status == 404 and answer.json["error"] == "Record not found"
    assert server.get(path, server.token(ann.name, "read:accounts")).status == 403


def test_how_far_somebody_has_read(server, ann, bob):
    """GET /api/v1/markers"""
    path = "/api/v1/markers"
    wanted = {"timeline[]": ["home", "notifications"]}
    assert ann.get(path, params=wanted).json == {}
    ann.post(path, json={"home": {"last_read_id": "103"}})
    ann.post(path, json={"home": {"last_read_id": "104"}, "notifications": {"last_read_id": "7"}})
    both = ann.get(path, params=wanted).json
    assert_is(both, "Markers")
    assert (both["home"]["last_read_id"], both["home"]["version"]) == ("104", 2)
    assert both["notifications"]["last_read_id"] == "7"
    assert set(ann.get(path, params={"timeline[]": "home"}).json) == {"home"}
    assert ann.get(path).json == {} == ann.get(path, params={"timeline[]": "public"}).json
    assert bob.get(path, params=wanted).json == {}, "somebody else's"
    assert server.get(path, params=wanted).status == 401
    assert server.get(path, server.token(ann.name, "read:accounts"), params=wanted).status == 403
    assert server.get(path, server.token(ann.name, "read:statuses"), params=wanted).status == 200


def test_a_tag_and_its_relatives(server, ann, bob):
    """GET /api/v1/timelines/tag/:hashtag"""
    tea = ann.says("#Rooibos")["id"]
    both = bob.says("#rooibos and #honeybush")["id"]
    other = bob.says("#honeybush")["id"]
    ann.says("#rooibos for followers", "private")
    ann.says("#rooibos quietly", "unlisted")
    path = "/api/v1/timelines/tag"
    assert ids(server.get(f"{path}/rooibos")) == [both, tea] == ids(server.get(f"{path}/ROOIBOS"))
    assert ids(server.get(f"{path}/rooibos", params={"all[]": "honeybush"})) == [both]
    assert ids(server.get(f"{path}/rooibos", params={"none[]": "honeybush"})) == [tea]
    assert ids(server.get(f"{path}/rooibos", params={"any[]": "honeybush"})) == [other, both, tea]
    assert ids(server.get(f"{path}/rooibos", params={"local": "true"})) == [both, tea]
    assert ids(server.get(f"{path}/rooibos", params={"remote": "true"})) == []
    assert ids(server.get(f"{path}/rooibos", params={"only_media": "true"})) == []
    assert ids(server.get(f"{path}/neverused")) == []
    first = server.get(f"{path}/rooibos", params={"limit": 1})
    late = ann.says("#rooibos again")["id"]
    assert ids(server.get(next_page(first))) == [tea]
    assert ids(server.get(next_page(first, "prev"))) == [late]
    assert_is(ann.get(f"{path}/rooibos").json, "[Status]")
    assert_is(server.get(f"{path}/rooibos").json, "[Status]", reader=False)
    ann.post(f"/api/v1/accounts/{bob.id}/mute")
    assert both not in ids(ann.get(f"{path}/rooibos"))
    assert server.get(f"{path}/rooibos", server.token(ann.name, "read:accounts")).status == 403
