"""Announcements as those who run a server write them and as apps show them, dismiss them and react to them."""

import pytest

from entities import assert_is

GOOSE, SMILE = "🪿", "😀"


@pytest.fixture
def ann(person):
    return person("ann")


def announced(server, text: str, *options: str) -> str:
    return server.command("announcement", "add", *options, stdin=text).stdout.strip()


def listed(who, with_dismissed: bool = False) -> dict:
    query = "?with_dismissed=true" if with_dismissed else ""
    answer = who.get(f"/api/v1/announcements{query}")
    assert answer.status == 200
    assert_is(answer.json, "[Announcement]")
    return {one["id"]: one for one in answer.json}


def test_an_announcement_is_complete(server, ann):
    """`GET /api/v1/announcements`"""
    post = ann.says("Look")
    made = announced(server, f"Hello @{ann.name} #Spring {post['url']}", "--starts-at", "2030-01-01", "--all-day")
    one = listed(ann)[made]
    assert one["mentions"][0]["acct"] == ann.name and one["statuses"] == [{"id": post["id"], "url": post["url"]}]
    assert one["tags"][0]["name"] == "spring" and one["all_day"] and not one["read"] and one["reactions"] == []
    assert server.get("/api/v1/announcements").status == 401
    server.command("announcement", "remove", made)
    assert made not in listed(ann, True)


def test_a_dismissed_one_stays_away(server, ann):
    """`POST /api/v1/announcements/:id/dismiss`"""
    made = announced(server, "Hello")
    answer = ann.post(f"/api/v1/announcements/{made}/dismiss")
    assert answer.status == 200 and answer.json == {}
    assert made not in listed(ann) and listed(ann, True)[made]["read"]
    assert ann.post("/api/v1/announcements/1/dismiss").status == 404


def test_people_react_and_take_it_back(server, ann, person):
    """`PUT /api/v1/announcements/:id/reactions/:name` and `DELETE /api/v1/announcements/:id/reactions/:name`"""
    made, bob = announced(server, "Hello"), person("bob")
    for who in (ann, bob, bob):
        answer = who.put(f"/api/v1/announcements/{made}/reactions/{GOOSE}")
        assert answer.status == 200 and answer.json == {}
    assert listed(ann)[made]["reactions"] == [{"name": GOOSE, "count": 2, "me": True}]
    assert ann.delete(f"/api/v1/announcements/{made}/reactions/{GOOSE}").status == 200
    assert listed(ann)[made]["reactions"] == [{"name": GOOSE, "count": 1, "me": False}]
    refused = ann.put(f"/api/v1/announcements/{made}/reactions/nothing")
    assert refused.status == 422 and refused.json["error"] == "Validation failed: Name is not a recognized emoji"
    assert ann.put(f"/api/v1/announcements/1/reactions/{SMILE}").status == 404


def test_one_that_waits_is_shown_to_nobody(server, ann):
    made = announced(server, "Later", "--publish-at", "2099-01-01T00:00:00Z")
    assert made not in listed(ann, True)
    assert made in server.command("announcement", "list").stdout
    server.command("announcement", "edit", made, "--publish-at", "now", stdin="Now")
    assert "Now" in listed(ann)[made]["content"]
