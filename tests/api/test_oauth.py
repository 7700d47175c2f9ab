"""How apps are let in: registered, asked for on a page, given a code, a token, and shown out again; what they may do
with what they were given; and everything that must be refused on the way (RFC 6749, 7009, 7636, 8414, 9700)."""

import base64
import hashlib
import itertools
import re
import secrets
import urllib.parse

import pytest

from pages import Browser, Page
from skein_process import Answer, Skein

CALLBACK = "https://app.example/callback"
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_names = itertools.count(1)


class App:
    """One registered app and what it does by itself."""

    def __init__(self, server: Skein, scopes: str = "read write follow push profile", uris: str | list = CALLBACK,
                 name: str = "Quill"):
        self.server = server
        answer = server.post("/api/v1/apps", json={"client_name": name, "redirect_uris": uris, "scopes": scopes,
                                                   "website": "https://app.example"})
        assert answer.status == 200, answer.text
        self.id, self.secret = answer.json["client_id"], answer.json["client_secret"]

    def address(self, **more) -> str:
        asked = {"response_type": "code", "client_id": self.id, "redirect_uri": CALLBACK, "scope": "read",
                 "state": "s t&a=te", **more}
        return "/oauth/authorize?" + urllib.parse.urlencode({k: v for k, v in asked.items() if v is not None})

    def fetch(self, grant_type: str = "authorization_code", **more) -> Answer:
        asked = {"grant_type": grant_type, "client_id": self.id, "client_secret": self.secret,
                 "redirect_uri": CALLBACK, **more}
        return self.server.post("/oauth/token", data={k: v for k, v in asked.items() if v is not None})

    def revoke(self, token: str) -> Answer:
        return self.server.post("/oauth/revoke", data={
            "client_id": self.id, "client_secret": self.secret, "token": token})


def pkce() -> tuple[str, dict]:
    """A verifier, and what the request for a code says of it."""
    verifier = secrets.token_urlsafe(48)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return verifier, {"code_challenge": digest, "code_challenge_method": "S256"}


