"""Joining, coming in, and looking after one's account, as a browser without JavaScript meets it: the pages, their
forms, their mails, and everything they must refuse."""

import datetime
import itertools
import json
import re
import time

import pytest

from conftest import DATABASE
from mailbox import Mailbox
from pages import Browser, Page
from skein_process import PASSWORD, Answer, Skein, eventually
from test_endpoints import read_routes

NEW_PASSWORD = "seven quiet geese at dawn"
_names = itertools.count(1)


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    box = Mailbox(tmp_path_factory.mktemp("mail") / "box")
    yield box
    box.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory, mailbox):
    running = Skein(tmp_path_factory.mktemp("sign-in") / "data", DATABASE, {
        "instance.registrations": "open", "mail.smtp_url": mailbox.url, "instance.contact_email": "desk@example.org",
    }).start()
    yield running
    assert running.stop() == 0


@pytest.fixture
def name() -> str:
    return f"guest{next(_names)}"


@pytest.fixture
def member(person):
    return person("member")


def mail_of(name: str) -> str:
    return f"{name}@example.org"


def sign_up(browser: Browser, name: str, address: str | None = None, **more) -> Page:
    page = browser.open("/auth/sign_up")
    return browser.submit(page, page.form("username", "email", "password"), username=name,
                          email=address or mail_of(name), password=PASSWORD, agreement="1", **more)


def press(browser: Browser, path: str) -> Page:
    """Opens the link of a mail and presses the one button there."""
    page = browser.open(path)
    assert page.status == 200, page.text
    return browser.submit(page, next(form for form in page.forms if form["action"] == path))


def is_in(browser: Browser) -> bool:
    return browser.session.get(browser.server.url + "/settings/sessions", allow_redirects=False).status_code == 200


def raw(server: Skein, method: str, path: str, **options) -> Answer:
    """Without the cookies of any earlier request."""
    server.http.cookies.clear()
    return server.ask(method, path, **options)


# --- The first account ---

def test_the_owner_comes_in_by_a_link_that_works_once(make_server):
    server = make_server(instance__registrations="closed")
    links = eventually(lambda: re.findall(r"http\S+(/setup/\S+)", server.printed()))
    browser, other = Browser(server), Browser(server)
    page, late = browser.open(links[0]), other.open(links[0])
    form = page.form("title", "registrations", "username")
    values = {"title": "Our place", "description": "For us", "registrations": "approval", "username": "founder",
              "email": "founder@example.org", "password": PASSWORD}
    assert browser.submit(page, form, **{**values, "password": "short"}).status == 422
    assert browser.submit(page, form, **{**values, "title": " "}).status == 422
    assert not is_in(browser)
    done = browser.submit(page, form, **values)
    assert done.status == 200 and "founder" in done.text and is_in(browser)
    instance = server.get("/api/v2/instance").json
    assert instance["title"] == "Our place" and instance["registrations"]["approval_required"] is True
    # Whoever opened it too, sent their form too late; and the link opens nothing now.
    too_late = other.submit(late, late.form("title"), **{**values, "username": "thief", "email": "thief@example.org"})
    assert too_late.status == 404 and not is_in(other)
    assert other.open(links[0]).status == 404
    assert server.get("/api/v1/accounts/lookup?acct=thief").status == 404
    assert re.search(r"founder\s.*owner", server.command("account", "list").stdout)
    server.restart()
    assert len(re.findall(r"/setup/", server.printed())) == len(links), "a link although there is an owner"


def test_no_guess_opens_the_set_up(server):
    for guess in ("x", "A" * 32, "A" * 3000, "%00"):
        assert Browser(server).open(f"/setup/{guess}").status in (400, 404)


# --- Joining ---

def test_who_signs_up_at_an_open_server_proves_the_address_and_is_in(server, mailbox, name):
    browser = Browser(server)
    assert "Look into your mail" in sign_up(browser, name).text
    waiting = browser.sign_in(name)
    assert waiting.status == 403 and "Confirm your e-mail address first" in waiting.text and not is_in(browser)
    mail = mailbox.newest(mail_of(name))
    link = mail.link("/auth/confirm/")
    assert PASSWORD.encode() not in mail.raw
    for _ in range(2):
        assert browser.open(link).status == 200
    assert browser.sign_in(name).status == 403, "looking at the link proved the address"
    assert "is confirmed" in press(Browser(server), link).text
    assert browser.open(link).status == 404, "the link works again"
    assert browser.sign_in(name).status == 200 and is_in(browser)
    assert server.get(f"/api/v1/accounts/lookup?acct={name}").status == 200
    again = Browser(server)
    assert again.sign_in(mail_of(name).upper()).status == 200 and is_in(again)


