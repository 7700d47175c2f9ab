"""Notifications over HTTP: alone and in groups, through pages while they grow; policies, and the requests of those whom a
policy lets wait; and what is left of them when somebody is blocked, limited or suspended."""

import pytest

from entities import assert_is
from skein_process import eventually, next_page

GROUPS = "/api/v2/notifications"
LIST = "/api/v1/notifications"
POLICY = "/api/v2/notifications/policy"
OLD_POLICY = "/api/v1/notifications/policy"
REQUESTS = "/api/v1/notifications/requests"


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def favourite(who, post: dict) -> None:
    assert who.post(f"/api/v1/statuses/{post['id']}/favourite").status == 200


def groups_of(who, query: str = "") -> list[dict]:
    answer = who.get(GROUPS + query)
    assert answer.status == 200
    assert_is(answer.json, "GroupedNotificationsResults")
    return answer.json["notification_groups"]


def merged(who) -> bool:
    """GET /api/v1/notifications/requests/merged"""
    answer = who.get(f"{REQUESTS}/merged").json
    assert_is(answer, "RequestsMerged")
    return answer["merged"]


def test_groups_are_complete_entities(ann, bob, person):
    """GET /api/v2/notifications, GET /api/v2_alpha/notifications"""
    post = ann.says("Hello")
    people = [bob] + [person("more") for _ in range(2)]
    for one in people:
        favourite(one, post)
        one.follows(ann)
    bob.says(f"@{ann.name} hello")
    found = eventually(lambda: (lambda got: got if len(got) == 3 else None)(groups_of(ann)))
    assert [(one["type"], one["notifications_count"]) for one in found] == [("mention", 1), ("follow", 3), ("favourite", 3)]
    assert found[2]["sample_account_ids"] == [one.id for one in reversed(people)]
    brief = ann.get(f"{GROUPS}?expand_accounts=partial_avatars").json
    assert_is(brief, "GroupedNotificationsResults")
    assert {one["id"] for one in brief["accounts"]} | {one["id"] for one in brief["partial_accounts"]} == \
        {one.id for one in people}
    assert ann.get("/api/v2_alpha/notifications").json["notification_groups"] == found


def test_a_group_is_shown_and_dismissed(ann, bob):
    """GET /api/v2/notifications/:group_key, GET /api/v2/notifications/:group_key/accounts,
    POST /api/v2/notifications/:group_key/dismiss, GET /api/v2/notifications/unread_count, and their forms of v2_alpha:
    GET /api/v2_alpha/notifications/:group_key, POST /api/v2_alpha/notifications/:group_key/dismiss,
    GET /api/v2_alpha/notifications/unread_count"""
    for base in (GROUPS, "/api/v2_alpha/notifications"):
        post = ann.says("Hello")
        favourite(bob, post)
        key = groups_of(ann)[0]["group_key"]
        count = ann.get(f"{base}/unread_count").json
        assert_is(count, "UnreadCount")
        assert count == {"count": 1}
        shown = ann.get(f"{base}/{key}").json
        assert_is(shown, "GroupedNotificationsResults")
        assert shown["notification_groups"][0]["status_id"] == post["id"]
        accounts = ann.get(f"{base}/{key}/accounts").json
        assert_is(accounts, "[Account]")
        assert [one["id"] for one in accounts] == [bob.id]
        assert bob.get(f"{base}/{key}").status == 404
        assert bob.post(f"{base}/{key}/dismiss").json == {}
        assert ann.post(f"{base}/{key}/dismiss").json == {}
        assert ann.get(f"{base}/{key}").status == 404 and groups_of(ann) == []
        assert ann.get(LIST).json == []


