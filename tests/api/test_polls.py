"""Polls as apps make them, vote in them and see them end, in every way an app sends them."""

import pytest

from entities import assert_is

TWO = {"options": ["Tea", "Coffee"], "expires_in": 300}


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def asks(author, visibility: str = "public", **poll) -> dict:
    return author.says("Which?", visibility, poll={**TWO, **poll})


def vote(who, poll: dict, *choices):
    return who.post(f"/api/v1/polls/{poll['id']}/votes", json={"choices": list(choices)})


def refused(answer, words: str) -> None:
    assert answer.status == 422 and answer.json["error"] == f"Validation failed: {words}", answer.text


def test_a_poll_is_complete_for_everybody(server, ann, bob):
    status = asks(ann)
    for token in (None, ann.token, bob.token):
        poll = server.get(f"/api/v1/polls/{status['poll']['id']}", token)
        assert poll.status == 200
        assert_is(poll.json, "Poll", reader=token is not None)
        shown = server.get(f"/api/v1/statuses/{status['id']}", token).json
        assert_is(shown, "Status", reader=token is not None)
        assert shown["poll"] == poll.json


def test_apps_send_polls_in_many_ways(ann):
    for way in ({"json": {"status": "x", "poll": TWO}},
                {"data": {"status": "x", "poll[options][]": ["Tea", "Coffee"], "poll[expires_in]": "300"}},
                {"data": {"status": "x", "poll[options][0]": "Tea", "poll[options][1]": "Coffee",
                          "poll[expires_in]": "300", "poll[multiple]": "false"}}):
        answer = ann.post("/api/v1/statuses", **way)
        assert answer.status == 200, answer.text
        assert [option["title"] for option in answer.json["poll"]["options"]] == ["Tea", "Coffee"]


def test_a_vote_counts_once(ann, bob, person):
    poll = asks(ann)["poll"]
    answer = vote(bob, poll, 1)
    assert answer.status == 200
    assert_is(answer.json, "Poll")
    assert answer.json["voted"] and answer.json["own_votes"] == [1] and answer.json["voters_count"] == 1
    refused(vote(bob, poll, 0), "You have already voted on this poll")
    refused(vote(ann, poll, 0), "You cannot vote in your own polls")
    refused(vote(person("carol"), poll, 2), "The chosen vote option does not exist")
    seen = ann.get(f"/api/v1/polls/{poll['id']}").json
    assert [option["votes_count"] for option in seen["options"]] == [0, 1]
    assert seen["voted"] and seen["own_votes"] == []


def test_several_choices_only_where_they_are_allowed(ann, bob):
    refused(vote(bob, asks(ann)["poll"], 0, 1), "You have already voted on this poll")
    answer = vote(bob, asks(ann, multiple=True)["poll"], 0, 1)
    assert answer.status == 200 and answer.json["own_votes"] == [0, 1]
    assert answer.json["votes_count"] == 2 and answer.json["voters_count"] == 1


def test_hidden_totals_are_hidden_from_everybody(ann, bob):
    poll = asks(ann, hide_totals=True)["poll"]
    vote(bob, poll, 0)
    for who in (ann, bob):
        shown = who.get(f"/api/v1/polls/{poll['id']}").json
        assert [option["votes_count"] for option in shown["options"]] == [None, None]


def test_a_narrow_poll_is_not_found_by_others(server, ann, bob):
    poll = asks(ann, "private")["poll"]
    for answer in (server.get(f"/api/v1/polls/{poll['id']}"), bob.get(f"/api/v1/polls/{poll['id']}"),
                   vote(bob, poll, 0)):
        assert answer.status == 404 and answer.json["error"] == "Record not found"
    bob.follows(ann)
    assert vote(bob, poll, 0).status == 200


def test_the_rules_are_those_the_server_announces(server, ann):
    limits = server.get("/api/v2/instance").json["configuration"]["polls"]
    most = [f"option {number}" for number in range(limits["max_options"])]
    longest = "x" * limits["max_characters_per_option"]
    good = [{"options": most}, {"options": ["a", longest]}, {"expires_in": limits["min_expiration"]},
            {"expires_in": limits["max_expiration"]}]
    bad = [{"options": [*most, "more"]}, {"options": ["a", longest + "x"]}, {"options": ["a"]},
           {"options": ["a", "a"]}, {"expires_in": limits["min_expiration"] - 1},
           {"expires_in": limits["max_expiration"] + 1}, {"expires_in": None}]
    for poll in good:
        assert ann.post("/api/v1/statuses", json={"status": "x", "poll": {**TWO, **poll}}).status == 200, poll
    for poll in bad:
        answer = ann.post("/api/v1/statuses", json={"status": "x", "poll": {**TWO, **poll}})
        assert answer.status == 422 and answer.json["error"].startswith("Validation failed: Poll"), poll


def test_an_edit_with_other_options_forgets_the_votes(ann, bob):
    status = asks(ann)
    vote(bob, status["poll"], 0)
    same = ann.put(f"/api/v1/statuses/{status['id']}", json={"status": "Which now?", "poll": TWO}).json
    assert same["poll"]["votes_count"] == 1
    other = ann.put(f"/api/v1/statuses/{status['id']}",
                    json={"status": "Which now?", "poll": {**TWO, "options": ["Tea", "Milk"]}}).json
    assert other["poll"]["votes_count"] == 0 and other["poll"]["options"][1]["title"] == "Milk"
    assert vote(bob, other["poll"], 1).status == 200
    history = ann.get(f"/api/v1/statuses/{status['id']}/history").json
    for version in history:
        assert_is(version, "StatusEdit")
    assert [version["poll"]["options"][1]["title"] for version in history] == ["Coffee", "Coffee", "Milk"]


def test_a_removed_post_answers_its_poll_and_takes_it_along(ann):
    status = asks(ann)
    removed = ann.delete(f"/api/v1/statuses/{status['id']}").json
    assert removed["text"] == "Which?" and removed["poll"]["options"][0]["title"] == "Tea"
    assert ann.get(f"/api/v1/polls/{status['poll']['id']}").status == 404


def test_a_quote_of_a_poll_shows_it(ann, bob):
    status = asks(ann)
    quoting = bob.says("Look", quoted_status_id=status["id"])
    assert_is(quoting, "Status")
    assert quoting["poll"] is None
    assert quoting["quote"]["quoted_status"]["poll"]["id"] == status["poll"]["id"]