def test_what_is_wrong_is_said_and_stores_nobody(server, mailbox, name):
    browser = Browser(server)
    page = browser.open("/auth/sign_up")
    right = {"username": name, "email": mail_of(name), "password": PASSWORD, "agreement": "1"}
    for wrong in ({"username": "no blanks"}, {"username": "x" * 31}, {"username": "admin"}, {"email": "nowhere"},
                  {"password": "short"}, {"password": "passwordpassword"}, {"password": name + name},
                  {"agreement": ""}, {"username": "<script>alert(1)</script>"}):
        answer = browser.submit(page, page.form("username"), **{**right, **wrong})
        assert answer.status == 422 and 'role="alert"' in answer.text, wrong
        assert "<script" not in answer.text and PASSWORD not in answer.text
    assert not mailbox.mails(mail_of(name))
    assert server.get(f"/api/v1/accounts/lookup?acct={name}").status == 404


def test_a_known_address_looks_like_a_new_one(server, mailbox, member, name):
    """Only the owner of the address reads that there is an account."""
    fresh, known = sign_up(Browser(server), name), sign_up(Browser(server), name + "b", mail_of(member.name))
    assert (known.status, known.text) == (fresh.status, fresh.text)
    mail = mailbox.newest(mail_of(member.name), "already have an account")
    assert "/auth/confirm/" not in mail.text
    mailbox.newest(mail_of(name), "Confirm")


def test_where_people_are_let_in_a_reason_is_needed_and_a_decision(make_server, mailbox):
    server = make_server(instance__registrations="approval", mail__smtp_url=mailbox.url)
    browser = Browser(server)
    assert sign_up(browser, "hopeful").status == 422
    assert "Look into your mail" in sign_up(browser, "hopeful", reason="I paint trains.").text
    press(browser, mailbox.newest("hopeful@example.org", "Confirm").link("/auth/confirm/"))
    waiting = browser.sign_in("hopeful")
    assert waiting.status == 403 and "waits for approval" in waiting.text and not is_in(browser)
    server.command("account", "approve", "hopeful")
    mailbox.newest("hopeful@example.org", "is ready")
    assert browser.sign_in("hopeful").status == 200 and is_in(browser)


def test_a_closed_server_takes_nobody(make_server):
    server = make_server(instance__registrations="closed")
    browser = Browser(server)
    assert browser.open("/auth/sign_up").status == 403
    token = browser.open("/auth/sign_in").form("csrf")["fields"]["csrf"]
    forced = browser.session.post(server.url + "/auth/sign_up", data={
        "csrf": token, "username": "burglar", "email": "b@example.org", "password": PASSWORD, "agreement": "1"})
    assert forced.status_code == 403
    app = server.post("/api/v1/apps", json={"client_name": "Door", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                                            "scopes": "write"}).json
    token = server.post("/oauth/token", data={
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "scope": "write"}).json["access_token"]
    refused = server.post("/api/v1/accounts", token, json={
        "username": "burglar", "email": "b@example.org", "password": PASSWORD, "agreement": True, "locale": "en"})
    assert refused.status == 403
    assert server.get("/api/v1/accounts/lookup?acct=burglar").status == 404


def test_the_mail_comes_again_for_those_who_wait_and_the_words_are_the_same(server, mailbox, member, name):
    sign_up(Browser(server), name)
    first = mailbox.newest(mail_of(name)).link("/auth/confirm/")
    answers = []
    for address in (mail_of(name), mail_of(member.name), f"nobody{name}@example.org"):
        browser = Browser(server)
        page = browser.open("/auth/confirmation")
        answers.append(browser.submit(page, page.form("email"), email=address))
    assert len({(answer.status, answer.text) for answer in answers}) == 1
    second = mailbox.newest(mail_of(name), count=2).link("/auth/confirm/")
    assert second != first
    assert not mailbox.mails(mail_of(member.name)) and not mailbox.mails("nobody" + name)
    assert "is confirmed" in press(Browser(server), second).text


# --- In and out ---

