"""Who will see a post, as the composer tells while it is being written."""

from entities import assert_is


def ask(who, **fields):
    return who.post("/api/v1/skein/audience", json=fields)


def test_who_will_see_a_post(person):
    """POST /api/v1/skein/audience"""
    ann, bob, cat = person("ann"), person("bob"), person("cat")
    assert bob.post(f"/api/v1/accounts/{ann.id}/follow").status == 200
    told = ask(ann, status=f"Hello @{cat.name} @nobody @far@away.example", visibility="private").json
    assert (told["everyone"], told["followers"], told["servers"]) == (False, 1, 0)
    assert [assert_is(one, "Account")["id"] for one in told["mentions"]] == [cat.id]
    assert told["unknown"] == ["nobody", "far@away.example"] and told["blocked"] == []
    letter = ask(ann, status=f"@{cat.name}", visibility="direct").json
    assert (letter["everyone"], letter["followers"]) == (False, 0)
    assert ask(ann, status="Hello").json["everyone"] is True
    assert ann.post(f"/api/v1/accounts/{cat.id}/block").status == 200
    told = ask(ann, status=f"Hello @{cat.name}").json
    assert told["mentions"] == [] and [one["id"] for one in told["blocked"]] == [cat.id]


def test_what_could_not_be_published_is_refused(person):
    ann, bob = person("ann"), person("bob")
    answer = ask(ann, status="Hello", visibility="everybody")
    assert answer.status == 422
    assert answer.json["error"] == "Validation failed: Visibility must be public, unlisted, private or direct"
    assert ask(ann, status="x" * 501).status == 422
    secret = bob.post("/api/v1/statuses", json={"status": "secret", "visibility": "private"}).json
    assert ask(ann, status="Hello", in_reply_to_id=secret["id"]).status == 404
    assert ask(bob, status="Hello", in_reply_to_id=secret["id"]).status == 200
