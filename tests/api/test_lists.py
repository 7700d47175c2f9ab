"""Lists, their members and their timelines, as apps use them."""

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


def make(who, **fields) -> dict:
    answer = who.post("/api/v1/lists", json={"title": "Friends", **fields})
    assert answer.status == 200, answer.text
    return answer.json


def add(who, made: dict, *people):
    return who.post(f"/api/v1/lists/{made['id']}/accounts", json={"account_ids": [one.id for one in people]})


def test_a_list_is_complete(ann):
    """POST /api/v1/lists, GET /api/v1/lists, GET /api/v1/lists/:id, PUT /api/v1/lists/:id, DELETE /api/v1/lists/:id"""
    made = make(ann)
    assert_is(made, "List")
    assert made["replies_policy"] == "list" and made["exclusive"] is False
    path = f"/api/v1/lists/{made['id']}"
    assert ann.get(path).json == made and ann.get("/api/v1/lists").json == [made]
    changed = ann.put(path, data={"title": "Others", "replies_policy": "followed", "exclusive": "true"}).json
    assert_is(changed, "List")
    assert (changed["title"], changed["replies_policy"], changed["exclusive"]) == ("Others", "followed", True)
    assert ann.delete(path).json == {}
    assert ann.get(path).status == 404 and ann.get("/api/v1/lists").json == []


def test_what_makes_no_list_is_refused(ann, bob):
    for fields, words in (({}, "Validation failed: Title can't be blank"),
                          ({"title": "a", "replies_policy": "some"}, "'some' is not a valid replies_policy")):
        answer = ann.post("/api/v1/lists", json=fields)
        assert answer.status == 422 and answer.json["error"] == words
    made = make(ann)
    for path in (f"/api/v1/lists/{made['id']}", f"/api/v1/lists/{made['id']}/accounts",
                 f"/api/v1/timelines/list/{made['id']}"):
        assert bob.get(path).status == 404, "somebody else's"


def test_members_are_people_one_follows(ann, bob, cat):
    """POST /api/v1/lists/:id/accounts, GET /api/v1/lists/:id/accounts, DELETE /api/v1/lists/:id/accounts,
    GET /api/v1/accounts/:id/lists"""
    made = make(ann)
    assert add(ann, made, bob).status == 404
    ann.follows(bob)
    ann.follows(cat)
    assert add(ann, made, bob, cat, ann).json == {}
    assert add(ann, made, bob).status == 422
    path = f"/api/v1/lists/{made['id']}/accounts"
    seen, page = [], ann.get(path + "?limit=1")
    while page.json:
        assert_is(page.json[0], "Account")
        seen += [one["id"] for one in page.json]
        if not next_page(page):
            break
        page = ann.get(next_page(page))
    assert seen == [ann.id, cat.id, bob.id]
    assert len(ann.get(path + "?limit=0").json) == 3
    assert ann.get(f"/api/v1/accounts/{bob.id}/lists").json == [made]
    assert bob.get(f"/api/v1/accounts/{bob.id}/lists").json == []
    assert ann.delete(path, data={"account_ids[]": cat.id}).json == {}
    assert ann.post(f"/api/v1/accounts/{bob.id}/unfollow").status == 200
    assert [one["id"] for one in ann.get(path).json] == [ann.id]


def test_the_timeline_shows_members_and_home_does_without_exclusive_ones(ann, bob, cat):
    """GET /api/v1/timelines/list/:list_id"""
    ann.follows(bob)
    ann.follows(cat)
    made = make(ann, exclusive=True)
    assert add(ann, made, bob).status == 200
    posts = [bob.says(f"Number {i}")["id"] for i in range(3)]
    other = cat.says("Not on the list")["id"]
    shown = ann.get(f"/api/v1/timelines/list/{made['id']}?limit=2")
    assert_is(shown.json[0], "Status")
    assert [one["id"] for one in shown.json] == posts[:0:-1]
    assert [one["id"] for one in ann.get(next_page(shown)).json] == posts[:1]
    home = [one["id"] for one in ann.get("/api/v1/timelines/home").json]
    assert not set(home) & set(posts)
    assert other in [one["id"] for one in ann.get(f"/api/v1/accounts/{cat.id}/statuses").json]


def test_lists_have_scopes(server, ann):
    assert server.get("/api/v1/lists").status == 401
    token = server.token(ann.name, "read:lists")
    assert server.get("/api/v1/lists", token).status == 200
    assert server.post("/api/v1/lists", token, json={"title": "a"}).status == 403
    assert server.get("/api/v1/lists", server.token(ann.name, "write:lists")).status == 403