def test_a_wrong_password_and_an_unknown_name_meet_the_same_words(server, member):
    pages = {}
    for login in (member.name, mail_of(member.name), "nobody_at_all", "nobody@example.org"):
        browser = Browser(server)
        page = browser.sign_in(login, "not the password at all")
        assert page.status == 422 and not is_in(browser)
        # A token of its own stands in every form, and what was typed is shown again.
        hidden = page.form("csrf")["fields"]["csrf"]
        pages[login] = page.text.replace(hidden, "TOKEN").replace(f'value="{login}"', "TYPED")
    assert len(set(pages.values())) == 1
    empty = Browser(server)
    assert empty.sign_in("", "").status == 422 and not is_in(empty)


def test_tries_are_slowed_alike_for_names_that_exist_and_that_do_not(server, member):
    if (left := 600 - time.time() % 600) < 120:
        time.sleep(left)
    for login in (member.name, "nobody_here_either"):
        browser = Browser(server)
        browser.session.headers["X-Forwarded-For"] = "192.0.2.7"
        tries = [browser.sign_in(login, "not the password at all").status for _ in range(12)]
        assert tries == [422] * 10 + [429] * 2
        assert browser.sign_in(login, PASSWORD).status == 429 and not is_in(browser), "a guess too many came in"
    # Somebody else at the same place is not in their way.
    assert browser.sign_in("another_name", "not the password at all").status == 422


def test_where_to_go_afterwards_is_on_this_site(server, member):
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/%0d%0aX:1",
                   "\\\\evil.example", "/\tx", "http:evil.example"):
        browser = Browser(server)
        page = browser.open("/auth/sign_in")
        form = page.form("login")
        answer = browser.session.post(server.url + form["action"], allow_redirects=False, data={
            **form["fields"], "login": member.name, "password": PASSWORD, "next": target})
        assert answer.status_code == 303
        to = answer.headers["Location"]
        assert to.startswith("/") and not to.startswith(("//", "/\\")) and "evil" not in to.split("?")[0].split("%")[0]
        assert "X" not in answer.headers
    browser = Browser(server)
    page = browser.open("/settings/email")
    assert page.url.startswith(server.url + "/auth/sign_in?next=")
    assert "New e-mail address" in browser.submit(page, page.form("login"), login=member.name, password=PASSWORD).text


def test_a_session_begins_with_a_fresh_secret(server, member):
    browser = Browser(server)
    browser.session.cookies.set("skein_session", "planted" * 6, domain="127.0.0.1", path="/")
    browser.sign_in(member.name)
    first = browser.session.cookies.get_dict()["skein_session"]
    assert "planted" not in first
    browser.sign_in(member.name)
    second = browser.session.cookies.get_dict()["skein_session"]
    assert second != first
    assert raw(server, "GET", "/settings/sessions", headers={"Cookie": f"skein_session={first}"}).status == 303


def test_signing_out_ends_the_session_and_not_only_the_cookie(server, member):
    browser = Browser(server)
    browser.sign_in(member.name)
    page = browser.open("/settings/password")
    secret = browser.session.cookies.get_dict()["skein_session"]
    browser.submit(page, next(form for form in page.forms if form["action"] == "/auth/sign_out"))
    assert not is_in(browser)
    assert raw(server, "GET", "/settings/sessions", headers={"Cookie": f"skein_session={secret}"}).status == 303


# --- What protects the pages ---

@pytest.fixture(scope="module")
def page_routes(server, tmp_path_factory):
    directory = tmp_path_factory.mktemp("reference")
    server.command("reference", str(directory))
    routes = [route for route in read_routes((directory / "routes.md").read_text())
              if route.pattern.startswith(("/auth", "/settings", "/setup", "/oauth/authorize")) or route.pattern == "/"]
    assert len(routes) > 25
    return routes


def test_no_form_is_taken_that_did_not_come_from_a_page_of_ours(server, page_routes, member):
    browser, other = Browser(server), Browser(server)
    browser.sign_in(member.name)
    own = browser.open("/settings/sessions").form("csrf")["fields"]["csrf"]
    foreign = other.open("/auth/sign_in").form("csrf")["fields"]["csrf"]
    ours = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    attacks = [({}, ours), ({"csrf": ""}, ours), ({"csrf": foreign}, ours), ({"csrf": own[:-1]}, ours),
               ({"csrf": own}, {"Origin": "https://evil.example"}), ({"csrf": own}, {"Sec-Fetch-Site": "cross-site"}),
               ({"csrf": own}, {"Sec-Fetch-Site": "same-site", "Origin": server.url})]
    posts = [route for route in page_routes if route.method == "POST"]
    assert len(posts) >= 13
    for route in posts:
        for fields, headers in attacks:
            answer = browser.session.post(server.url + route.path("1"), data=fields, headers=headers,
                                          allow_redirects=False)
            assert answer.status_code == 403, f"{route} {fields} {headers}: {answer.status_code}"
            assert "Set-Cookie" not in answer.headers
    assert is_in(browser), "one of them was heard"


