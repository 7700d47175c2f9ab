"""Mails about notifications, as the people and mail programs that get them meet them: what is mailed to whom and when,
what it shows, how it is ended with one click, and the page where everybody chooses."""

import email
import email.policy
import re
import time
import urllib.parse

import pytest

from conftest import DATABASE
from mailbox import Mail, Mailbox
from pages import Browser
from skein_process import Skein

pytestmark = pytest.mark.optional

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    box = Mailbox(tmp_path_factory.mktemp("mail") / "box")
    yield box
    box.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory, mailbox):
    running = Skein(tmp_path_factory.mktemp("notices") / "data", DATABASE, {
        "mail.smtp_url": mailbox.url, "mail_notices.wait": "1s", "instance.title": "Heron",
    }).start()
    yield running
    assert running.stop() == 0


@pytest.fixture
def pair(person):
    return person("reader"), person("writer")


def mail_of(someone) -> str:
    return f"{someone.name}@example.org"


def headers_of(mail: Mail) -> email.message.EmailMessage:
    return email.message_from_bytes(mail.raw, policy=email.policy.default)


def html_of(mail: Mail) -> str:
    return headers_of(mail).get_body(("html",)).get_content()


def stop_path(mail: Mail) -> str:
    return urllib.parse.urlsplit(headers_of(mail)["List-Unsubscribe"].strip("<>")).path


def nothing_else(mailbox, reader, follower, count: int) -> None:
    """Somebody follows the reader, and that mail comes: by then whatever was due before it has come."""
    follower.follows(reader)
    mailbox.newest(mail_of(reader), f"{follower.name} follows you now")
    assert len(mailbox.mails(mail_of(reader))) == count + 1, [mail.subject for mail in mailbox.mails(mail_of(reader))]


def choose(server, someone, *wanted: str):
    browser = Browser(server)
    browser.sign_in(someone.name)
    page = browser.open("/settings/mails")
    form = page.form("mention", "csrf")
    fields = {"csrf": form["fields"]["csrf"], **{name: "1" for name in wanted}}
    done = browser.submit(page, {**form, "fields": fields})
    assert done.status == 200 and "Your choice is stored." in done.text
    return done


def test_a_mention_comes_by_mail(server, mailbox, pair):
    reader, writer = pair
    post = writer.says(f"@{reader.name} look <b>here</b> & there\n\nsecond line")
    mail = mailbox.newest(mail_of(reader))
    headers = headers_of(mail)
    assert mail.subject == f"{writer.name} mentioned you"
    assert f"> @{reader.name} look <b>here</b> & there\n" in mail.text.replace("\r\n", "\n")
    assert "> second line" in mail.text and post["url"] in mail.text and "at Heron" in mail.text
    assert headers["List-Id"].startswith(f"<mention.{reader.name}.") and headers["Auto-Submitted"] == "auto-generated"
    unsubscribe = headers["List-Unsubscribe"]
    assert re.fullmatch(rf"<{re.escape(server.url)}/mail/stop/\d+\.mention\.[\w-]+>", unsubscribe)
    assert unsubscribe.strip("<>") in mail.text and server.url + "/settings/mails" in mail.text
    page = html_of(mail)
    assert "&lt;b&gt;here&lt;/b&gt; &amp; there" in page and unsubscribe.strip("<>") in page
    for what in ("<img", "<b>", "src=", "<script", "background=", "url("):
        assert what not in page
    nothing_else(mailbox, reader, writer, 1)


def test_a_content_warning_stands_for_the_post(server, mailbox, pair):
    reader, writer = pair
    writer.says(f"@{reader.name} the butler did it", spoiler_text="ending")
    mail = mailbox.newest(mail_of(reader))
    assert "> ending" in mail.text and "butler" not in mail.text and "butler" not in html_of(mail)


