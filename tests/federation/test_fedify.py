"""A peer on Fedify, which judges our signatures, documents and proofs with its own code, and signs to us in each of its
ways."""

from conftest import eventually, find, follow, in_home, notified, post_of, relation

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def make_peer(peer, person, one, stem):
    ann = person(one, "ann")
    name = f"{stem}{ann.name}"
    peer("person", name=name)
    return ann, name, f"{name}@{peer.host}"


def actor_of(ann):
    return ann.get("/api/v1/accounts/verify_credentials").json["uri"]


def test_it_follows_us_and_gets_what_we_write(peer, person, one):
    ann, name, _ = make_peer(peer, person, one, "fay")
    peer("follow", name=name, target=f"@{ann.name}@{one.host}")
    notified(ann, "follow")
    eventually(lambda: peer("following", name=name), "the Accept")
    post = ann.says("Hello #fedify", spoiler_text="cw")
    create = eventually(lambda: [one for one in peer.received("Create", actor_of(ann)) if one["object"] == post["uri"]],
                        "the Create")[0]
    assert create["proof"] == "good"
    assert create["json"]["to"] in ([PUBLIC], PUBLIC, "as:Public", ["as:Public"])
    looked = peer("look", name=name, address=post["uri"])
    assert looked["found"] and looked["type"] == "Note" and looked["json"]["summary"] == "cw"
    assert ann.put(f"/api/v1/statuses/{post['id']}", json={"status": "Hello again"}).status == 200
    eventually(lambda: peer.received("Update", actor_of(ann)), "the Update")
    assert ann.delete(f"/api/v1/statuses/{post['id']}").status == 200
    eventually(lambda: peer.received("Delete", actor_of(ann)), "the Delete")
    assert peer("failures") == []


def test_we_follow_it_and_see_what_it_writes(peer, person, one):
    ann, name, handle = make_peer(peer, person, one, "gus")
    follow(ann, handle)
    eventually(lambda: peer("followers", name=name), "the follower")
    written = peer("post", name=name, text="Greetings from Fedify")
    copy = in_home(ann, lambda post: post["uri"] == written["id"])
    assert copy["content"] == "<p>Greetings from Fedify</p>" and copy["visibility"] == "public"
    peer("edit", name=name, id=written["id"], text="Greetings again")
    eventually(lambda: "again" in post_of(ann, copy["id"])["content"], "the edit")
    private = peer("post", name=name, text="among us", visibility="private")
    assert in_home(ann, lambda post: post["uri"] == private["id"])["visibility"] == "private"
    peer("remove", name=name, id=written["id"])
    eventually(lambda: post_of(ann, copy["id"]) is None, "the deletion")


def test_answers_favourites_and_boosts_go_both_ways(peer, person, one):
    ann, name, handle = make_peer(peer, person, one, "hal")
    follow(ann, handle)
    written = peer("post", name=name, text="Talk to me")
    copy = in_home(ann, lambda post: post["uri"] == written["id"])
    answer = ann.says(f"@{handle} gladly", in_reply_to_id=copy["id"])
    eventually(lambda: [got for got in peer.received("Create", actor_of(ann)) if got["object"] == answer["uri"]], "the answer")
    for deed, kind in (("favourite", "Like"), ("reblog", "Announce")):
        assert ann.post(f"/api/v1/statuses/{copy['id']}/{deed}").status == 200
        eventually(lambda: peer.received(kind, actor_of(ann)), kind)
        assert ann.post(f"/api/v1/statuses/{copy['id']}/un{deed}").status == 200
    eventually(lambda: len(peer.received("Undo", actor_of(ann))) >= 2, "the Undos")
    post = ann.says("Talk to me too")
    liked, boosted = peer("like", name=name, id=post["uri"]), peer("boost", name=name, id=post["uri"])
    notified(ann, "favourite")
    notified(ann, "reblog")
    peer("undo", name=name, id=post["uri"], kind="Like", activity=liked["id"])
    peer("undo", name=name, id=post["uri"], kind="Announce", activity=boosted["id"])
    eventually(lambda: (post_of(ann, post["id"])["favourites_count"], post_of(ann, post["id"])["reblogs_count"]) == (0, 0),
               "the Undos")
    reply = peer("post", name=name, text="mentioning you", to=[f"https://{one.host}/@{ann.name}"], inReplyTo=post["uri"],
                 mention=f"@{ann.name}@{one.host}")
    mention = notified(ann, "mention")
    assert mention["status"]["uri"] == reply["id"] and mention["status"]["in_reply_to_id"] == post["id"]


def test_direct_posts_and_polls(peer, person, one):
    ann, name, handle = make_peer(peer, person, one, "ida")
    find(ann, handle)
    direct = ann.says(f"@{handle} psst", visibility="direct")
    got = eventually(lambda: [got for got in peer.received("Create", actor_of(ann)) if got["object"] == direct["uri"]],
                     "the direct post")[0]
    assert PUBLIC not in str(got["json"].get("to")) and PUBLIC not in str(got["json"].get("cc"))
    poll = ann.says("Tea?", poll={"options": ["tea", "coffee"], "expires_in": 3600})
    peer("vote", name=name, id=poll["uri"], choice="tea", author=f"https://{one.host}/@{ann.name}")
    eventually(lambda: ann.get(f"/api/v1/polls/{poll['poll']['id']}").json["options"][0]["votes_count"] == 1, "the vote")
    follow(ann, handle)
    question = peer("post", name=name, text="Or this?", options=["this", "that"])
    copy = in_home(ann, lambda post: post["uri"] == question["id"])
    assert ann.post(f"/api/v1/polls/{copy['poll']['id']}/votes", json={"choices": [1]}).status == 200
    eventually(lambda: [got for got in peer.received("Create", actor_of(ann)) if "that" in str(got["json"])], "our vote")


def test_private_posts_are_shown_to_followers_alone(peer, person, one):
    ann, name, _ = make_peer(peer, person, one, "jon")
    private = ann.says("among us", visibility="private")
    assert not peer("look", name=name, address=private["uri"])["found"]
    peer("follow", name=name, target=f"@{ann.name}@{one.host}")
    notified(ann, "follow")
    later = ann.says("among us again", visibility="private")
    assert peer("look", name=name, address=later["uri"])["found"]


def test_it_blocks_and_moves(peer, person, one):
    ann, name, handle = make_peer(peer, person, one, "kim")
    account = follow(ann, handle)
    peer("person", name=name + "new", aliases=[f"https://{peer.host}/people/{name}"])
    peer("move", name=name, target=f"@{name}new@{peer.host}")
    moved = find(ann, f"{name}new@{peer.host}")
    eventually(lambda: relation(ann, moved)["following"] and not relation(ann, account)["following"], "the move")
    peer("block", name=name + "new", target=f"@{ann.name}@{one.host}")
    eventually(lambda: not relation(ann, moved)["following"], "the block")