def test_before_signing_in_a_form_is_tied_to_its_browser_too(server, member):
    ours, other = Browser(server), Browser(server)
    planted = ours.open("/auth/sign_in").form("csrf")["fields"]["csrf"]
    other.open("/auth/sign_in")
    answer = other.session.post(server.url + "/auth/sign_in", data={
        "csrf": planted, "login": member.name, "password": PASSWORD}, allow_redirects=False)
    assert answer.status_code == 403 and not is_in(other)


def is_app(page: Page) -> bool:
    return 'id="app"' in page.text


@pytest.mark.optional
def test_the_app_runs_its_own_scripts_and_is_kept_by_nobody_else(server, member):
    browser = Browser(server)
    browser.sign_in(member.name)
    for path in ("/", "/home", "/settings", f"/@{member.name}"):
        page = browser.open(path)
        assert page.status == 200 and is_app(page), path
        headers = page.response.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["require-trusted-types-for"] == "'script'"
        assert headers["Cache-Control"] == "private, no-cache" and "Cookie" in headers["Vary"]
        assert "Access-Control-Allow-Origin" not in headers
        first = json.loads(re.search(r'id="first">(.*?)</script>', page.text, re.S).group(1))
        answers = {answer["path"]: answer["body"] for answer in first["answers"]}
        assert answers["/api/v1/accounts/verify_credentials"]["username"] == member.name
        assert ("/api/v1/timelines/home?limit=20" in answers) == (path in ("/", "/home"))
        # The file whose name is in the page is kept for ever, and is what it says it is.
        script = re.search(r'src="(/web/[^"]+\.js)"', page.text).group(1)
        file = server.get(script)
        assert file.status == 200 and "immutable" in file.headers["Cache-Control"]
        assert file.headers["Content-Type"].startswith("text/javascript") and file.headers["X-Content-Type-Options"] == "nosniff"
    stranger = Browser(server)
    assert stranger.session.get(server.url + "/home", allow_redirects=False).headers["Location"] == "/auth/sign_in?next=%2Fhome"
    assert not is_app(stranger.open("/"))


@pytest.mark.optional
def test_the_session_is_a_key_to_the_api_for_pages_of_ours_only(server, member):
    browser = Browser(server)
    browser.sign_in(member.name)
    own, told = server.url + "/api/v1/accounts/verify_credentials", {"Sec-Fetch-Site": "same-origin"}
    assert browser.session.get(own, headers=told).json()["username"] == member.name
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}):
        assert browser.session.get(own, headers=headers).status_code == 401, headers
        post = browser.session.post(server.url + "/api/v1/statuses", headers=headers, json={"status": "Not mine"})
        assert post.status_code == 401, headers
    mine = browser.session.post(server.url + "/api/v1/statuses", headers=told, json={"status": "Mine"})
    assert mine.status_code == 200


def test_every_page_says_what_a_browser_may_do_with_it(server, page_routes, member):
    browser = Browser(server)
    browser.sign_in(member.name)
    for route in page_routes:
        if route.method != "GET":
            continue
        page = browser.open(route.path("x"))
        headers = page.response.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'", route
        assert policy["base-uri"] == "'none'" and policy["form-action"].split()[0] == "'self'", route
        assert "unsafe" not in str(policy) and "*" not in str(policy), route
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY", route
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), route
        if is_app(page):
            continue
        assert "script-src" not in policy, route
        if not route.pattern.startswith("/settings"):
            assert "Cross-Origin-Opener-Policy" not in headers, "cuts an app's window of signing in off from the app"
        assert "Permissions-Policy" in headers
        assert "no-store" in headers["Cache-Control"] and "Access-Control-Allow-Origin" not in headers, route
        for what in ("<script", "<style", " style=", "javascript:", " onclick=", "http-equiv"):
            assert what not in page.text, f"{route}: {what}"
        assert "Strict-Transport-Security" not in headers, "said over plain http"


