"""Every route of the API at its edges: who is let in and in which order refusals come, scopes, ids that lead nowhere,
errors, other origins, HEAD and OPTIONS. What is served comes from the program's own reference, what must hold of it from
Mastodon's (`fixtures/reference/mastodon-api.tsv`)."""

import re

import pytest

from skein_process import ROOT, Answer, Skein

TABLE = ROOT / "tests/fixtures/reference/mastodon-api.tsv"
JSON = "application/json; charset=utf-8"
EVERY_SCOPE = "read write follow push profile admin:read admin:write"
# Numbers that no row has, and texts that are no number.
NO_IDS = ["1", "0", "-1", "9223372036854775807", "99999999999999999999999", "abc", "1e5", "1.5", "%20", "%00", "%FF",
          "1%2F2", "'", "a" * 2000]


class Route:
    def __init__(self, method: str, pattern: str, who: str, scopes: str, answers: str):
        self.method, self.pattern, self.who, self.scopes = method, pattern, who, scopes.split()
        self.answers = answers

    def path(self, value: str = "1") -> str:
        return re.sub(r"\{\w+(\.\.\.)?\}", lambda _: value, self.pattern)

    @property
    def shape(self) -> tuple[str, str]:
        return self.method, re.sub(r"\{\w+\}", ":", self.pattern)

    def __repr__(self) -> str:
        return f"{self.method} {self.pattern}"


def read_routes(text: str) -> list[Route]:
    return [Route(*found) for found in re.findall(
        r"^## `(\w+) (\S+)`\n(?:\n.*)?\n\nFor: ([^;\n.]*)(?:; scope `([^`]*)`)?(?:.*answers `([^`]*)`)?",
        text, re.MULTILINE)]


def read_table() -> dict[tuple[str, str], str]:
    """Method and path to who may ask."""
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if line[:1] not in "#"]
    return {(row[0], re.sub(r":\w+", ":", row[1])): row[2] for row in rows[1:] if row[0] in
            ("GET", "POST", "PUT", "PATCH", "DELETE")}


@pytest.fixture(scope="module")
def routes(server, tmp_path_factory) -> list[Route]:
    directory = tmp_path_factory.mktemp("reference")
    server.command("reference", str(directory))
    found = read_routes((directory / "routes.md").read_text())
    assert len(found) > 100
    # Streams do not end, take a token in three more ways, and refuse in words of their own: test_streaming.py.
    return [route for route in found if not route.pattern.startswith("/api/v1/streaming")]


@pytest.fixture(scope="module")
def api(routes) -> list[Route]:
    return [route for route in routes if route.pattern.startswith("/api/")]


@pytest.fixture(scope="module")
def holder(server):
    return server.make_account("holder")


@pytest.fixture(scope="module")
def admin(server):
    return server.make_account("officer", role="admin")


@pytest.fixture(scope="module")
def tokens(server, holder, admin):
    """A token for each set of scopes, made when asked for: the holder's, or an admin's with scopes of admins."""
    made: dict[str, str] = {}

    def token(scopes: str) -> str:
        if scopes not in made:
            made[scopes] = server.token((admin if "admin:" in scopes else holder).name, scopes)
        return made[scopes]

    return token


@pytest.fixture(scope="module")
def app_token(server) -> str:
    app = server.post("/api/v1/apps", json={"client_name": "Edge", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                                            "scopes": EVERY_SCOPE}).json
    answer = server.post("/oauth/token", json={
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "scope": EVERY_SCOPE})
    assert answer.status == 200, answer.text
    return answer.json["access_token"]


def is_error(answer: Answer, status: int, words: str | None = None) -> None:
    """A refusal as clients expect it: status, type, one text under `error`, readable from other origins."""
    assert answer.status == status, f"{answer.status}: {answer.text[:300]}"
    assert answer.headers["Content-Type"] == JSON
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    error = answer.json["error"]
    assert isinstance(error, str) and error, answer.text
    assert set(answer.json) <= {"error", "error_description", "details"}
    if words:
        assert error == words


def fails_everywhere(routes, check) -> None:
    """Runs `check` on each route and says of all what went wrong."""
    wrong = []
    for route in routes:
        try:
            check(route)
        except AssertionError as error:
            wrong.append(f"{route}: {str(error).splitlines()[0]}")
    assert not wrong, "\n".join(wrong)


def test_the_table_of_mastodon_asks_for_the_same_scopes(api):
    table, compared = read_table(), 0
    for route in api:
        asked = table.get(route.shape)
        if asked is None or asked.startswith("user (token"):
            continue
        compared += 1
        words = asked.split(" [")[0]
        for scope in route.scopes:
            assert scope in words or scope in ("read:search", "follow") or words == "public", f"{route}: {asked}"
        for scope in re.findall(r"(?:read|write)(?::\w+)", words.split("if ")[0]):
            assert scope in route.scopes, f"{route}: {asked}"
        if words.startswith("public"):
            assert route.who == "anyone", f"{route}: {asked}"
        if words.startswith("user "):
            assert route.who.startswith("user"), f"{route}: {asked}"
    assert compared >= 80, "the program's reference and the table hardly meet"


