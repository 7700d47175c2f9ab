"""The end of accounts, and what else can become of them: deleted by their owners or on the command line, suspended,
limited, in memoriam; what clients and other servers are told of each."""

import pytest

from entities import assert_is
from pages import Browser
from skein_process import PASSWORD, eventually


AP = {"Accept": "application/activity+json"}


def delete(browser: Browser, password: str = PASSWORD):
    page = browser.open("/settings/delete")
    return browser.submit(page, page.form("current_password"), current_password=password)


def profile(server, who):
    """GET /api/v1/accounts/:id as everybody sees it."""
    answer = server.get(f"/api/v1/accounts/{who.id}")
    assert answer.status == 200, answer.text
    return assert_is(answer.json, "Account", reader=False)


# --- deleted ---

@pytest.mark.optional  # It asks what other servers are told.
def test_an_owner_deletes_the_account_for_good(server, person):
    ann, bob = person("ann"), person("bob")
    post = ann.says("soon gone")
    ann.follows(bob)
    bob.follows(ann)
    liked = bob.says("liked")
    assert ann.post(f"/api/v1/statuses/{liked['id']}/favourite").status == 200
    mention = bob.says(f"hello @{ann.name}")
    browser = Browser(server)
    browser.sign_in(ann.name)
    assert "cannot be undone" in browser.open("/settings/delete").text

    refused = delete(browser, "not the password")
    assert refused.status == 422 and "not your password" in refused.text
    assert ann.get("/api/v1/accounts/verify_credentials").status == 200
    done = delete(browser)
    assert done.status == 200 and "Your account is deleted" in done.text

    # At once: out everywhere, seen by nobody.
    assert ann.get("/api/v1/accounts/verify_credentials").status == 401
    assert "Sign in" in browser.open("/settings/delete").text
    for path in (f"/api/v1/accounts/{ann.id}", f"/api/v1/accounts/{ann.id}/statuses",
                 f"/api/v1/accounts/lookup?acct={ann.name}", f"/api/v1/statuses/{post['id']}"):
        for answer in (server.get(path), bob.get(path)):
            assert answer.status == 404, (path, answer.text)
            assert_is(answer.json, "Error")
    assert bob.post(f"/api/v1/accounts/{ann.id}/follow").status == 404

    # Other servers and browsers hear that it is gone, not that it never was.
    assert server.get(f"/ap/users/{ann.id}", headers=AP).status == 410
    assert server.get(f"/@{ann.name}", headers={"Accept": "text/html"}).status == 410
    host = server.url.split("//")[1].split(":")[0]
    assert server.get(f"/.well-known/webfinger?resource=acct:{ann.name}@{host}").status == 410
    assert server.post(f"/ap/users/{ann.id}/inbox", json={}).status == 410

    # In jobs: what it made goes, what others made stays.
    assert eventually(lambda: bob.get("/api/v1/accounts/verify_credentials").json["followers_count"] == 0)
    assert eventually(lambda: bob.get(f"/api/v1/statuses/{liked['id']}").json["favourites_count"] == 0)
    assert eventually(lambda: server.get(f"/ap/users/{ann.id}/statuses/{post['id']}", headers=AP).status == 410)
    assert eventually(lambda: not [one for one in bob.get("/api/v1/notifications").json
                                   if (one.get("account") or {}).get("id") == ann.id])
    told = bob.get(f"/api/v1/statuses/{mention['id']}")
    assert told.status == 200 and assert_is(told.json, "Status")

    # Nobody has the name again, and the address is free.
    refused = server.command("account", "create", ann.name.upper(), "--email", "new@example.org", "--password-stdin",
                             stdin=PASSWORD + "\n", check=False)
    assert refused.returncode != 0 and "taken" in refused.stderr
    server.command("account", "create", ann.name + "2", "--email", f"{ann.name}@example.org", "--password-stdin",
                   stdin=PASSWORD + "\n")
    assert server.command("account", "suspend", ann.name, "--undo", check=False).returncode != 0


def test_an_account_is_deleted_on_the_command_line(server, person):
    ann, bob = person("ann"), person("bob")
    bob.follows(ann)
    assert "nobody can have its name again" in server.command("account", "delete", ann.name).stdout
    assert ann.get("/api/v1/timelines/home").status == 401
    assert server.get(f"/api/v1/accounts/{ann.id}").status == 404
    assert eventually(lambda: bob.get("/api/v1/accounts/verify_credentials").json["following_count"] == 0)
    assert server.command("account", "delete", ann.name, check=False).returncode == 3
    assert server.command("account", "delete", "nobody_at_all", check=False).returncode == 3


def test_the_only_owner_cannot_be_deleted(make_server):
    server = make_server()
    server.make_account("olga", "owner")
    refused = server.command("account", "delete", "olga", check=False)
    assert refused.returncode != 0 and "only owner" in refused.stderr
    server.make_account("oskar", "owner")
    server.command("account", "delete", "olga")


def test_guessing_the_password_is_slowed(make_server):
    # Behind a proxy, so that whoever asks is not at the machine itself.
    server = make_server(**{"server.trusted_proxies": "127.0.0.1"})
    server.make_account("ann")
    browser = Browser(server)
    browser.session.headers["X-Forwarded-For"] = "203.0.113.7"
    browser.sign_in("ann")
    answers = [delete(browser, f"guess number {i}").status for i in range(12)]
    assert answers[0] == 422 and answers[-1] == 429, answers


