"""Hashtags, recommendations, the directory, suggestions and trends, as apps ask for them."""

import pytest

from entities import assert_is
from skein_process import eventually, next_page


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def tag_of(stem: str, who) -> str:
    """A hashtag nobody else uses."""
    return f"{stem}{who.id}"


def names(answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [tag["name"] for tag in answer.json]


def wants_to_be_found(*people) -> None:
    for who in people:
        assert who.patch("/api/v1/accounts/update_credentials", json={"discoverable": True}).status == 200


def test_a_hashtag_has_its_week(server, ann, bob):
    """GET /api/v1/tags/:name"""
    name = tag_of("Tea", ann)
    ann.says(f"#{name}")
    bob.says(f"#{name.upper()} twice #{name}")
    for token in (None, ann.token):
        tag = server.get(f"/api/v1/tags/{name}", token)
        assert tag.status == 200
        assert_is(tag.json, "Tag", reader=token is not None)
        assert tag.json["name"] == name.lower() and len(tag.json["history"]) == 7
        assert (tag.json["history"][0]["uses"], tag.json["history"][0]["accounts"]) == ("2", "2")
    assert server.get("/api/v1/tags/a-b").status == 404
    assert server.get("/api/v1/tags/123").status == 404


def test_followed_hashtags_come_home(ann, bob):
    """POST /api/v1/tags/:name/follow, POST /api/v1/tags/:name/unfollow, GET /api/v1/followed_tags"""
    name = tag_of("cake", ann)
    earlier = bob.says(f"earlier #{name}")
    followed = ann.post(f"/api/v1/tags/{name}/follow")
    assert followed.status == 200 and followed.json["following"] is True
    assert_is(followed.json, "Tag")
    assert names(ann.get("/api/v1/followed_tags")) == [name]
    later = bob.says(f"later #{name}")
    bob.says("something else")
    wanted = [later["id"], earlier["id"]]
    assert eventually(lambda: [one["id"] for one in ann.get("/api/v1/timelines/home").json] == wanted)
    assert ann.post(f"/api/v1/tags/{name}/unfollow").json["following"] is False
    assert ann.get("/api/v1/timelines/home").json == []
    assert names(ann.get("/api/v1/followed_tags")) == []


def test_followed_hashtags_are_paged(server, ann):
    """GET /api/v1/followed_tags"""
    wanted = [tag_of(stem, ann) for stem in ("one", "two", "three", "four", "five")]
    for name in wanted:
        ann.post(f"/api/v1/tags/{name}/follow")
    first = ann.get("/api/v1/followed_tags", params={"limit": 2})
    ann.post(f"/api/v1/tags/{tag_of('new', ann)}/follow")
    second = server.get(next_page(first), ann.token)
    third = server.get(next_page(second), ann.token)
    assert names(first) + names(second) + names(third) == wanted[::-1]


def test_hashtags_stand_on_profiles(server, ann, bob):
    """GET /api/v1/featured_tags, POST /api/v1/featured_tags, DELETE /api/v1/featured_tags/:id,
    GET /api/v1/featured_tags/suggestions, GET /api/v1/accounts/:id/featured_tags,
    POST /api/v1/tags/:id/feature, POST /api/v1/tags/:id/unfeature"""
    name, other = tag_of("Garden", ann), tag_of("Other", ann)
    ann.says(f"#{name}")
    ann.says(f"#{name} #{other}")
    assert names(ann.get("/api/v1/featured_tags/suggestions")) == [name.lower(), other.lower()]
    made = ann.post("/api/v1/featured_tags", json={"name": f"#{name}"})
    assert made.status == 200 and made.json["name"] == name and made.json["statuses_count"] == "2"
    assert_is(made.json, "FeaturedTag")
    featured = ann.post(f"/api/v1/tags/{other}/feature")
    assert featured.status == 200 and featured.json["featuring"] is True
    ask = lambda: server.get(f"/api/v1/accounts/{ann.id}/featured_tags")
    assert eventually(lambda: [one["statuses_count"] for one in ask().json] == ["2", "1"])
    shown = ask()
    assert names(shown) == [name, other]
    assert shown.json == ann.get("/api/v1/featured_tags").json
    for one in shown.json:
        assert_is(one, "FeaturedTag", reader=False)
    tagged = server.get(f"/api/v1/accounts/{ann.id}/statuses", params={"tagged": other})
    assert len(tagged.json) == 1
    assert ann.post(f"/api/v1/tags/{other}/unfeature").json["featuring"] is False
    assert bob.delete(f"/api/v1/featured_tags/{made.json['id']}").status == 404
    gone = ann.delete(f"/api/v1/featured_tags/{made.json['id']}")
    assert gone.status == 200 and gone.json == {}
    assert ann.get("/api/v1/featured_tags").json == []
    assert ann.post("/api/v1/featured_tags", json={"name": "no tag"}).status == 422
    for number in range(10):
        ann.post(f"/api/v1/tags/t{number}{name}/feature")
    refused = ann.post("/api/v1/featured_tags", json={"name": other})
    assert refused.status == 422
    assert refused.json["error"] == "Validation failed: You have already featured the maximum number of hashtags"


def test_people_recommend_whom_they_follow(server, ann, bob):
    """POST /api/v1/accounts/:id/endorse, POST /api/v1/accounts/:id/unendorse, POST /api/v1/accounts/:id/pin,
    POST /api/v1/accounts/:id/unpin, GET /api/v1/endorsements, GET /api/v1/accounts/:id/endorsements"""
    refused = ann.post(f"/api/v1/accounts/{bob.id}/endorse")
    assert refused.status == 422
    assert refused.json["error"] == \
        "Validation failed: You must be already following the person you want to endorse"
    ann.follows(bob)
    for on, off in (("endorse", "unendorse"), ("pin", "unpin")):
        relation = ann.post(f"/api/v1/accounts/{bob.id}/{on}").json
        assert_is(relation, "Relationship")
        assert relation["endorsed"] is True
        for answer in (server.get(f"/api/v1/accounts/{ann.id}/endorsements"), ann.get("/api/v1/endorsements")):
            assert [one["id"] for one in answer.json] == [bob.id]
        assert ann.post(f"/api/v1/accounts/{bob.id}/{off}").json["endorsed"] is False
    ann.post(f"/api/v1/accounts/{bob.id}/endorse")
    ann.post(f"/api/v1/accounts/{bob.id}/unfollow")
    assert ann.get("/api/v1/endorsements").json == []


def test_familiar_followers_vouch_for_a_stranger(ann, bob, person):
    """GET /api/v1/accounts/familiar_followers"""
    stranger = person("stranger")
    ann.follows(bob)
    bob.follows(stranger)
    asked = {"id[]": [stranger.id, bob.id]}
    answer = ann.get("/api/v1/accounts/familiar_followers", params=asked)
    assert [one["id"] for one in answer.json] == [stranger.id, bob.id]
    for one in answer.json:
        assert_is(one, "FamiliarFollowers")
    assert [[who["id"] for who in one["accounts"]] for one in answer.json] == [[bob.id], []]
    bob.patch("/api/v1/accounts/update_credentials", json={"hide_collections": True})
    assert ann.get("/api/v1/accounts/familiar_followers", params=asked).json[0]["accounts"] == []


def test_what_was_proven_by_others_is_nothing(server, ann, bob):
    """GET /api/v1/accounts/:id/identity_proofs, GET /api/proofs"""
    proofs = ann.get(f"/api/v1/accounts/{bob.id}/identity_proofs")
    assert proofs.status == 200 and proofs.json == []
    assert server.get("/api/proofs", params={"provider": "keybase", "username": bob.name}).status == 404


def test_the_directory_shows_who_wants_to_be_found(server, ann, bob, person):
    """GET /api/v1/directory"""
    shy = person("shy")
    wants_to_be_found(ann, bob)
    found = server.get("/api/v1/directory", params={"order": "new", "local": "true", "limit": 80})
    assert found.status == 200
    for one in found.json:
        assert_is(one, "Account", reader=False)
    ids = [one["id"] for one in found.json]
    assert ids[:2] == [bob.id, ann.id] and shy.id not in ids
    second = server.get("/api/v1/directory", params={"order": "new", "limit": 1, "offset": 1})
    assert [one["id"] for one in second.json] == [ann.id]
    assert ann.id in [one["id"] for one in server.get("/api/v1/directory").json]
    ann.post(f"/api/v1/accounts/{bob.id}/block")
    for who, hidden in ((ann, bob), (bob, ann)):
        assert hidden.id not in [one["id"] for one in who.get("/api/v1/directory").json]


def test_friends_of_friends_are_suggested_until_dismissed(ann, bob, person):
    """GET /api/v2/suggestions, GET /api/v1/suggestions, DELETE /api/v1/suggestions/:account_id"""
    friend = person("friend")
    wants_to_be_found(friend)
    ann.follows(bob)
    bob.follows(friend)
    answer = ann.get("/api/v2/suggestions", params={"limit": 80})
    assert answer.status == 200
    for one in answer.json:
        assert_is(one, "Suggestion")
    own = [one for one in answer.json if one["account"]["id"] == friend.id]
    assert own[0]["source"] == "past_interactions" and "friends_of_friends" in own[0]["sources"]
    assert friend.id in [one["id"] for one in ann.get("/api/v1/suggestions", params={"limit": 80}).json]
    gone = ann.delete(f"/api/v1/suggestions/{friend.id}")
    assert gone.status == 200 and gone.json == {}
    for path in ("/api/v1/suggestions", "/api/v2/suggestions"):
        assert friend.id not in ann.get(path, params={"limit": 80}).text


@pytest.mark.optional
def test_trends_are_lists(server, ann):
    """GET /api/v1/trends/tags, GET /api/v1/trends, GET /api/v1/trends/statuses, GET /api/v1/trends/links"""
    for path in ("tags", "statuses", "links"):
        for token in (None, ann.token):
            answer = server.get(f"/api/v1/trends/{path}", token, params={"limit": 5, "offset": 0})
            assert answer.status == 200 and isinstance(answer.json, list)
    assert server.get("/api/v1/trends").status == 200


@pytest.mark.optional
def test_trends_are_judged_by_those_who_may(server, ann, person):
    """GET /api/v1/admin/trends/tags, GET /api/v1/admin/trends/statuses, GET /api/v1/admin/trends/links,
    POST /api/v1/admin/trends/statuses/:id/approve, POST /api/v1/admin/trends/statuses/:id/reject"""
    admin = person("admin", "admin")
    token = server.token(admin.name, "admin:read admin:write")
    post = ann.says("news")
    for kind in ("tags", "statuses", "links"):
        assert server.get(f"/api/v1/admin/trends/{kind}", token).status == 200
        assert server.get(f"/api/v1/admin/trends/{kind}", server.token(ann.name, "admin:read")).status == 403
        assert server.post(f"/api/v1/admin/trends/{kind}/12345/approve", token).status == 404
    for verdict in ("approve", "reject"):
        judged = server.post(f"/api/v1/admin/trends/statuses/{post['id']}/{verdict}", token)
        assert judged.status == 200 and judged.json["id"] == post["id"]


@pytest.mark.optional
def test_hashtags_and_pages_are_judged_one_by_one(server, ann, person):
    """POST /api/v1/admin/trends/tags/:id/approve, POST /api/v1/admin/trends/tags/:id/reject,
    POST /api/v1/admin/trends/links/:id/approve, POST /api/v1/admin/trends/links/:id/reject"""
    admin = person("admin", "admin")
    token, reading = server.token(admin.name, "admin:write"), server.token(admin.name, "admin:read")
    ann.says("#judgement")
    tag = ann.get("/api/v1/tags/judgement").json
    for verdict, trendable in (("reject", False), ("approve", True)):
        judged = server.post(f"/api/v1/admin/trends/tags/{tag['id']}/{verdict}", token)
        assert judged.status == 200, judged.text
        assert judged.json["name"] == "judgement" and judged.json["trendable"] is trendable
        assert judged.json["requires_review"] is False
    for kind in ("tags", "links"):
        for verdict in ("approve", "reject"):
            path = f"/api/v1/admin/trends/{kind}/12345/{verdict}"
            assert server.post(path, token).status == 404
            assert server.post(path).status == 401
            assert server.post(path, reading).status == 403, "the scope"
            assert server.post(path, server.token(ann.name, "admin:write")).status == 403, "the role"