def test_without_a_token_only_what_is_public_opens(server, api):
    def check(route):
        answer = server.ask(route.method, route.path())
        if route.who == "anyone":
            assert answer.status != 401
        else:
            is_error(answer, 401, "The access token is invalid")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    fails_everywhere(api, check)


def test_a_bad_token_is_refused_everywhere(server, api, holder):
    revoked = server.token(holder.name)
    app = server.post("/api/v1/apps", json={"client_name": "Other", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}).json
    # A token of nobody's app is not this app's to revoke.
    answer = server.post("/oauth/revoke", data={"client_id": app["client_id"], "client_secret": app["client_secret"],
                                                "token": revoked})
    assert answer.status == 403 and answer.json["error"] == "unauthorized_client"
    assert server.get("/api/v1/preferences", revoked).status == 200
    for bad in ("x", "A" * 5000, revoked[:-1], revoked + "x", "é".encode().decode("latin-1"), "null"):
        fails_everywhere(api, lambda route: is_error(
            server.ask(route.method, route.path(), bad), 401, "The access token is invalid"))


def test_other_schemes_than_bearer_are_no_token(server):
    for value in ("Basic YTpi", "bearer", "Bearer", "Bearer  ", "Token abc"):
        answer = server.get("/api/v1/preferences", headers={"Authorization": value})
        is_error(answer, 401, "The access token is invalid")


def test_an_app_alone_is_no_user(server, api, app_token):
    def check(route):
        if not route.who.startswith("user"):
            return
        is_error(server.ask(route.method, route.path(), app_token), 422, "This method requires an authenticated user")
    fails_everywhere(api, check)


def test_a_token_without_the_scope_is_refused_before_anything_is_looked_up(server, api, tokens):
    def check(route):
        if not route.scopes:
            return
        others = "profile" if "push" in route.scopes else "push"
        answer = server.ask(route.method, route.path(), tokens(others), data={"limit": "x", "id": "\x00"})
        is_error(answer, 403, "This action is outside the authorized scopes")
    fails_everywhere(api, check)


def test_each_scope_opens_its_route_and_so_does_its_parent(server, api, tokens):
    def check(route):
        if not route.who.startswith("user"):
            return
        for scope in route.scopes:
            parent = scope.removeprefix("admin:").split(":")[0]
            parent = "admin:" + parent if scope.startswith("admin:") else parent
            for granted in {scope, parent}:
                answer = server.ask(route.method, route.path("7"), tokens(granted))
                assert answer.status not in (401, 403), f"{granted}: {answer.status} {answer.text[:100]}"
    fails_everywhere([route for route in api if not route.pattern.startswith("/api/v1/emails/")], check)


def test_the_scopes_of_admins_open_nothing_to_others(server, api, holder, person):
    granted = [server.token(who.name, EVERY_SCOPE) for who in (holder, person("moderator", "moderator"))]

    def check(route):
        if any(scope.startswith("admin:") for scope in route.scopes):
            # What a moderator may is not said here, except that other servers are no business of theirs.
            for token in granted if "/federation/" in route.pattern else granted[:1]:
                answer = server.ask(route.method, route.path("7"), token, params={"url": "https://far.example/1"})
                is_error(answer, 403, "This action is not allowed")
    fails_everywhere(api, check)


def test_an_id_that_leads_nowhere_is_not_found(server, api, tokens):
    def check(route):
        if "{id}" not in route.pattern:
            return
        for value in NO_IDS:
            answer = server.ask(route.method, route.path(value), tokens(EVERY_SCOPE), timeout=20)
            if "%" in value:
                # What is a path of its own, or no text, may be refused sooner.
                assert answer.status in (400, 404, 405), f"{value}: {answer.status}"
                assert "error" in answer.json
            elif route.pattern.startswith("/api/v1/notifications/") and route.method == "POST":
                assert answer.status in (200, 404), f"{value}: {answer.status}"
            else:
                assert answer.status == 404, f"{value[:30]}: {answer.status} {answer.text[:100]}"
                is_error(answer, 404, "Record not found")
    fails_everywhere(api, check)


def test_nobody_finds_a_missing_thing_either(server, api):
    def check(route):
        if "{id}" in route.pattern and route.who == "anyone":
            is_error(server.ask(route.method, route.path("12345")), 404, "Record not found")
    fails_everywhere(api, check)


