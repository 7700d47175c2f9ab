"""Filters of both versions as apps make them, and what they say of posts."""

import pytest

from entities import assert_is


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def make(who, *keywords: str, **fields) -> dict:
    answer = who.post("/api/v2/filters", json={
        "title": "No", "context": ["home"], "keywords_attributes": [{"keyword": word} for word in keywords], **fields})
    assert answer.status == 200, answer.text
    return answer.json


def seen(who, author) -> dict:
    """What `who` sees of the author's newest post."""
    return who.get(f"/api/v1/accounts/{author.id}/statuses?limit=1").json[0]


def test_a_filter_is_complete(ann, bob):
    """POST /api/v2/filters, GET /api/v2/filters, GET /api/v2/filters/:id, PUT /api/v2/filters/:id,
    DELETE /api/v2/filters/:id"""
    made = make(ann, "cat", "dog", filter_action="hide", expires_in=3600)
    assert_is(made, "Filter")
    path = f"/api/v2/filters/{made['id']}"
    assert ann.get(path).json == made and ann.get("/api/v2/filters").json == [made]
    changed = ann.put(path, json={
        "title": "Still no", "context": ["home", "public", "account"], "filter_action": "blur", "expires_in": None,
        "keywords_attributes": [{"id": made["keywords"][0]["id"], "_destroy": True}, {"keyword": "bird"}]}).json
    assert_is(changed, "Filter")
    assert [one["keyword"] for one in changed["keywords"]] == ["dog", "bird"]
    assert (changed["context"], changed["filter_action"], changed["expires_at"]) == (
        ["home", "public", "account"], "blur", None)
    keyword = changed["keywords"][0]["id"]
    for own in (path, path + "/keywords", path + "/statuses", f"/api/v2/filters/keywords/{keyword}"):
        assert bob.get(own).status == 404, "somebody else's"
    assert ann.delete(path).json == {} and ann.get(path).status == 404


def test_forms_say_the_same(ann):
    answer = ann.post("/api/v2/filters", data=[
        ("title", "No"), ("context[]", "home"), ("context[]", "thread"),
        ("keywords_attributes[][keyword]", "a"), ("keywords_attributes[][whole_word]", "false"),
        ("keywords_attributes[][keyword]", "b")])
    assert answer.status == 200, answer.text
    assert [(one["keyword"], one["whole_word"]) for one in answer.json["keywords"]] == [("a", False), ("b", True)]
    assert answer.json["context"] == ["home", "thread"]


def test_keywords_one_by_one(ann):
    """GET /api/v2/filters/:filter_id/keywords, POST /api/v2/filters/:filter_id/keywords,
    GET /api/v2/filters/keywords/:id, PUT /api/v2/filters/keywords/:id, DELETE /api/v2/filters/keywords/:id"""
    path = f"/api/v2/filters/{make(ann)['id']}/keywords"
    keyword = ann.post(path, data={"keyword": "cat", "whole_word": "false"}).json
    assert_is(keyword, "FilterKeyword")
    assert ann.get(path).json == [keyword]
    one = f"/api/v2/filters/keywords/{keyword['id']}"
    assert ann.get(one).json == keyword
    assert ann.put(one, data={"keyword": "dog"}).json == {**keyword, "keyword": "dog"}
    assert ann.delete(one).json == {} and ann.get(one).status == 404 and ann.get(path).json == []


def test_posts_one_by_one(ann, bob):
    """GET /api/v2/filters/:filter_id/statuses, POST /api/v2/filters/:filter_id/statuses,
    GET /api/v2/filters/statuses/:id, DELETE /api/v2/filters/statuses/:id"""
    status = bob.says("Hello")
    path = f"/api/v2/filters/{make(ann)['id']}/statuses"
    row = ann.post(path, data={"status_id": status["id"]}).json
    assert_is(row, "FilterStatus")
    assert ann.get(path).json == [row] and ann.get(f"/api/v2/filters/statuses/{row['id']}").json == row
    (result,) = seen(ann, bob)["filtered"]
    assert_is(result, "FilterResult")
    assert result["status_matches"] == [status["id"]] and result["keyword_matches"] is None
    assert ann.delete(f"/api/v2/filters/statuses/{row['id']}").json == row
    assert seen(ann, bob)["filtered"] == []
    assert ann.post(path, data={"status_id": "1"}).status == 404


def test_posts_say_what_matched(server, ann, bob):
    made = make(ann, "cat", filter_action="warn")
    bob.says("One CAT, please")
    shown = seen(ann, bob)
    assert_is(shown, "Status")
    (result,) = shown["filtered"]
    assert_is(result, "FilterResult")
    assert result["filter"]["id"] == made["id"] and result["keyword_matches"] == ["cat"]
    assert seen(bob, bob)["filtered"] == [], "others have not asked for it"
    assert "filtered" not in server.get(f"/api/v1/accounts/{bob.id}/statuses").json[0]
    bob.says("Concatenate")
    assert seen(ann, bob)["filtered"] == []
    bob.says("Which?", poll={"options": ["A cat", "None"], "expires_in": 300})
    assert seen(ann, bob)["filtered"] != []
    ann.says("My own cat")
    assert seen(ann, ann)["filtered"] == []


@pytest.mark.parametrize("fields, words", [
    ({"context": ["home"]}, "Title can't be blank"),
    ({"title": "a"}, "Context can't be blank"),
    ({"title": "a", "context": ["bed"]}, "Context None or invalid context supplied"),
    ({"title": "a", "context": ["home"], "keywords_attributes": [{"keyword": " "}]}, "Keyword can't be blank"),
])
def test_what_makes_no_filter_is_refused(ann, fields, words):
    answer = ann.post("/api/v2/filters", json=fields)
    assert answer.status == 422 and answer.json["error"] == "Validation failed: " + words


def test_the_first_version_shows_each_keyword(ann):
    """POST /api/v1/filters, GET /api/v1/filters, GET /api/v1/filters/:id, PUT /api/v1/filters/:id,
    DELETE /api/v1/filters/:id"""
    old = ann.post("/api/v1/filters", data={"phrase": "cat", "context[]": "home", "irreversible": "true"})
    assert old.status == 200 and old.headers["Deprecation"]
    assert_is(old.json, "V1::Filter")
    path = f"/api/v1/filters/{old.json['id']}"
    assert ann.get(path).json == old.json and ann.get("/api/v1/filters").json == [old.json]
    changed = ann.put(path, data={"phrase": "dog", "context[]": ["home", "public"], "whole_word": "true"}).json
    assert (changed["phrase"], changed["context"], changed["whole_word"]) == ("dog", ["home", "public"], True)
    (filter_,) = ann.get("/api/v2/filters").json
    assert ann.post(f"/api/v2/filters/{filter_['id']}/keywords", data={"keyword": "bird"}).status == 200
    answer = ann.put(path, data={"phrase": "dog", "context[]": "home"})
    assert answer.status == 422 and "more than one filter keyword" in answer.json["error"]
    assert ann.delete(path).json == {}
    assert [one["phrase"] for one in ann.get("/api/v1/filters").json] == ["bird"]


def test_filters_have_scopes(server, ann):
    assert server.get("/api/v2/filters").status == 401
    token = server.token(ann.name, "read:filters")
    assert server.get("/api/v2/filters", token).status == 200 and server.get("/api/v1/filters", token).status == 200
    assert server.post("/api/v2/filters", token, json={"title": "a"}).status == 403
    assert server.get("/api/v2/filters", server.token(ann.name, "write:filters")).status == 403