@pytest.mark.parametrize("path", [LIST, GROUPS])
def test_three_pages_lose_nothing_while_more_comes(ann, bob, person, path):
    """GET /api/v1/notifications and GET /api/v2/notifications by `Link` alone."""
    def posts_of(answer):
        if path == LIST:
            return [one["status"]["id"] for one in answer.json]
        return [one["status_id"] for one in answer.json["notification_groups"]]
    posts = [ann.says(f"post {number}") for number in range(9)]
    for post in posts:
        favourite(bob, post)
    seen, target, newer = [], f"{path}?limit=3&types[]=favourite", None
    for number in range(3):
        answer = ann.get(target)
        seen += posts_of(answer)
        newer = newer or next_page(answer, "prev")
        target = next_page(answer)
        favourite(person("guest"), posts[-1])      # What was seen,
        favourite(person("guest"), posts[number])  # and what comes last.
    assert seen == [post["id"] for post in reversed(posts)]
    wanted = {post["id"] for post in [posts[-1], *posts[:3]]}
    assert set(posts_of(ann.get(newer))) <= wanted
    assert set(posts_of(ann.get(newer.replace("limit=3", "limit=40")))) == wanted


def test_old_and_new_ways_to_dismiss(ann, bob):
    """POST /api/v1/notifications/dismiss, POST /api/v1/notifications/:id/dismiss, GET /api/v1/notifications/unread_count"""
    bob.says(f"@{ann.name} one")
    bob.says(f"@{ann.name} two")
    ids = [one["id"] for one in ann.get(LIST).json]
    assert ann.get(f"{LIST}/unread_count").json == {"count": 2}
    assert bob.post(f"{LIST}/dismiss", json={"id": ids[0]}).status == 404
    assert ann.post(f"{LIST}/dismiss", json={"id": ids[0]}).json == {}
    assert ann.post(f"{LIST}/dismiss").status == 400
    assert ann.post(f"{LIST}/{ids[1]}/dismiss").json == {}
    assert ann.get(LIST).json == []


def test_a_policy_in_both_forms(ann):
    """GET /api/v2/notifications/policy, PATCH /api/v2/notifications/policy, GET /api/v1/notifications/policy,
    PUT /api/v1/notifications/policy"""
    first = ann.get(POLICY).json
    assert_is(first, "NotificationPolicy")
    assert first == {"for_not_following": "accept", "for_not_followers": "accept", "for_new_accounts": "accept",
                     "for_private_mentions": "filter", "for_limited_accounts": "filter",
                     "summary": {"pending_requests_count": 0, "pending_notifications_count": 0}}
    changed = ann.patch(POLICY, json={"for_not_following": "drop"}).json
    assert changed == {**first, "for_not_following": "drop"}
    assert ann.patch(POLICY, json={"for_not_following": "never"}).status == 422
    old = ann.get(OLD_POLICY).json
    assert_is(old, "V1::NotificationPolicy")
    assert old["filter_not_following"] and old["filter_private_mentions"] and not old["filter_new_accounts"]
    old = ann.put(OLD_POLICY, json={"filter_not_following": True, "filter_private_mentions": False}).json
    assert_is(old, "V1::NotificationPolicy")
    assert ann.get(POLICY).json["for_not_following"] == "drop"
    assert ann.get(POLICY).json["for_private_mentions"] == "accept"


def test_a_strangers_private_word_waits_until_it_is_let_in(ann, bob):
    """GET /api/v1/notifications/requests, GET /api/v1/notifications/requests/:id,
    POST /api/v1/notifications/requests/:id/accept"""
    word = bob.says(f"@{ann.name} psst", "direct")
    assert ann.get(LIST).json == [] and groups_of(ann) == []
    assert [one["type"] for one in ann.get(f"{LIST}?include_filtered=true").json] == ["mention"]
    assert [one["type"] for one in groups_of(ann, "?include_filtered=true")] == ["mention"]
    asked = ann.get(REQUESTS).json
    assert_is(asked, "[NotificationRequest]")
    assert (asked[0]["account"]["id"], asked[0]["last_status"]["id"]) == (bob.id, word["id"])
    assert ann.get(POLICY).json["summary"] == {"pending_requests_count": 1, "pending_notifications_count": 1}
    one = f"{REQUESTS}/{asked[0]['id']}"
    assert_is(ann.get(one).json, "NotificationRequest")
    assert bob.get(one).status == bob.post(f"{one}/accept").status == 404
    assert ann.post(f"{one}/accept").json == {}
    assert eventually(lambda: merged(ann))
    assert [one["type"] for one in ann.get(LIST).json] == ["mention"]
    assert ann.get(REQUESTS).json == [] and ann.get(one).status == 404
    bob.says(f"@{ann.name} again", "direct")
    assert len(ann.get(LIST).json) == 2
    # The answer of somebody one wrote to is no stranger's.
    mine = bob.says(f"@{ann.name} third", "direct")
    ann.says(f"@{bob.name} yes?", "direct", in_reply_to_id=mine["id"])
    assert [one["type"] for one in bob.get(LIST).json] == ["mention"]