def test_what_belongs_to_somebody_else_is_not_found(server, holder, person):
    other = person("other")
    post = other.says("mine")
    with open(ROOT / "tests/fixtures/media/quarters.png", "rb") as file:
        media = other.post("/api/v2/media", files={"file": file}).json
    holder.follows(other)
    notice = other.get("/api/v1/notifications").json[0]
    for method, path in [("PUT", f"/api/v1/statuses/{post['id']}"), ("DELETE", f"/api/v1/statuses/{post['id']}"),
                         ("GET", f"/api/v1/media/{media['id']}"), ("PUT", f"/api/v1/media/{media['id']}"),
                         ("DELETE", f"/api/v1/media/{media['id']}"), ("GET", f"/api/v1/notifications/{notice['id']}"),
                         ("POST", f"/api/v1/follow_requests/{other.id}/authorize")]:
        answer = server.ask(method, path, holder.token, data={"status": "stolen"})
        is_error(answer, 404, "Record not found")
    assert other.get(f"/api/v1/statuses/{post['id']}").json["content"] == "<p>mine</p>"
    assert other.get(f"/api/v1/media/{media['id']}").status == 200
    assert other.get(f"/api/v1/notifications/{notice['id']}").status == 200


def test_unknown_addresses_answer_json_under_api_only(server, holder):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        for path in ("/api/v1/nothing", "/api/v9/statuses", "/api/", "/api/v1/statuses/1/2/3/4", "/api/v1//statuses"):
            for token in (None, holder.token):
                is_error(server.ask(method, path, token), 404, "Record not found")
    page = server.get("/nothing-here")
    assert page.status == 404 and page.headers["Content-Type"] == "text/html; charset=utf-8"
    wrong = server.ask("PATCH", "/api/v1/timelines/home", holder.token)
    is_error(wrong, 405)
    assert "GET" in wrong.headers["Allow"]


def test_one_trailing_slash_is_forgiven(server, api, tokens):
    def check(route):
        if route.method != "GET":
            return
        plain = server.get(route.path(), tokens(EVERY_SCOPE))
        slash = server.get(route.path() + "/", tokens(EVERY_SCOPE))
        assert slash.status == plain.status and slash.headers["Content-Type"] == plain.headers["Content-Type"]
        assert plain.status != 200 or type(slash.json) is type(plain.json)
    fails_everywhere(api, check)


def test_head_is_get_without_the_body(server, routes, tokens):
    def check(route):
        if route.method != "GET" or route.pattern in ("/metrics", "/readyz", "/api/v1/instance/activity"):
            return
        got = server.get(route.path("x"), tokens(EVERY_SCOPE))
        head = server.ask("HEAD", route.path("x"), tokens(EVERY_SCOPE))
        assert head.status == got.status and head.text == ""
        assert head.headers.get("Content-Type") == got.headers.get("Content-Type")
        if not any(word in route.pattern for word in ("auth", "setup", "settings")):
            assert head.headers.get("Content-Length") == got.headers.get("Content-Length")
    fails_everywhere(routes, check)


def test_a_browser_on_another_origin_may_ask_for_what_is_not_there(server):
    """A preflight that failed would tell the app of a broken network, not of an unknown address."""
    for path in ("/api/v1/nothing/here", "/api/v9/statuses"):
        answer = server.ask("OPTIONS", path, headers={"Origin": "https://elk.example", "Access-Control-Request-Method": "GET"})
        assert answer.status == 204 and answer.headers["Access-Control-Allow-Origin"] == "*"
        missing = server.ask("GET", path, headers={"Origin": "https://elk.example"})
        assert missing.status == 404 and missing.headers["Access-Control-Allow-Origin"] == "*"
    assert server.ask("OPTIONS", "/nothing/here").status == 404


def test_a_browser_on_another_origin_may_ask(server, routes):
    pages = {"/", "/oauth/authorize"} | {route.pattern for route in routes if route.answers == "page"}

    def check(route):
        answer = server.ask("OPTIONS", route.path(), headers={
            "Origin": "https://elk.example", "Access-Control-Request-Method": route.method,
            "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, x-odd"})
        assert answer.status in (200, 204) and answer.text == ""
        assert route.method in answer.headers["Allow"]
        if route.pattern in pages or route.pattern.startswith(("/auth", "/settings", "/setup")):
            assert "Access-Control-Allow-Origin" not in answer.headers, "a page is open to other origins"
            return
        assert answer.headers.get("Access-Control-Allow-Origin") == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            assert method in answer.headers["Access-Control-Allow-Methods"]
        allowed = answer.headers["Access-Control-Allow-Headers"].lower()
        for name in ("authorization", "content-type", "idempotency-key", "x-odd"):
            assert name in allowed
    fails_everywhere(routes, check)