def told(page: Page) -> dict[str, str]:
    """What the app reads in the address that the browser is sent to."""
    where = urllib.parse.urlsplit(page.response.headers["Location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == CALLBACK
    return dict(urllib.parse.parse_qsl(where.query, strict_parsing=True))


def allow(browser: Browser, app: App, **more) -> Page:
    page = browser.open(app.address(**more))
    return browser.submit(page, page.form("client_id"))


def is_error(answer: Answer, status: int, code: str) -> None:
    assert answer.status == status and answer.json["error"] == code, answer.text
    assert answer.json["error_description"]


@pytest.fixture(scope="module")
def member(server):
    return server.make_account("resident")


@pytest.fixture(scope="module")
def browser(server, member):
    signed_in = Browser(server)
    signed_in.sign_in(member.name)
    return signed_in


@pytest.fixture
def app(server):
    return App(server)


@pytest.fixture
def token(browser, app):
    """Makes tokens of the member by the whole way through the page."""

    def make(scopes: str) -> str:
        verifier, challenge = pkce()
        code = told(allow(browser, app, scope=scopes, **challenge))["code"]
        answer = app.fetch(code=code, code_verifier=verifier)
        assert answer.status == 200 and set(answer.json["scope"].split()) == set(scopes.split()), answer.text
        return answer.json["access_token"]

    return make


# --- Apps ---

def test_what_is_offered_stands_in_the_metadata(server):
    known = server.get("/.well-known/oauth-authorization-server")
    assert known.status == 200
    assert known.json["issuer"] == server.url + "/"
    for name, path in {"authorization_endpoint": "/oauth/authorize", "token_endpoint": "/oauth/token",
                       "revocation_endpoint": "/oauth/revoke", "userinfo_endpoint": "/oauth/userinfo",
                       "app_registration_endpoint": "/api/v1/apps"}.items():
        assert known.json[name] == server.url + path
    assert known.json["code_challenge_methods_supported"] == ["S256"]
    assert known.json["response_types_supported"] == ["code"]
    assert set(known.json["grant_types_supported"]) == {"authorization_code", "client_credentials"}
    assert {"read", "write", "follow", "push", "profile", "read:statuses", "write:media", "admin:read:accounts"} <= set(
        known.json["scopes_supported"])


@pytest.mark.parametrize("uri", ["javascript:alert(1)", "data:text/html,x", "/relative", "https://a.example/#part",
                                 "https://a.example/ b", "file:///etc/passwd", "", "app.example/callback", "vbscript:x",
                                 "https://", "x" * 5000])
def test_an_address_that_leads_nowhere_good_is_not_registered(server, uri):
    answer = server.post("/api/v1/apps", json={"client_name": "Bad", "redirect_uris": uri})
    assert answer.status == 422 and answer.json["error"].startswith("Validation failed: Redirect URI")


def test_an_app_cannot_be_registered_with_a_scope_nobody_knows(server):
    answer = server.post("/api/v1/apps", json={"client_name": "Bad", "redirect_uris": CALLBACK, "scopes": "read root"})
    assert answer.status == 422 and "Scopes" in answer.json["error"]


# --- The page ---

def test_a_stranger_signs_in_on_the_way_and_comes_back_to_the_same_question(server, member, app):
    verifier, challenge = pkce()
    stranger = Browser(server)
    page = stranger.open(app.address(scope="read:statuses write:media", **challenge))
    assert page.url.startswith(server.url + "/auth/sign_in")
    page = stranger.submit(page, page.form("login"), login=member.name, password="correct horse battery")
    assert "Quill" in page.text and f"@{member.name}" in page.text and "app.example" in page.text
    assert "See all posts you can see" in page.text and "Upload pictures" in page.text
    assert "Post and delete posts" not in page.text
    policy = page.response.headers["Content-Security-Policy"]
    assert "form-action 'self' https://app.example;" in policy and "frame-ancestors 'none'" in policy
    done = stranger.submit(page, page.form("client_id"))
    assert done.status == 303 and done.response.headers["Referrer-Policy"] == "no-referrer"
    answer = told(done)
    assert answer["state"] == "s t&a=te" and set(answer) == {"code", "state"}
    got = app.fetch(code=answer["code"], code_verifier=verifier)
    assert got.status == 200 and got.json["token_type"] == "Bearer" and got.json["scope"] == "read:statuses write:media"
    assert got.headers["Cache-Control"] == "no-store"
    who = server.get("/api/v1/timelines/home", got.json["access_token"])
    assert who.status == 200


def test_saying_no_tells_the_app_and_gives_nothing(browser, app):
    page = browser.open(app.address())
    answer = told(browser.submit(page, page.form("client_id"), deny="1"))
    assert answer["error"] == "access_denied" and answer["state"] == "s t&a=te" and "code" not in answer


def test_out_of_band_the_code_is_shown_to_copy(server, browser):
    app = App(server, uris=OUT_OF_BAND)
    page = allow(browser, app, redirect_uri=OUT_OF_BAND)
    assert page.status == 200 and "Location" not in page.response.headers
    code = re.search(r"<code>([^<]+)</code>", page.text).group(1)
    assert app.fetch(code=code, redirect_uri=OUT_OF_BAND).status == 200
    page = browser.open(app.address(redirect_uri=OUT_OF_BAND))
    denied = browser.submit(page, page.form("client_id"), deny="1")
    assert denied.status == 400 and "Location" not in denied.response.headers and "<code>" not in denied.text


@pytest.mark.parametrize("uri", ["https://evil.example/callback", CALLBACK + "/more", CALLBACK + "?x=1", "",
                                 CALLBACK + "/", CALLBACK.upper(), "http://app.example/callback", None, OUT_OF_BAND,
                                 "https://app.example:8443/callback", "https://app.example@evil.example/callback"])
def test_nobody_is_ever_sent_to_an_address_that_is_not_the_apps(server, browser, app, uri):
    for visitor in (browser, Browser(server)):
        page = visitor.session.get(server.url + app.address(redirect_uri=uri), allow_redirects=False)
        assert page.status_code == 400 and "Location" not in page.headers
        assert "evil.example" not in page.text
    honest = browser.open(app.address())
    forged = browser.submit(honest, honest.form("client_id"), redirect_uri=uri or "")
    assert forged.status == 400 and "Location" not in forged.response.headers


def test_an_unknown_app_is_told_to_nobody(server, browser):
    page = browser.session.get(server.url + "/oauth/authorize?response_type=code&client_id=none&redirect_uri=" + CALLBACK,
                               allow_redirects=False)
    assert page.status_code == 400 and "Location" not in page.headers


@pytest.mark.parametrize("more, error", [
    ({"response_type": "token"}, "unsupported_response_type"), ({"response_type": None}, "unsupported_response_type"),
    ({"scope": "read root"}, "invalid_scope"), ({"scope": "admin:read"}, "invalid_scope"),
    ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge": "x" * 43}, "invalid_request"), ({"code_challenge_method": "S256"}, "invalid_request"),
    ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
    ({"code_challenge": "x" * 42 + "=", "code_challenge_method": "S256"}, "invalid_request")])
def test_what_is_wrong_with_a_request_is_told_to_the_app(server, browser, app, more, error):
    page = Page(browser.session.get(server.url + app.address(**more), allow_redirects=False))
    answer = told(page)
    assert answer["error"] == error and answer["state"] == "s t&a=te" and "code" not in answer
    # The same when the form of a good request is changed on its way.
    honest = browser.open(app.address())
    fields = {key: value or "" for key, value in more.items()}
    assert told(browser.submit(honest, honest.form("client_id"), **fields))["error"] == error
    # Whoever is not signed in is led nowhere by a link alone.
    stranger = Browser(server).session.get(server.url + app.address(**more), allow_redirects=False)
    assert stranger.headers["Location"].startswith("/auth/sign_in")


def test_an_app_gets_no_more_than_it_was_registered_for(server, browser):
    app = App(server, scopes="write:statuses read")
    for scope in ("write", "write:media", "follow", "read write:statuses push"):
        page = Page(browser.session.get(server.url + app.address(scope=scope), allow_redirects=False))
        assert told(page)["error"] == "invalid_scope", scope
    for scope in ("read:accounts", "write:statuses", "read write:statuses"):
        assert "code" in told(allow(browser, app, scope=scope)), scope


def test_what_an_app_calls_itself_is_never_markup(server, browser):
    app = App(server, name="<img src=x onerror=alert(1)>\u202e")
    page = browser.open(app.address())
    assert page.status == 200 and "<img src=x" not in page.text and "&lt;img" in page.text


def test_nobody_waiting_lets_an_app_in(server, app):
    server.command("account", "create", "unproven", "--email", "unproven@example.org", "--password-stdin",
                   stdin="correct horse battery\n")
    visitor = Browser(server)
    visitor.sign_in("unproven")
    assert visitor.open(app.address()).url.startswith(server.url + "/auth/sign_in")


# --- Codes ---

@pytest.mark.parametrize("shown", [{"code_verifier": None}, {"code_verifier": "x" * 64}, {"code_verifier": ""},
                                   {"redirect_uri": None}, {"redirect_uri": CALLBACK + "/"}])
def test_a_code_alone_is_worth_nothing(browser, app, shown):
    verifier, challenge = pkce()
    code = told(allow(browser, app, **challenge))["code"]
    is_error(app.fetch(code=code, **{"code_verifier": verifier, **shown}), 400, "invalid_grant")


def test_a_code_is_for_one_app(server, browser, app):
    verifier, challenge = pkce()
    code = told(allow(browser, app, **challenge))["code"]
    is_error(App(server).fetch(code=code, code_verifier=verifier), 400, "invalid_grant")
    assert app.fetch(code=code, code_verifier=verifier).status == 200


def test_a_challenge_cannot_be_left_out_by_a_thief(browser, app):
    """A code that was asked for without a challenge takes no verifier."""
    code = told(allow(browser, app))["code"]
    is_error(app.fetch(code=code, code_verifier="v" * 64), 400, "invalid_grant")
    assert app.fetch(code=code).status == 200


def test_a_code_shown_twice_ends_the_token_it_gave(server, browser, app):
    verifier, challenge = pkce()
    code = told(allow(browser, app, **challenge))["code"]
    first = app.fetch(code=code, code_verifier=verifier).json["access_token"]
    assert server.get("/api/v1/accounts/verify_credentials", first).status == 200
    is_error(app.fetch(code=code, code_verifier=verifier), 400, "invalid_grant")
    assert server.get("/api/v1/accounts/verify_credentials", first).status == 401


def test_made_up_codes_and_grants_are_refused(app):
    for code in ("", "x", "A" * 43, "A" * 5000, "é", None):
        is_error(app.fetch(code=code), 400, "invalid_grant")
    is_error(app.fetch("password", username="resident", password="correct horse battery"), 400,
             "unsupported_grant_type")
    is_error(app.fetch("refresh_token", refresh_token="x"), 400, "unsupported_grant_type")
    is_error(app.fetch("implicit"), 400, "unsupported_grant_type")
    is_error(app.fetch(None), 400, "invalid_request")


def test_an_app_must_prove_itself(server, browser, app):
    code = told(allow(browser, app))["code"]
    for proof in ({"client_secret": None}, {"client_secret": ""}, {"client_secret": "x" * 43}, {"client_id": "none"},
                  {"client_id": None}):
        answer = app.fetch(code=code, **proof)
        is_error(answer, 401, "invalid_client")
        assert "WWW-Authenticate" in answer.headers
    by_basic = server.post("/oauth/token", auth=(app.id, app.secret), data={
        "grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK})
    assert by_basic.status == 200


# --- Tokens ---

def test_an_app_has_a_token_of_its_own(server, app):
    answer = app.fetch("client_credentials", scope="read")
    assert answer.status == 200 and answer.json["scope"] == "read" and answer.json["token_type"] == "Bearer"
    own = answer.json["access_token"]
    shown = server.get("/api/v1/apps/verify_credentials", own)
    assert shown.status == 200 and shown.json["name"] == "Quill" and "client_secret" not in shown.json
    assert server.get("/api/v1/timelines/home", own).status == 422
    narrow = App(server, scopes="read:statuses")
    is_error(narrow.fetch("client_credentials", scope="read"), 400, "invalid_scope")
    is_error(narrow.fetch("client_credentials", scope="nonsense"), 400, "invalid_scope")


def test_a_token_is_revoked_by_its_own_app_alone(server, app, token):
    given = token("read")
    is_error(App(server).revoke(given), 403, "unauthorized_client")
    bad = server.post("/oauth/revoke", data={"client_id": app.id, "client_secret": "wrong", "token": given})
    is_error(bad, 403, "unauthorized_client")
    assert server.get("/api/v1/accounts/verify_credentials", given).status == 200
    assert app.revoke("no such token").status == 200
    assert app.revoke(given).status == 200 and app.revoke(given).status == 200
    refused = server.get("/api/v1/accounts/verify_credentials", given)
    assert refused.status == 401 and refused.json["error"] == "The access token is invalid"


def test_userinfo_says_who_it_is_and_nothing_else(server, member, token):
    for scopes in ("profile", "read"):
        answer = server.get("/oauth/userinfo", token(scopes))
        assert answer.status == 200
        assert answer.json["preferred_username"] == member.name and answer.json["iss"] == server.url + "/"
        assert answer.json["profile"] == f"{server.url}/@{member.name}"
        assert answer.json["sub"].startswith(server.url) and answer.json["picture"].startswith(server.url)
        assert "example.org" not in answer.text, "the e-mail address"
    assert server.get("/oauth/userinfo", token("push")).status == 403
    assert server.get("/oauth/userinfo").status == 401
    profile = token("profile")
    for path in ("/api/v1/timelines/home", "/api/v1/accounts/relationships", "/api/v1/preferences"):
        assert server.get(path, profile).status == 403, path


def test_a_person_takes_back_what_they_gave(server, browser, member):
    app = App(server, name=f"Fleeting {next(_names)}")
    code = told(allow(browser, app, scope="read"))["code"]
    given = app.fetch(code=code).json["access_token"]
    waiting = told(allow(browser, app, scope="read"))["code"]
    page = browser.open("/settings/apps")
    items = re.findall(r"<li><div>.*?</form></li>", page.text, re.DOTALL)
    item = next(item for item in items if "Fleeting" in item)
    action = re.search(r'action="(/settings/apps/\d+/end)"', item).group(1)
    assert "The app is out" in browser.submit(page, next(form for form in page.forms if form["action"] == action)).text
    assert server.get("/api/v1/accounts/verify_credentials", given).status == 401
    is_error(app.fetch(code=waiting), 400, "invalid_grant")
    assert "Fleeting" not in browser.open("/settings/apps").text


# --- Scopes ---

DEEDS = {
    "read:accounts": ("GET", "/api/v1/accounts/verify_credentials", {}),
    "read:statuses": ("GET", "/api/v1/timelines/home", {}),
    "read:bookmarks": ("GET", "/api/v1/bookmarks", {}),
    "read:favourites": ("GET", "/api/v1/favourites", {}),
    "read:notifications": ("GET", "/api/v1/notifications", {}),
    "read:blocks": ("GET", "/api/v1/blocks", {}),
    "read:mutes": ("GET", "/api/v1/mutes", {}),
    "read:follows": ("GET", "/api/v1/follow_requests", {}),
    "write:accounts": ("PATCH", "/api/v1/accounts/update_credentials", {"note": "hello"}),
    "write:statuses": ("POST", "/api/v1/statuses", {"status": "a scoped word"}),
    "write:favourites": ("POST", "/api/v1/statuses/{post}/favourite", {}),
    "write:bookmarks": ("POST", "/api/v1/statuses/{post}/bookmark", {}),
    "write:follows": ("POST", "/api/v1/accounts/{other}/follow", {}),
    "write:mutes": ("POST", "/api/v1/accounts/{other}/mute", {}),
    "write:blocks": ("POST", "/api/v1/accounts/{other}/unblock", {}),
    "write:notifications": ("POST", "/api/v1/notifications/clear", {}),
}
FOLLOW = {"read:blocks", "read:mutes", "read:follows", "write:blocks", "write:mutes", "write:follows"}


def opened_by(scope: str) -> set[str]:
    """Which deeds one granted scope is enough for."""
    if scope == "follow":
        return FOLLOW
    return {deed for deed in DEEDS if deed == scope or deed.split(":")[0] == scope}


@pytest.mark.parametrize("granted", ["read", "write", "follow", "push", "profile", *DEEDS])
def test_a_scope_opens_what_it_names_and_nothing_else(server, token, person, granted):
    other = person("other")
    post = other.says("for everybody")["id"]
    given = token(granted)
    for deed, (method, path, fields) in DEEDS.items():
        answer = server.ask(method, path.format(post=post, other=other.id), given, data=fields)
        if deed in opened_by(granted) or (deed == "read:accounts" and granted == "profile"):
            assert answer.status == 200, f"{granted} does not open {deed}: {answer.text}"
        else:
            assert answer.status == 403, f"{granted} opens {deed}"
            assert answer.json["error"] == "This action is outside the authorized scopes"


def test_scopes_add_up(server, token):
    given = token("read:statuses write:statuses")
    post = server.post("/api/v1/statuses", given, data={"status": "both ways"})
    assert post.status == 200 and server.get(f"/api/v1/statuses/{post.json['id']}", given).status == 200
    assert server.post(f"/api/v1/statuses/{post.json['id']}/favourite", given).status == 403


def test_userinfo_may_be_asked_for_by_post(server, member, token):
    """POST /oauth/userinfo"""
    answer = server.post("/oauth/userinfo", token("profile"))
    assert answer.status == 200 and answer.json == server.get("/oauth/userinfo", token("profile")).json
    assert answer.json["preferred_username"] == member.name
    assert server.post("/oauth/userinfo", token("write")).status == 403
    assert server.post("/oauth/userinfo").status == 401
    assert server.post("/oauth/userinfo", "nonsense").status == 401