def test_over_https_cookies_are_bound_to_the_host(make_server):
    server = make_server(server__public_url="https://skein.example")
    server.command("account", "create", "ann", "--email", "ann@example.org", "--password-stdin", "--confirmed",
                   stdin=PASSWORD + "\n")
    page = raw(server, "GET", "/auth/sign_in")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=")
    form_cookie = page.headers["Set-Cookie"]
    assert form_cookie.startswith("__Host-skein_form=")
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text).group(1)

    def send(cookie):
        return raw(server, "POST", "/auth/sign_in", data={"csrf": csrf, "login": "ann", "password": PASSWORD},
                   headers={"Cookie": cookie, "Origin": "https://skein.example"})

    # A cookie without the prefix could have been set by a neighbouring host.
    assert send(form_cookie.split(";")[0].removeprefix("__Host-")).status == 403
    done = send(form_cookie.split(";")[0])
    assert done.status == 303
    session = done.headers["Set-Cookie"]
    assert re.match(r"__Host-skein_session=[\w-]{40,};", session)
    for cookie in (form_cookie, session):
        attributes = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Path=/", "HttpOnly", "Secure", "SameSite=Lax"} <= attributes
        assert not any(attribute.lower().startswith("domain") for attribute in attributes)
    secret = session.split(";")[0]
    assert raw(server, "GET", "/settings/sessions", headers={"Cookie": secret}).status == 200
    assert raw(server, "GET", "/settings/sessions", headers={"Cookie": secret.removeprefix("__Host-")}).status == 303


# --- Sessions ---

def test_sessions_are_listed_and_ended_each_by_its_owner(server, member, person):
    here, there, stranger = Browser(server), Browser(server), Browser(server)
    there.session.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    for browser in (here, there):
        browser.sign_in(member.name)
    stranger.sign_in(person("stranger").name)
    page = here.open("/settings/sessions")
    assert "Firefox on Linux" in page.text and "(this one)" in page.text
    end = next(form for form in page.forms if re.fullmatch(r"/settings/sessions/\d+/end", form["action"]))
    theirs = stranger.open("/settings/sessions")
    stranger.submit(theirs, {**theirs.form("csrf"), "action": end["action"]})
    assert is_in(there), "ended by a stranger"
    assert "ended" in here.submit(page, end).text
    assert is_in(here) and not is_in(there)
    there.sign_in(member.name)
    page = here.open("/settings/sessions")
    here.submit(page, next(form for form in page.forms if form["action"] == "/settings/sessions/end_all"))
    assert not is_in(here) and not is_in(there) and is_in(stranger)
    assert member.get("/api/v1/accounts/verify_credentials").status == 200, "an app is no session"


# --- Passwords and addresses ---

def ask_reset(server: Skein, address: str) -> Page:
    browser = Browser(server)
    page = browser.open("/auth/reset")
    return browser.submit(page, page.form("email"), email=address)


def test_asking_for_a_new_password_tells_nothing(server, mailbox, member, name):
    known, unknown = ask_reset(server, mail_of(member.name)), ask_reset(server, f"nobody{name}@example.org")
    assert (known.status, known.text) == (unknown.status, unknown.text) and known.status == 200
    mailbox.newest(mail_of(member.name), "new password")
    assert not mailbox.mails(f"nobody{name}")


def test_a_new_password_ends_all_that_the_old_one_opened(server, mailbox, member):
    inside = Browser(server)
    inside.sign_in(member.name)
    for count in (1, 2):
        ask_reset(server, mail_of(member.name))
        mailbox.newest(mail_of(member.name), "Choose a new password", count)
    links = [mail.link("/auth/reset/") for mail in mailbox.mails(mail_of(member.name), "Choose a new password")]
    browser = Browser(server)
    page = browser.open(links[0])
    assert browser.submit(page, page.form("password"), password="short").status == 422
    assert is_in(inside)
    done = browser.submit(page, page.form("password"), password=NEW_PASSWORD)
    assert "is changed" in done.text
    assert not is_in(inside) and member.get("/api/v1/accounts/verify_credentials").status == 401
    assert not is_in(browser), "the link alone is not a sign-in"
    for link in links:
        assert browser.open(link).status == 404, "a link outlived the password it was made for"
    assert Browser(server).sign_in(member.name, PASSWORD).status == 422
    assert browser.sign_in(member.name, NEW_PASSWORD).status == 200 and is_in(browser)
    mailbox.newest(mail_of(member.name), "Your password was changed")