def test_follows_and_requests_come_by_mail(server, mailbox, pair):
    reader, writer = pair
    writer.follows(reader)
    assert mailbox.newest(mail_of(reader)).subject == f"{writer.name} follows you now"
    reader.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    time.sleep(1.1)
    other = pair[1].server.make_account(reader.name + "x")
    assert other.post(f"/api/v1/accounts/{reader.id}/follow").json["requested"]
    mail = mailbox.newest(mail_of(reader), "asks to follow you")
    assert "you decide in your app" in mail.text and f"/@{other.name}" in mail.text


def test_reports_come_to_moderators_only(server, mailbox, pair, person):
    target, reporter = pair
    judge = person("judge", role="moderator")
    answer = reporter.post("/api/v1/reports", json={"account_id": target.id, "comment": "sells <i>cans</i>",
                                                    "category": "spam"})
    assert answer.status == 200, answer.text
    mail = mailbox.newest(mail_of(judge), "A report about")
    assert f"@{target.name}" in mail.subject and "Reason: spam." in mail.text and "> sells <i>cans</i>" in mail.text
    assert not mailbox.mails(mail_of(target)) and not mailbox.mails(mail_of(reporter))


# Who comes back while a notice waits, reads it or has it taken back gets no mail: notices_test.cpp, whose clock waits for
# nobody.

def test_whoever_wants_them_always_gets_them_while_here(server, mailbox, pair):
    reader, writer = pair
    choose(server, reader, "mention", "always")
    writer.says(f"@{reader.name} hello")
    assert reader.get("/api/v1/notifications").json[0]["type"] == "mention"
    mailbox.newest(mail_of(reader), "mentioned you")


def test_what_waits_for_consent_is_not_mailed(server, mailbox, pair, person):
    reader, writer = pair
    person("stranger").says(f"@{reader.name} psst", "direct")
    nothing_else(mailbox, reader, writer, 0)
    assert reader.get("/api/v1/notifications/requests").json, "the stranger's word waits for consent"


def test_nothing_comes_of_whom_one_mutes_or_blocks(server, mailbox, pair, person):
    reader, writer = pair
    other = person("other")
    reader.post(f"/api/v1/accounts/{writer.id}/mute")
    reader.post(f"/api/v1/accounts/{other.id}/block")
    time.sleep(1.1)
    writer.says(f"@{reader.name} hello")
    other.says(f"@{reader.name} hello")
    nothing_else(mailbox, reader, person("friend"), 0)


def test_filters_hold_for_mails_as_in_apps(server, mailbox, pair):
    """A word that stands among the options of a poll alone."""
    reader, writer = pair
    made = reader.post("/api/v2/filters", json={"title": "no spoilers", "context": ["notifications"],
                                                "filter_action": "hide", "keywords_attributes": [{"keyword": "snape"}]})
    assert made.status == 200, made.text
    time.sleep(1.1)
    asked = writer.post("/api/v1/statuses", json={"status": f"@{reader.name} who is it?",
                                                  "poll": {"options": ["Snape", "Potter"], "expires_in": 3600}})
    assert asked.status == 200, asked.text
    nothing_else(mailbox, reader, writer, 0)


# --- Ending them ---