@pytest.mark.optional  # It asks what other servers are told.
def test_what_was_left_of_a_deletion_is_done_after_a_stop(make_server):
    server = make_server()
    ann, bob = server.make_account("ann"), server.make_account("bob")
    ids = [ann.says(f"post {i}")["id"] for i in range(30)]
    bob.follows(ann)
    # Without a server the command only decides; nothing of the rest can have been done before the server is there.
    server.kill()
    server.command("account", "delete", "ann")
    assert "social.remove_account" in server.command("job", "list").stdout
    server.start()
    assert eventually(lambda: bob.get("/api/v1/accounts/verify_credentials").json["following_count"] == 0)
    for post in (ids[0], ids[-1]):
        assert eventually(lambda: server.get(f"/ap/users/{ann.id}/statuses/{post}", headers=AP).status == 410)


# --- suspended, limited, in memoriam ---

def test_a_suspended_account_is_a_name_and_nothing_else(server, person):
    eve = person("eve")
    eve.patch("/api/v1/accounts/update_credentials", json={"display_name": "Eve", "note": "words"})
    post = eve.says("loud")
    assert "suspended" not in profile(server, eve)
    server.command("account", "suspend", eve.name)
    shown = profile(server, eve)
    assert shown["suspended"] is True and shown["display_name"] == shown["note"] == "" and shown["fields"] == []
    assert "limited" not in shown and "memorial" not in shown
    assert server.get(f"/api/v1/accounts/{eve.id}/statuses").json == []
    assert server.get(f"/api/v1/statuses/{post['id']}").status == 404
    refused = eve.get("/api/v1/timelines/home")
    assert refused.status == 403 and refused.json["error"] == "Your login is currently disabled"
    server.command("account", "suspend", eve.name, "--undo")
    assert "suspended" not in profile(server, eve) and eve.get("/api/v1/timelines/home").status == 200


def test_a_limited_account_is_shown_to_its_followers(server, person):
    loud, fan, other = person("loud"), person("fan"), person("other")
    fan.follows(loud)
    assert "is limited" in server.command("account", "limit", loud.name).stdout
    shown = profile(server, loud)
    assert shown["limited"] is True and "suspended" not in shown and "memorial" not in shown
    assert loud.get("/api/v1/accounts/verify_credentials").json["limited"] is True
    post = loud.says("still here")
    assert eventually(lambda: post["id"] in [one["id"] for one in fan.get("/api/v1/timelines/home").json])
    assert post["id"] not in [one["id"] for one in other.get("/api/v1/timelines/public?local=true").json]
    # It asks before it follows.
    answer = loud.post(f"/api/v1/accounts/{other.id}/follow")
    assert answer.status == 200 and answer.json["requested"] and not answer.json["following"]
    assert "limited no longer" in server.command("account", "unlimit", loud.name).stdout
    assert "limited" not in profile(server, loud)
    assert server.command("account", "unlimit", loud.name, check=False).returncode != 0
    # Taking back a suspension that is none lifts no limit.
    server.command("account", "limit", loud.name)
    assert "not suspended" in server.command("account", "suspend", loud.name, "--undo", check=False).stderr
    assert profile(server, loud)["limited"] is True


@pytest.mark.optional  # It asks what other servers are told.
def test_an_account_in_memoriam_stays_and_nobody_acts_for_it(server, person):
    old, friend = person("old"), person("friend")
    post = old.says("words that stay")
    browser = Browser(server)
    browser.sign_in(old.name)
    assert "in memoriam" in server.command("account", "memorial", old.name).stdout
    shown = profile(server, old)
    assert shown["memorial"] is True and "suspended" not in shown and "limited" not in shown
    assert friend.get(f"/api/v1/statuses/{post['id']}").json["account"]["memorial"] is True
    assert server.get(f"/ap/users/{old.id}", headers=AP).json["memorial"] is True

    refused = old.post("/api/v1/statuses", json={"status": "from beyond"})
    assert refused.status == 403 and refused.json["error"] == "Your login is currently disabled"
    assert "Sign in" in browser.open("/settings/sessions").text
    signed_in = Browser(server).sign_in(old.name)
    assert signed_in.status == 403 and "in memoriam" in signed_in.text
    # Who wants to read on may follow, as on Mastodon.
    assert friend.post(f"/api/v1/accounts/{old.id}/follow").json["following"]

    server.command("account", "memorial", old.name, "--undo")
    assert "memorial" not in profile(server, old)
    assert old.get("/api/v1/timelines/home").status == 200
    assert server.command("account", "memorial", old.name, "--undo", check=False).returncode != 0
    assert server.command("account", "memorial", "nobody_at_all", check=False).returncode == 3


@pytest.mark.parametrize("what", ["suspend", "limit", "memorial", "delete"])
def test_commands_say_whom_they_do_not_know(server, what):
    failed = server.command("account", what, "somebody@far.example", check=False)
    assert failed.returncode == 3 and "no account" in failed.stderr