def test_answers_say_what_a_browser_may_read_of_them(server, holder):
    for path, token in [("/api/v2/instance", None), ("/api/v1/timelines/home", holder.token),
                        ("/.well-known/nodeinfo", None), ("/nodeinfo/2.0", None),
                        ("/.well-known/oauth-authorization-server", None)]:
        answer = server.get(path, token, headers={"Origin": "https://elk.example"})
        assert answer.status == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
        exposed = {name.strip() for name in answer.headers["Access-Control-Expose-Headers"].split(",")}
        assert {"Link", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-Request-Id"} <= exposed
        assert re.fullmatch(r"[\w-]{8,}", answer.headers["X-Request-Id"])


def test_a_cookie_opens_nothing_from_another_origin(server, holder):
    from pages import Browser
    browser = Browser(server)
    browser.sign_in(holder.name)
    home = server.url + "/api/v1/timelines/home"
    foreign = browser.session.get(home, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 401
    forged = browser.session.post(server.url + "/api/v1/statuses", data={"status": "forged"},
                                  headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 401
    assert holder.get(f"/api/v1/accounts/{holder.id}/statuses").json == []


def test_parameters_may_come_as_query_form_or_json(server, holder):
    ways = [{"params": {"status": "one way", "visibility": "unlisted"}},
            {"data": {"status": "one way", "visibility": "unlisted"}},
            {"files": {"status": (None, "one way"), "visibility": (None, "unlisted")}},
            {"json": {"status": "one way", "visibility": "unlisted"}}]
    for way in ways:
        answer = holder.post("/api/v1/statuses", **way)
        assert answer.status == 200 and answer.json["content"] == "<p>one way</p>", answer.text
        assert answer.json["visibility"] == "unlisted"
        assert holder.delete(f"/api/v1/statuses/{answer.json['id']}").status == 200
    for way in ({"params": "id[]={0}&id[]={1}"}, {"params": "id={0}"}, {"params": "id[0]={0}&id[1]={1}"}):
        way = {"params": way["params"].format(holder.id, "1")}
        rows = holder.get("/api/v1/accounts/relationships", **way).json
        assert [row["id"] for row in rows][:1] == [holder.id]


def test_what_cannot_be_right_is_told_in_words(server, holder):
    cases = [({}, "Validation failed: Text can't be blank"), ({"status": ""}, "Validation failed: Text can't be blank"),
             ({"status": "x" * 501}, None), ({"status": "x", "visibility": "everybody"}, None),
             ({"status": "x", "media_ids": ["1"]}, None), ({"status": "x", "poll": {"options": ["a", "b"]}}, None),
             ({"status": "x", "scheduled_at": "2000-01-01T00:00:00Z"}, None), ({"status": "x", "scheduled_at": "soon"}, None)]
    for body, words in cases:
        answer = holder.post("/api/v1/statuses", json=body)
        is_error(answer, 422, words)
    is_error(holder.post("/api/v1/statuses", json={"status": "x", "in_reply_to_id": "1"}), 404)
    is_error(holder.post("/api/v1/statuses", json={"status": "x", "quoted_status_id": "1"}), 404)
    for body in (b"{", b"[1,", b'{"status":"\xff"}', b"null x"):
        answer = holder.post("/api/v1/statuses", data=body, headers={"Content-Type": "application/json"})
        is_error(answer, 400)
    assert holder.get(f"/api/v1/accounts/{holder.id}/statuses").json == []


def test_every_answer_says_what_it_is(server, routes, tokens):
    """No answer without a type, none that a browser may sniff, no API answer kept by a cache."""
    def check(route):
        if route.method != "GET":
            return
        answer = server.get(route.path("x"), tokens(EVERY_SCOPE))
        if answer.status in (301, 302, 303):
            return
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", "a browser may guess"
        assert answer.headers["Content-Type"]
        if route.pattern.startswith("/api/"):
            assert answer.headers["Content-Type"] == JSON
            assert "no-store" in answer.headers.get("Cache-Control", "") or "max-age" in answer.headers["Cache-Control"]
    fails_everywhere(routes, check)


def test_old_accounts_of_the_waiting_and_the_locked_out_say_why(make_server):
    server: Skein = make_server(instance__registrations="approval")
    waiting, locked_out = server.make_account("waiting"), server.make_account("lockedout")
    server.command("account", "suspend", "lockedout")
    answer = locked_out.get("/api/v1/timelines/home")
    assert answer.status in (401, 403), answer.text
    is_error(answer, answer.status)
    is_error(locked_out.get(f"/api/v1/accounts/{waiting.id}"), answer.status)
    assert waiting.get("/api/v1/timelines/home").status == 200
    server.command("account", "create", "unconfirmed", "--email", "u@example.org", "--password-stdin",
                   stdin="a long enough password\n")
    token = server.token("unconfirmed")
    is_error(server.get("/api/v1/timelines/home", token), 403, "Your login is missing a confirmed e-mail address")