def test_one_click_ends_mails_of_a_kind(server, mailbox, pair):
    """RFC 8058: a POST without cookies, from anywhere, answered without a redirect; done twice it is done."""
    reader, writer = pair
    writer.says(f"@{reader.name} one")
    path = stop_path(mailbox.newest(mail_of(reader)))
    server.http.cookies.clear()
    foreign = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    for options in ({"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}, {"data": ""}):
        answer = server.ask("POST", path, headers=foreign, **options)
        assert answer.status == 200, answer.text
        assert "You get no more such mails" in answer.text
        assert "Set-Cookie" not in answer.headers and "Location" not in answer.headers
    writer.says(f"@{reader.name} two")
    nothing_else(mailbox, reader, writer, 1)


def test_opening_the_link_changes_nothing_and_its_button_does(server, mailbox, pair):
    reader, writer = pair
    writer.says(f"@{reader.name} one")
    path = stop_path(mailbox.newest(mail_of(reader)))
    for method in ("GET", "HEAD"):
        assert server.ask(method, path).status == 200
    writer.says(f"@{reader.name} two")
    mailbox.newest(mail_of(reader), count=2)
    browser = Browser(server)
    page = browser.open(path)
    assert "'self'" in page.response.headers["Content-Security-Policy"] and "<script" not in page.text
    done = browser.submit(page, next(form for form in page.forms if form["action"] == path))
    assert done.status == 200 and "no more" in done.text
    writer.says(f"@{reader.name} three")
    nothing_else(mailbox, reader, writer, 2)


def test_a_link_that_was_not_signed_here_does_nothing(server, mailbox, pair):
    reader, writer = pair
    writer.says(f"@{reader.name} one")
    path = stop_path(mailbox.newest(mail_of(reader)))
    user, kind, mac = path.removeprefix("/mail/stop/").split(".")
    for token in (f"{user}.{kind}.{mac[:-1]}", f"{user}.follow.{mac}", f"{int(user) + 1}.{kind}.{mac}", f"{user}.{kind}.",
                  f".{kind}.{mac}", f"{user}.{mac}", "..", "x" * 3000, "%00", f"{user}.{kind}.{mac}x"):
        for method in ("GET", "POST"):
            answer = server.ask(method, "/mail/stop/" + token)
            assert answer.status in (400, 404), f"{method} {token}: {answer.status}"
    writer.says(f"@{reader.name} two")
    mailbox.newest(mail_of(reader), count=2)


def test_one_click_is_promised_over_https_only(make_server, mailbox):
    server = make_server(server__public_url="https://heron.example", mail__smtp_url=mailbox.url, mail_notices__wait="1s")
    reader, writer = server.make_account("secure"), server.make_account("author")
    writer.says(f"@{reader.name} hello")
    headers = headers_of(mailbox.newest("secure@example.org"))
    assert headers["List-Unsubscribe"].startswith("<https://heron.example/mail/stop/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert server.ask("POST", stop_path(mailbox.newest("secure@example.org")), data=ONE_CLICK).status == 200


# --- Choosing ---

def test_people_choose_on_a_page_of_the_settings(server, mailbox, pair):
    reader, writer = pair
    page = choose(server, reader, "follow", "digest")
    fields = page.form("mention", "csrf")["fields"]
    assert "mention" not in fields and fields["follow"] == "1" and fields["digest"] == "1"
    assert "report" not in page.form("mention")["names"], "for moderators"
    time.sleep(1.1)
    writer.says(f"@{reader.name} hello")
    nothing_else(mailbox, reader, writer, 0)


def test_the_page_is_for_those_who_sign_in(server):
    server.http.cookies.clear()
    answer = server.get("/settings/mails")
    assert answer.status == 303 and answer.headers["Location"].startswith("/auth/sign_in?next=")


def test_mails_come_in_the_language_of_their_reader(make_server, mailbox):
    server = make_server(mail__smtp_url=mailbox.url, mail_notices__wait="1s", instance__registrations="open")
    app = server.post("/api/v1/apps", data={"client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                                            "scopes": "read write"}).json
    token = server.post("/oauth/token", data={"grant_type": "client_credentials", "client_id": app["client_id"],
                                              "client_secret": app["client_secret"], "scope": "read write"}).json
    joined = server.post("/api/v1/accounts", token["access_token"], data={
        "username": "leserin", "email": "leserin@example.org", "password": "correct horse battery", "agreement": "true",
        "locale": "de"})
    assert joined.status == 200, joined.text
    writer = server.make_account("author")
    found = writer.get("/api/v1/accounts/lookup?acct=leserin")
    assert found.status == 404, "she is not in yet"
    browser = Browser(server)
    page = browser.open(mailbox.newest("leserin@example.org", "Bestätige").link("/auth/confirm/"))
    browser.submit(page, next(form for form in page.forms if form["action"].startswith("/auth/confirm/")))
    time.sleep(1.1)
    writer.says("@leserin guten Tag")
    mail = mailbox.newest("leserin@example.org", "hat dich erwähnt")
    assert "Hallo @leserin," in mail.text and '<html lang="de" dir="ltr">' in html_of(mail)
    assert "open this address" not in html_of(mail)