def test_many_requests_are_answered_at_once(ann, person):
    """POST /api/v1/notifications/requests/accept, POST /api/v1/notifications/requests/dismiss,
    POST /api/v1/notifications/requests/:id/dismiss"""
    strangers = [person("stranger") for _ in range(5)]
    for one in strangers:
        one.says(f"@{ann.name} psst", "direct")
    ids, target = [], f"{REQUESTS}?limit=2"
    while target:
        answer = ann.get(target)
        ids += [one["id"] for one in answer.json]
        target = next_page(answer)
    assert len(ids) == 5
    assert ann.post(f"{REQUESTS}/accept", json={"id": ids[:2]}).json == {}
    assert ann.post(f"{REQUESTS}/dismiss", json={"id": ids[2:4]}).json == {}
    assert ann.post(f"{REQUESTS}/{ids[4]}/dismiss").json == {}
    assert eventually(lambda: merged(ann))
    assert ann.get(REQUESTS).json == []
    assert {one["account"]["id"] for one in ann.get(LIST).json} == {one.id for one in strangers[-2:]}
    assert eventually(lambda: len(ann.get(f"{LIST}?include_filtered=true").json) == 2)
    assert ann.post(f"{REQUESTS}/accept").status == 400


def test_people_shut_out_since_are_not_shown(ann, bob, person):
    post = ann.says("Hello")
    eve = person("eve")
    for one in (bob, eve):
        favourite(one, post)
    assert ann.post(f"/api/v1/accounts/{eve.id}/block").status == 200
    assert [one["account"]["id"] for one in ann.get(LIST).json] == [bob.id]
    assert groups_of(ann)[0]["sample_account_ids"] == [bob.id]
    bob.says(f"@{ann.name} psst", "direct")
    assert len(ann.get(REQUESTS).json) == 1
    assert ann.post(f"/api/v1/accounts/{bob.id}/block").status == 200
    assert ann.get(REQUESTS).json == [] and groups_of(ann) == []


def test_talk_of_people_one_muted_is_quiet(ann, bob, person):
    eve = person("eve")
    assert ann.post(f"/api/v1/accounts/{eve.id}/mute").status == 200
    bob.says(f"@{ann.name} have you heard what @{eve.name} says?")
    assert ann.get(LIST).json == []
    talk = ann.says("Hello")
    assert ann.post(f"/api/v1/statuses/{talk['id']}/mute").status == 200
    bob.says(f"@{ann.name} well", in_reply_to_id=talk["id"])
    assert ann.get(LIST).json == []


def test_the_bell_rings_for_posts(ann, bob):
    """POST /api/v1/accounts/:id/follow with `notify`."""
    assert ann.post(f"/api/v1/accounts/{bob.id}/follow", json={"notify": True}).json["notifying"]
    said = bob.says("News")
    rung = eventually(lambda: ann.get(f"{LIST}?types[]=status").json)
    assert [one["status"]["id"] for one in rung] == [said["id"]]
    assert not ann.post(f"/api/v1/accounts/{bob.id}/follow", json={"notify": False}).json["notifying"]
