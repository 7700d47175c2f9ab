"""Posts found by their words: `GET /api/v2/search` with `type=statuses`, and `GET /api/v1/search` as it was first."""

import pytest

from entities import assert_is
from skein_process import eventually


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def found(server, who, words: str, **more) -> list[str]:
    answer = server.get("/api/v2/search", who.token, params={"q": words, "type": "statuses", **more})
    assert answer.status == 200, answer.text
    assert set(answer.json) == {"accounts", "statuses", "hashtags"}
    for status in answer.json["statuses"]:
        assert_is(status, "Status", reader=True)
    return [status["id"] for status in answer.json["statuses"]]


def test_own_posts_are_found_and_strangers_only_with_consent(server, ann, bob):
    post = ann.says("A Crème brûlée in ประเทศไทย")
    assert eventually(lambda: found(server, ann, "creme BRULEE") == [post["id"]])
    assert found(server, ann, "ประเทศไทย from:me") == [post["id"]]
    assert found(server, bob, "creme") == []
    assert ann.patch("/api/v1/accounts/update_credentials", json={"indexable": True}).status == 200
    assert eventually(lambda: found(server, bob, "creme") == [post["id"]])
    assert found(server, bob, "creme has:media") == []
    first = server.get("/api/v1/search", bob.token, params={"q": "creme"})
    assert first.status == 200 and first.json["statuses"][0]["id"] == post["id"]
    assert ann.patch("/api/v1/accounts/update_credentials", json={"indexable": False}).status == 200
    assert found(server, bob, "creme") == []


def test_an_operator_with_a_wrong_value_is_refused(server, ann):
    answer = server.get("/api/v2/search", ann.token, params={"q": "has:wings", "type": "statuses"})
    assert answer.status == 422 and "wings" in answer.json["error"]