def test_changing_the_password_needs_the_one_so_far(server, mailbox, member):
    here, there = Browser(server), Browser(server)
    for browser in (here, there):
        browser.sign_in(member.name)
    page = here.open("/settings/password")
    form = page.form("current_password", "password")
    for wrong in ({"current_password": "not the password", "password": NEW_PASSWORD},
                  {"current_password": "", "password": NEW_PASSWORD},
                  {"current_password": PASSWORD, "password": "short"},
                  {"current_password": PASSWORD, "password": member.name * 3}):
        assert here.submit(page, form, **wrong).status == 422, wrong
    assert is_in(there)
    before = here.session.cookies.get_dict()["skein_session"]
    assert "is changed" in here.submit(page, form, current_password=PASSWORD, password=NEW_PASSWORD).text
    assert is_in(here) and not is_in(there)
    assert here.session.cookies.get_dict()["skein_session"] != before
    assert member.get("/api/v1/accounts/verify_credentials").status == 200
    mailbox.newest(mail_of(member.name), "Your password was changed")
    page = here.open("/settings/password")
    here.submit(page, page.form("password"), current_password=NEW_PASSWORD, password=PASSWORD, sign_out_apps="1")
    assert member.get("/api/v1/accounts/verify_credentials").status == 401


def test_a_new_address_needs_the_password_and_a_proof_and_the_old_one_is_told(server, mailbox, member, name):
    old, new = mail_of(member.name), mail_of(name)
    browser = Browser(server)
    browser.sign_in(member.name)
    page = browser.open("/settings/email")
    form = page.form("current_password", "email")
    assert browser.submit(page, form, current_password="wrong wrong wrong", email=new).status == 422
    assert browser.submit(page, form, current_password=PASSWORD, email="nowhere").status == 422
    assert not mailbox.mails(new)
    asked = browser.submit(page, form, current_password=PASSWORD, email=new)
    assert "Look into the mail of the new address" in asked.text and old in asked.text
    assert "asked for" in mailbox.newest(old, "A change of your e-mail address").text
    link = mailbox.newest(new, "Confirm your new").link("/auth/email/")
    assert Browser(server).sign_in(new).status == 422, "an address nobody proved is a login"
    assert "is changed" in press(Browser(server), link).text
    mailbox.newest(old, "Your e-mail address was changed")
    assert browser.open(link).status == 404
    assert Browser(server).sign_in(new).status == 200 and Browser(server).sign_in(old).status == 422
    assert new in browser.open("/settings/email").text


def test_the_address_of_somebody_else_is_neither_given_nor_given_away(server, mailbox, person, name):
    member, other = person("member"), person("other")
    browser = Browser(server)
    browser.sign_in(member.name)
    page = browser.open("/settings/email")
    form = page.form("current_password", "email")
    taken = browser.submit(page, form, current_password=PASSWORD, email=mail_of(other.name))
    free = browser.submit(page, form, current_password=PASSWORD, email=mail_of(name))
    assert (taken.status, taken.text) == (free.status, free.text)
    told = mailbox.newest(mail_of(other.name), "already have an account")
    assert "/auth/email/" not in told.text
    assert Browser(server).sign_in(mail_of(other.name)).status == 200


# --- Well-known addresses ---

def test_other_programs_find_where_a_password_is_changed(server):
    answer = server.get("/.well-known/change-password")
    assert answer.status in (302, 303, 307) and answer.headers["Location"].endswith("/settings/password")


def test_security_txt_names_whom_to_tell(server):
    answer = server.get("/.well-known/security.txt")
    assert answer.status == 200 and answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:desk@example.org"
    assert fields["Canonical"] == server.url + "/.well-known/security.txt"
    left = datetime.datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00")) - datetime.datetime.now(
        datetime.timezone.utc)
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=366)


# --- What stays secret ---

def test_no_secret_stands_in_the_log(server, mailbox):
    text = server.log()
    for secret in [PASSWORD, NEW_PASSWORD, "@example.org"]:
        assert secret not in text
    for mail in mailbox.mails():
        for link in re.findall(r"/auth/\w+/(\S{20,})", mail.text):
            assert link not in text
