"""Direct posts as conversations."""

import pytest

from entities import assert_is
from skein_process import eventually, next_page

LIST = "/api/v1/conversations"


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def tells(author, other, text: str, **more) -> dict:
    return author.says(f"@{other.name} {text}", "direct", **more)


def test_a_conversation_is_complete(ann, bob):
    """GET /api/v1/conversations, GET /api/v1/timelines/direct"""
    post = tells(ann, bob, "psst")
    (his,) = assert_is(bob.get(LIST).json, "[Conversation]")
    assert his["unread"] and [one["id"] for one in his["accounts"]] == [ann.id]
    assert his["last_status"]["id"] == post["id"]
    (hers,) = assert_is(ann.get(LIST).json, "[Conversation]")
    assert not hers["unread"] and [one["id"] for one in hers["accounts"]] == [bob.id]
    direct = bob.get("/api/v1/timelines/direct")
    assert [one["id"] for one in assert_is(direct.json, "[Status]")] == [post["id"]]


def test_it_is_read_and_unread(ann, bob):
    """POST /api/v1/conversations/:id/read, POST /api/v1/conversations/:id/unread"""
    tells(ann, bob, "psst")
    path = f"{LIST}/{bob.get(LIST).json[0]['id']}"
    for deed, unread in (("read", False), ("read", False), ("unread", True)):
        answer = bob.post(f"{path}/{deed}")
        assert answer.status == 200
        assert_is(answer.json, "Conversation")
        assert answer.json["unread"] is unread
        assert bob.get(LIST).json[0]["unread"] is unread
        assert ann.post(f"{path}/{deed}").status == 404


def test_it_is_forgotten(ann, bob):
    """DELETE /api/v1/conversations/:id"""
    post = tells(ann, bob, "psst")
    path = f"{LIST}/{bob.get(LIST).json[0]['id']}"
    assert ann.delete(path).status == 404
    gone = bob.delete(path)
    assert gone.status == 200 and gone.json == {}
    assert bob.get(LIST).json == [] and len(ann.get(LIST).json) == 1
    assert bob.get(f"/api/v1/statuses/{post['id']}").status == 200
    assert bob.delete(path).status == 404


def test_a_removed_post_leaves_it(ann, bob):
    first = tells(ann, bob, "one")
    second = tells(ann, bob, "two", in_reply_to_id=first["id"])
    assert bob.get(LIST).json[0]["last_status"]["id"] == second["id"]
    assert ann.delete(f"/api/v1/statuses/{second['id']}").status == 200
    assert eventually(lambda: bob.get(LIST).json[0]["last_status"]["id"] == first["id"])
    assert ann.delete(f"/api/v1/statuses/{first['id']}").status == 200
    assert eventually(lambda: bob.get(LIST).json == [])


def test_a_block_hides_it(ann, bob):
    tells(ann, bob, "psst")
    assert bob.post(f"/api/v1/accounts/{ann.id}/block").status == 200
    assert bob.get(LIST).json == []
    assert bob.post(f"/api/v1/accounts/{ann.id}/unblock").status == 200
    assert len(bob.get(LIST).json) == 1


def test_the_list_is_paged(ann, bob, person):
    posts = [tells(ann, bob, str(number))["id"] for number in range(5)][::-1]
    other = person("carol")
    seen, page = [], bob.get(LIST + "?limit=2")
    while page:
        seen += [row["last_status"]["id"] for row in assert_is(page.json, "[Conversation]")]
        tells(other, bob, "between")
        following = next_page(page)
        page = bob.get(following) if following else None
    assert seen == posts


def test_who_may_not_is_refused(server, ann, bob):
    tells(ann, bob, "psst")
    reader = server.token(bob.name, "read")
    path = f"{LIST}/{bob.get(LIST).json[0]['id']}"
    assert server.get(LIST).status == 401
    assert server.get("/api/v1/timelines/direct").status == 401
    assert server.get(LIST, reader).status == 200
    assert server.post(f"{path}/read", reader).status == 403
    assert server.ask("DELETE", path, reader).status == 403
