"""Links with which people bring others in: made by apps, on the page of the settings and on the command line, and used by
apps and in a browser, also while sign-up is closed."""

import pytest

from conftest import DATABASE
from mailbox import Mailbox
from pages import Browser
from skein_process import PASSWORD, Skein, eventually


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    box = Mailbox(tmp_path_factory.mktemp("mail") / "box")
    yield box
    box.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory, mailbox):
    running = Skein(tmp_path_factory.mktemp("invites") / "data", DATABASE, {
        "instance.registrations": "closed", "invites.from": "everybody", "mail.smtp_url": mailbox.url}).start()
    yield running
    assert running.stop() == 0


@pytest.fixture
def ann(person):
    return person("ann")


def made(who, **fields) -> dict:
    answer = who.post("/api/v1/skein/invites", json=fields)
    assert answer.status == 200, answer.text
    return answer.json


def app_token(server) -> str:
    app = server.post("/api/v1/apps", json={"client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                                            "scopes": "read write"}).json
    return server.post("/oauth/token", json={"grant_type": "client_credentials", "client_id": app["client_id"],
                                             "client_secret": app["client_secret"], "scope": "read write"}).json["access_token"]


def join(server, name: str, code: str):
    return server.post("/api/v1/accounts", app_token(server), json={
        "username": name, "email": f"{name}@example.org", "password": PASSWORD, "agreement": True, "locale": "en",
        "invite_code": code})


def confirm(server, mailbox, name: str) -> None:
    path = mailbox.newest(f"{name}@example.org").link("/auth/confirm/")
    browser = Browser(server)
    page = browser.open(path)
    assert browser.submit(page, next(form for form in page.forms if form["action"] == path)).status == 200


def test_an_app_signs_somebody_up_who_then_follows_who_brought_them(server, mailbox, ann):
    """`GET /api/v1/invites/:code`, `POST /api/v1/skein/invites`, `POST /api/v1/accounts`"""
    invite = made(ann, max_uses=1, autofollow=True, comment="for the choir")
    assert invite["url"] == f"{server.url}/invite/{invite['code']}" and len(invite["code"]) >= 16
    for path in (f"/api/v1/invites/{invite['code']}", f"/invite/{invite['code']}"):
        answer = server.get(path, headers={"Accept": "application/json"})
        assert answer.status == 200
        assert answer.json == {"invite_code": invite["code"], "instance_api_url": f"{server.url}/api/v2/instance"}
    joined = join(server, "choirboy", invite["code"])
    assert joined.status == 200, joined.text
    assert server.get("/api/v1/accounts/verify_credentials", joined.json["access_token"]).status == 403, "not proven"
    confirm(server, mailbox, "choirboy")
    assert server.get("/api/v1/accounts/verify_credentials", joined.json["access_token"]).status == 200

    def followers():
        return [one["username"] for one in ann.get(f"/api/v1/accounts/{ann.id}/followers").json]
    assert eventually(followers) == ["choirboy"]
    assert f"choirboy came by an invite of {ann.name}" in server.command("invite", "guests").stdout
    dead = server.get(f"/api/v1/invites/{invite['code']}")
    assert (dead.status, dead.json) == (401, {"error": "This invite is not valid"})
    late = join(server, "latecomer", invite["code"])
    assert (late.status, late.json) == (403, {"error": "This invite is not valid"})
    assert server.get("/api/v1/invites/nonsense").status == 404
    assert join(server, "burglar", "").status == 403


def test_the_link_opens_the_form_in_a_browser(server, mailbox, ann):
    invite = made(ann)
    browser = Browser(server)
    page = browser.open(f"/invite/{invite['code']}")
    assert page.status == 200 and f"(@{ann.name}@" in page.text
    form = page.form("username", "email", "password", "invite_code")
    wrong = browser.submit(page, form, username="no blanks", email="x", password="x")
    assert wrong.status == 422 and wrong.form("invite_code")["fields"]["invite_code"] == invite["code"]
    done = browser.submit(page, form, username="visitor", email="visitor@example.org", password=PASSWORD, agreement="1")
    assert done.status == 200, done.text
    confirm(server, mailbox, "visitor")
    assert Browser(server).sign_in("visitor").status == 200
    assert browser.open("/invite/nonsense").status == 404
    assert browser.open("/auth/sign_up").status == 403


def test_a_person_sees_and_revokes_their_own(server, ann, person):
    """`GET /api/v1/skein/invites`, `DELETE /api/v1/skein/invites/:id`"""
    ids = [made(ann)["id"] for _ in range(3)]
    first = ann.get("/api/v1/skein/invites?limit=2")
    assert [one["id"] for one in first.json] == ids[:0:-1] and 'rel="next"' in first.headers["Link"]
    assert [one["id"] for one in ann.get(f"/api/v1/skein/invites?max_id={ids[1]}").json] == ids[:1]
    bob = person("bob")
    assert bob.get("/api/v1/skein/invites").json == []
    assert bob.delete(f"/api/v1/skein/invites/{ids[0]}").status == 404
    gone = ann.delete(f"/api/v1/skein/invites/{ids[0]}")
    assert gone.status == 200 and gone.json == {}
    revoked = ann.get("/api/v1/skein/invites").json[-1]
    assert revoked["ended"] and revoked["revoked_at"]
    assert Browser(server).open(f"/invite/{revoked['code']}").status == 410
    for fields in ({"max_uses": 0}, {"expires_in": 0}, {"comment": "x" * 421}):
        assert ann.post("/api/v1/skein/invites", json=fields).status == 422, fields
    assert server.get("/api/v1/skein/invites").status == 401


def test_the_page_of_the_settings(server, ann):
    browser = Browser(server)
    browser.sign_in(ann.name)
    page = browser.open("/settings/invites")
    done = browser.submit(page, page.form("people", "days"), people="2", days="3", comment="<b>")
    assert done.status == 200 and "used 0 of 2 times" in done.text and "&lt;b&gt;" in done.text
    invite = ann.get("/api/v1/skein/invites").json[0]
    assert invite["url"] in done.text
    action = f"/settings/invites/{invite['id']}/revoke"
    revoked = browser.submit(done, next(form for form in done.forms if form["action"] == action))
    assert revoked.status == 200 and action not in revoked.text
    refused = browser.submit(done, done.form("people", "days"), people="none", days="400")
    assert refused.status == 422 and 'role="alert"' in refused.text


def test_the_command_line_and_the_instance_document(server, make_server):
    """`GET /api/v1/instance`"""
    assert server.get("/api/v1/instance").json["invites_enabled"] is True
    link = server.command("invite", "create", "--uses", "1", "--days", "2", "--comment", "a & b").stdout.strip()
    code = link.rsplit("/", 1)[1]
    assert Browser(server).open(link.removeprefix(server.url)).status == 200
    assert f"{code}  runs" in server.command("invite", "list").stdout
    server.command("invite", "revoke", code)
    assert f"{code}  ended" in server.command("invite", "list").stdout
    assert Browser(server).open(f"/invite/{code}").status == 410
    assert server.command("invite", "revoke", "nonsense", check=False).returncode == 3
    assert server.command("invite", "create", "--uses", "none", check=False).returncode != 0

    shut = make_server(instance__registrations="closed")
    assert shut.get("/api/v1/instance").json["invites_enabled"] is False
    eve = shut.make_account("eve")
    assert eve.post("/api/v1/skein/invites").status == 403
    assert shut.make_account("marshal", "moderator").post("/api/v1/skein/invites").status == 200


def test_whoever_is_suspended_brings_nobody_in(server, person):
    eve = person("eve")
    invite = made(eve)
    server.command("account", "suspend", eve.name)
    assert server.get(f"/api/v1/invites/{invite['code']}").status == 401
    assert Browser(server).open(f"/invite/{invite['code']}").status == 410
    server.command("account", "suspend", eve.name, "--undo")
    assert server.get(f"/api/v1/invites/{invite['code']}").status == 200
    server.command("account", "delete", eve.name)
    assert eventually(lambda: invite["code"] not in server.command("invite", "list").stdout)
