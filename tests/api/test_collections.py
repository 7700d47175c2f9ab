"""Collections: made, shown, changed, filled and left, as apps of Mastodon 4.6 do."""

import pytest

from entities import assert_is


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    found = person("bob")
    assert found.patch("/api/v1/accounts/update_credentials", json={"discoverable": True}).status == 200
    return found


def account_id(who) -> str:
    return who.get("/api/v1/accounts/verify_credentials").json["id"]


def made(who, **more) -> dict:
    answer = who.post("/api/v1/collections", json={"name": "Birds", "discoverable": True, **more})
    assert answer.status == 200, answer.text
    return assert_is(answer.json, "WrappedCollection")["collection"]


def test_a_collection_is_complete(server, ann, bob):
    """`POST /api/v1/collections`, `GET /api/v1/collections/:id`, `GET /api/v1/accounts/:account_id/collections`"""
    one = made(ann, description="Of a feather", tag_name="Birds", language="en", account_ids=[account_id(bob)])
    shown = server.get(f"/api/v1/collections/{one['id']}")
    assert_is(shown.json, "CollectionWithAccounts", reader=False)
    assert {account["id"] for account in shown.json["accounts"]} == {account_id(ann), account_id(bob)}
    listed = server.get(f"/api/v1/accounts/{account_id(ann)}/collections")
    assert [each["id"] for each in assert_is(listed.json, "Collections", reader=False)["collections"]] == [one["id"]]


def test_it_is_changed_and_removed_by_its_owner(ann, bob):
    """`PATCH /api/v1/collections/:id`, `DELETE /api/v1/collections/:id`"""
    one = made(ann)
    answer = ann.patch(f"/api/v1/collections/{one['id']}", data={"name": "Geese"})
    assert assert_is(answer.json, "WrappedCollection")["collection"]["name"] == "Geese"
    refused = ann.patch(f"/api/v1/collections/{one['id']}", data={"name": ""})
    assert refused.status == 422 and refused.json["details"]["name"][0]["error"] == "ERR_BLANK"
    assert bob.patch(f"/api/v1/collections/{one['id']}", data={"name": "x"}).status == 403
    assert bob.delete(f"/api/v1/collections/{one['id']}").status == 403
    assert ann.delete(f"/api/v1/collections/{one['id']}").json == {}
    assert ann.get(f"/api/v1/collections/{one['id']}").status == 404


def test_people_are_put_in_and_leave(ann, bob, person):
    """`POST /api/v1/collections/:collection_id/items`, `DELETE /api/v1/collections/:collection_id/items/:id`,
    `POST /api/v1/collections/:collection_id/items/:id/revoke`, `GET /api/v1/accounts/:account_id/in_collections`"""
    path = f"/api/v1/collections/{made(ann)['id']}/items"
    item = assert_is(ann.post(path, data={"account_id": account_id(bob)}).json, "WrappedCollectionItem")
    assert ann.post(path, data={"account_id": account_id(person("shy"))}).status == 403
    mine = bob.get(f"/api/v1/accounts/{account_id(bob)}/in_collections")
    assert len(assert_is(mine.json, "Collections")["collections"]) == 1
    assert "added_to_collection" in [one["type"] for one in bob.get("/api/v1/notifications").json]
    answer = bob.post(f"{path}/{item['collection_item']['id']}/revoke")
    assert answer.status == 200 and answer.json == {}
    assert ann.post(path, data={"account_id": account_id(bob)}).status == 403
    assert ann.delete(f"{path}/{item['collection_item']['id']}").status == 404


def test_who_is_in_one_is_told_with_the_collection(ann, bob):
    """`GET /api/v1/notifications`, `GET /api/v2/notifications`"""
    one = made(ann, account_ids=[account_id(bob)])

    def notices(kind):
        found = [each for each in bob.get("/api/v1/notifications").json if each["type"] == kind]
        return [assert_is(each, "Notification")["collection"] for each in found]
    assert [each["id"] for each in notices("added_to_collection")] == [one["id"]]
    for name in ("Geese", "Ducks"):
        assert ann.patch(f"/api/v1/collections/{one['id']}", data={"name": name}).status == 200
        assert [each["name"] for each in notices("collection_update")] == [name]
    groups = assert_is(bob.get("/api/v2/notifications").json, "GroupedNotificationsResults")["notification_groups"]
    assert {group["type"]: group["collection"]["name"] for group in groups} == {
        "added_to_collection": "Ducks", "collection_update": "Ducks"}
    assert ann.delete(f"/api/v1/collections/{one['id']}").status == 200
    assert notices("added_to_collection") == notices("collection_update") == []


def test_collections_of_the_reported_account_are_reported(ann, bob):
    """`POST /api/v1/reports`"""
    theirs, mine = made(bob), made(ann)
    answer = ann.post("/api/v1/reports", json={"account_id": account_id(bob),
                                               "collection_ids": [theirs["id"], mine["id"], "7"]})
    assert answer.status == 200, answer.text
    assert assert_is(answer.json, "Report")["collection_ids"] == [theirs["id"]]


def test_a_post_shows_the_collections_it_links_to(server, ann, bob):
    """`POST /api/v1/statuses`, `GET /api/v1/statuses/:id`"""
    one = made(ann, account_ids=[account_id(bob)])
    posted = bob.post("/api/v1/statuses", json={"status": f"See {one['url']}"}).json
    assert [each["id"] for each in assert_is(posted, "Status")["tagged_collections"]] == [one["id"]]
    assert ann.patch(f"/api/v1/collections/{one['id']}", data={"name": "Geese"}).status == 200
    for who in (server, ann, bob):
        shown = assert_is(who.get(f"/api/v1/statuses/{posted['id']}").json, "Status", reader=who is not server)
        assert [each["name"] for each in shown["tagged_collections"]] == ["Geese"]
    edited = bob.put(f"/api/v1/statuses/{posted['id']}", json={"status": "See nothing"}).json
    assert edited["tagged_collections"] == []
    again = bob.put(f"/api/v1/statuses/{posted['id']}", json={"status": f"See {one['url']}"}).json
    assert len(again["tagged_collections"]) == 1
    assert ann.delete(f"/api/v1/collections/{one['id']}").status == 200
    assert bob.get(f"/api/v1/statuses/{posted['id']}").json["tagged_collections"] == []
