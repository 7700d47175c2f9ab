"""Two servers of ours, on SQLite and on PostgreSQL: everything people do to each other, seen on both sides."""

import pytest
from conftest import eventually, find, follow, handle, in_home, notified, post_of, relation


@pytest.fixture(params=["one to two", "two to one"])
def pair(request, one, two, person):
    """Ann writes on one server, Bob reads on the other and follows her."""
    here, there = (one, two) if request.param == "one to two" else (two, one)
    ann, bob = person(here, "ann"), person(there, "bob")
    ann.seen_by_bob = follow(bob, handle(ann))
    notified(ann, "follow")
    return ann, bob


def seen(bob, post):
    return in_home(bob, lambda one: one["uri"] == post["uri"])


def test_a_post_is_edited_and_deleted_everywhere(pair):
    ann, bob = pair
    post = ann.says("Hello <b>world</b> #garden", spoiler_text="greeting")
    copy = seen(bob, post)
    assert "Hello &lt;b&gt;world&lt;/b&gt;" in copy["content"] and "<b>" not in copy["content"]
    assert (copy["spoiler_text"], copy["visibility"], copy["account"]["acct"]) == ("greeting", "public", handle(ann))
    assert [tag["name"] for tag in copy["tags"]] == ["garden"]
    assert ann.put(f"/api/v1/statuses/{post['id']}", json={"status": "Hello again"}).status == 200
    eventually(lambda: "Hello again" in post_of(bob, copy["id"])["content"], "the edit")
    assert post_of(bob, copy["id"])["edited_at"]
    assert ann.delete(f"/api/v1/statuses/{post['id']}").status == 200
    eventually(lambda: post_of(bob, copy["id"]) is None, "the deletion")


def test_an_answer_a_boost_and_a_favourite_arrive_and_are_taken_back(pair):
    ann, bob = pair
    post = ann.says("What do you say?")
    copy = seen(bob, post)
    answer = bob.says(f"@{handle(ann)} this", in_reply_to_id=copy["id"])
    mention = notified(ann, "mention", lambda one: one["status"]["uri"] == answer["uri"])
    assert mention["status"]["in_reply_to_id"] == post["id"]
    for deed, kind, count in (("favourite", "favourite", "favourites_count"), ("reblog", "reblog", "reblogs_count")):
        assert bob.post(f"/api/v1/statuses/{copy['id']}/{deed}").status == 200
        notified(ann, kind, lambda one: one["status"]["id"] == post["id"])
        assert post_of(ann, post["id"])[count] == 1
        assert bob.post(f"/api/v1/statuses/{copy['id']}/un{deed}").status == 200
        eventually(lambda: post_of(ann, post["id"])[count] == 0, f"un{deed}")


def test_private_posts_reach_followers_and_direct_ones_those_they_name(pair, person):
    ann, bob = pair
    carl = person(bob.server, "carl")
    private = ann.says("among us", visibility="private")
    assert seen(bob, private)["visibility"] == "private"
    direct = ann.says(f"@{handle(bob)} only you", visibility="direct")
    assert notified(bob, "mention", lambda one: one["status"]["uri"] == direct["uri"])["status"]["visibility"] == "direct"
    assert carl.get("/api/v2/search", params={"q": private["uri"], "resolve": "true"}).json["statuses"] == []
    assert carl.get("/api/v2/search", params={"q": direct["uri"], "resolve": "true"}).json["statuses"] == []


def test_a_poll_is_voted_in(pair):
    ann, bob = pair
    post = ann.says("Tea?", poll={"options": ["tea", "coffee"], "expires_in": 3600})
    copy = seen(bob, post)
    assert [option["title"] for option in copy["poll"]["options"]] == ["tea", "coffee"]
    voted = bob.post(f"/api/v1/polls/{copy['poll']['id']}/votes", json={"choices": [1]})
    assert voted.status == 200 and voted.json["voted"]
    eventually(lambda: ann.get(f"/api/v1/polls/{post['poll']['id']}").json["options"][1]["votes_count"] == 1, "the vote")


def test_a_quote_needs_consent_and_loses_it(pair):
    ann, bob = pair
    post = ann.says("Worth repeating", quote_approval_policy="public")
    copy = seen(bob, post)
    quoting = bob.says("Well said", quoted_status_id=copy["id"])
    notified(ann, "quote")
    eventually(lambda: (post_of(bob, quoting["id"])["quote"] or {}).get("state") == "accepted", "consent")
    theirs = find(ann, quoting["uri"])
    assert theirs["quote"]["quoted_status"]["id"] == post["id"]
    assert ann.post(f"/api/v1/statuses/{post['id']}/quotes/{theirs['id']}/revoke").status == 200
    eventually(lambda: post_of(bob, quoting["id"])["quote"]["state"] == "revoked", "the revocation")


def test_a_locked_account_decides_and_a_follow_ends(one, two, person):
    shy, bob = person(one, "shy"), person(two, "bob")
    assert shy.patch("/api/v1/accounts/update_credentials", json={"locked": True}).status == 200
    account = find(bob, handle(shy))
    assert bob.post(f"/api/v1/accounts/{account['id']}/follow").json["requested"]
    asking = notified(shy, "follow_request")["account"]
    assert shy.post(f"/api/v1/follow_requests/{asking['id']}/authorize").status == 200
    eventually(lambda: relation(bob, account)["following"], "the follow")
    assert shy.post(f"/api/v1/accounts/{asking['id']}/remove_from_followers").status == 200
    eventually(lambda: not relation(bob, account)["following"], "the end of the follow")


def test_a_block_ends_follows_and_a_profile_changes(pair):
    ann, bob = pair
    assert ann.patch("/api/v1/accounts/update_credentials", json={"display_name": "Ann the Great"}).status == 200
    eventually(lambda: bob.get(f"/api/v1/accounts/{ann.seen_by_bob['id']}").json["display_name"] == "Ann the Great",
               "the new name")
    bobs = find(ann, handle(bob))
    assert ann.post(f"/api/v1/accounts/{bobs['id']}/block").status == 200
    eventually(lambda: not relation(bob, ann.seen_by_bob)["following"], "the end of the follow")
    eventually(lambda: relation(bob, ann.seen_by_bob)["blocked_by"], "the block")


def test_a_report_is_forwarded(pair):
    ann, bob = pair
    post = ann.says("rude words")
    copy = seen(bob, post)
    filed = bob.post("/api/v1/reports", json={"account_id": ann.seen_by_bob["id"], "status_ids": [copy["id"]],
                                              "comment": "rude", "forward": True})
    assert filed.status == 200 and filed.json["forwarded"] in (True, False)
    eventually(lambda: "rude" in ann.server.command("report", "list").stdout, "the report at the other server")


def test_what_was_written_while_the_other_server_was_down_arrives(pair):
    ann, bob = pair
    bob.server.stop()
    post = ann.says("into the silence")
    bob.server.start()
    ann.server.command("federation", "retry", bob.server.host)
    seen(bob, post)
    trace = ann.server.command("federation", "trace", post["uri"]).stdout
    assert bob.server.host in trace
