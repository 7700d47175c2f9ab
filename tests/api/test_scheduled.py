"""Posts that are asked for now and published later."""

import datetime

import pytest

from entities import assert_is
from skein_process import next_page

LIST = "/api/v1/scheduled_statuses"


@pytest.fixture
def ann(person):
    return person("ann")


def ahead(**time) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**time)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def schedule(who, text: str = "Later", at: str | None = None, **more):
    return who.post("/api/v1/statuses", json={"status": text, "scheduled_at": at or ahead(hours=1), **more})


def test_a_post_for_later_is_complete(ann):
    """POST /api/v1/statuses with scheduled_at, GET /api/v1/scheduled_statuses/:id"""
    parent = ann.says("Up")
    made = schedule(ann, "Tea", spoiler_text="Hot", visibility="unlisted", language="en", sensitive=True,
                    in_reply_to_id=parent["id"],
                    poll={"options": ["a", "b"], "expires_in": 600, "multiple": True, "hide_totals": True})
    assert made.status == 200, made.text
    assert_is(made.json, "ScheduledStatus")
    params = made.json["params"]
    assert params["text"] == "Tea" and params["spoiler_text"] == "Hot" and params["visibility"] == "unlisted"
    assert params["language"] == "en" and params["sensitive"] is True
    assert params["in_reply_to_id"] == parent["id"] and params["scheduled_at"] is None
    assert params["poll"] == {"options": ["a", "b"], "expires_in": 600, "multiple": True, "hide_totals": True}
    assert ann.get(f"{LIST}/{made.json['id']}").json == made.json


def test_bare_params_are_null(ann):
    made = schedule(ann).json
    assert_is(made, "ScheduledStatus")
    assert [made["params"][name] for name in ("poll", "media_ids", "sensitive", "spoiler_text", "visibility")] == [None] * 5


def test_it_is_moved_and_taken_back(ann, person):
    """PUT /api/v1/scheduled_statuses/:id, DELETE /api/v1/scheduled_statuses/:id"""
    made, later, other = schedule(ann).json, ahead(days=2), person("bob")
    path = f"{LIST}/{made['id']}"
    moved = ann.put(path, json={"scheduled_at": later})
    assert moved.status == 200 and moved.json == {**made, "scheduled_at": later}
    soon = ann.put(path, json={"scheduled_at": ahead(minutes=2)})
    assert soon.status == 422
    assert soon.json["error"] == "Validation failed: Scheduled at The scheduled date must be in the future"
    assert [other.get(path).status, other.put(path, json={}).status, other.delete(path).status] == [404] * 3
    gone = ann.delete(path)
    assert gone.status == 200 and gone.json == {}
    assert ann.get(path).status == 404 and ann.delete(path).status == 404


def test_the_list_is_paged(ann):
    """GET /api/v1/scheduled_statuses"""
    ids = [schedule(ann).json["id"] for _ in range(5)][::-1]
    seen, page = [], ann.get(LIST + "?limit=2")
    while page.json:
        assert_is(page.json, "[ScheduledStatus]")
        seen += [row["id"] for row in page.json]
        schedule(ann)
        following = next_page(page)
        if not following:
            break
        page = ann.get(following)
    assert seen == ids


def test_a_key_makes_one(ann):
    headers = {"Idempotency-Key": "once"}
    body = {"status": "x", "scheduled_at": ahead(hours=1)}
    one, two = (ann.post("/api/v1/statuses", json=body, headers=headers).json for _ in range(2))
    assert one == two and one["params"]["idempotency"] == "once"


def test_who_may_not_is_refused(server, ann):
    reader = server.token(ann.name, "read")
    path = f"{LIST}/{schedule(ann).json['id']}"
    assert server.get(LIST).status == 401
    assert server.ask("DELETE", path, reader).status == 403
    assert server.ask("PUT", path, reader, json={}).status == 403
    assert server.get(path, reader).status == 200
