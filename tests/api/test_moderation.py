"""What people do about others and the owner about other servers, over HTTP and on the command line: reports, blocked
domains, moving to another account; and that each is the documented entity."""

import pytest

from entities import assert_is
from pages import Browser
from skein_process import PASSWORD, eventually


@pytest.fixture(scope="module")
def moderator(server):
    return server.make_account("modesty", "moderator")


# --- reports ---

def test_a_report_reaches_the_moderators_and_is_closed_on_the_command_line(server, person, moderator):
    ann, eve = person("ann"), person("eve")
    post = eve.says("words")
    answer = ann.post("/api/v1/reports", json={"account_id": eve.id, "status_ids": [post["id"]], "comment": "Look & see",
                                               "category": "spam", "forward": True})
    assert answer.status == 200, answer.text
    report = assert_is(answer.json, "Report")
    assert report["status_ids"] == [post["id"]] and report["category"] == "spam" and not report["action_taken"]

    def told():
        return [one for one in moderator.get("/api/v1/notifications").json if one["type"] == "admin.report"
                and one["report"]["id"] == report["id"]]
    notice = eventually(told)[0]
    assert_is(notice, "Notification")
    assert notice["account"]["id"] == ann.id and notice["report"]["target_account"]["id"] == eve.id
    for other in (ann, eve):
        assert not [one for one in other.get("/api/v1/notifications").json if one["type"] == "admin.report"]

    assert f"{ann.name} reports {eve.name}, 1 posts: Look & see" in server.command("report", "list").stdout
    server.command("report", "resolve", report["id"])
    assert report["id"] not in server.command("report", "list").stdout
    assert report["id"] in server.command("report", "list", "--resolved").stdout
    assert server.command("report", "resolve", report["id"], check=False).returncode == 3


def test_a_report_is_refused_for_what_is_wrong_with_it(server, person):
    ann, eve = person("ann"), person("eve")
    for fields, status in (({}, 400), ({"account_id": "1"}, 404), ({"account_id": eve.id, "category": "rude"}, 422),
                           ({"account_id": eve.id, "comment": "x" * 1001}, 422)):
        answer = ann.post("/api/v1/reports", data=fields)
        assert answer.status == status, (fields, answer.text)
        assert_is(answer.json, "Error")
    # Mastodon.py writes a slash at the end.
    assert ann.post("/api/v1/reports/", data={"account_id": eve.id}).status == 200


# --- warnings ---

def test_whoever_runs_the_server_warns_somebody(server, person):
    """`GET /api/v1/notifications`, `GET /api/v2/notifications`: type `moderation_warning`"""
    ann, eve = person("ann"), person("eve")
    post = eve.says("words")
    report = ann.post("/api/v1/reports", json={"account_id": eve.id, "status_ids": [post["id"]]}).json
    assert "is told" in server.command("account", "warn", eve.name, "Be kind & quiet", "--report", report["id"]).stdout
    notice = next(one for one in eve.get("/api/v1/notifications").json if one["type"] == "moderation_warning")
    warning = assert_is(notice, "Notification")["moderation_warning"]
    assert warning["text"] == "Be kind & quiet" and warning["action"] == "none"
    assert warning["status_ids"] == [post["id"]] and warning["target_account"]["id"] == eve.id
    grouped = assert_is(eve.get("/api/v2/notifications").json, "GroupedNotificationsResults")["notification_groups"]
    assert [one["moderation_warning"]["id"] for one in grouped if one["type"] == "moderation_warning"] == [warning["id"]]
    assert server.command("account", "warn", "nobody_here", "x", check=False).returncode == 3
    refused = server.command("account", "warn", ann.name, "x", "--report", report["id"], check=False)
    assert refused.returncode == 3, "the report is about somebody else"


def test_a_sanction_is_told_once_with_its_reason_unless_it_is_kept_quiet(server, person):
    loud, meek = person("loud"), person("meek")

    def warnings(who):
        return [assert_is(one, "Notification")["moderation_warning"] for one in who.get("/api/v1/notifications").json
                if one["type"] == "moderation_warning"]
    for _ in range(2):
        server.command("account", "limit", loud.name, "--text", "Too loud")
    server.command("account", "unlimit", loud.name)
    server.command("account", "suspend", loud.name)
    server.command("account", "suspend", loud.name, "--undo")
    assert [(one["action"], one["text"]) for one in warnings(loud)] == [("suspend", ""), ("silence", "Too loud")]
    server.command("account", "limit", meek.name, "--quiet")
    assert warnings(meek) == []


# --- domains ---

def test_a_person_blocks_domains_for_themselves(server, person):
    ann = person("ann")
    for domain in ("one.example", "ZWEI.example", "münchen.example"):
        answer = ann.post("/api/v1/domain_blocks", data={"domain": domain})
        assert answer.status == 200 and answer.json == {}
    answer = ann.get("/api/v1/domain_blocks?limit=2")
    assert answer.json == ["xn--mnchen-3ya.example", "zwei.example"] and 'rel="next"' in answer.headers["Link"]
    assert ann.get("/api/v1/domain_blocks/preview?domain=one.example").json == {"following_count": 0, "followers_count": 0}
    # Tusky sends the domain in the body, others in the query.
    assert ann.delete("/api/v1/domain_blocks", data={"domain": "zwei.example"}).status == 200
    assert ann.delete("/api/v1/domain_blocks?domain=one.example").status == 200
    assert ann.get("/api/v1/domain_blocks").json == ["xn--mnchen-3ya.example"]
    for wrong in ("no domain", "127.0.0.1", "https://a.example/"):
        answer = ann.post("/api/v1/domain_blocks", data={"domain": wrong})
        assert answer.status == 422 and "valid domain" in answer.json["error"], wrong
    assert person("bob").get("/api/v1/domain_blocks").json == []


def test_the_owner_decides_about_domains_and_everybody_reads_it(server, tmp_path):
    assert server.get("/api/v1/instance/domain_blocks").json == []
    server.command("domain", "block", "Bad.example", "--comment", "Spam", "--note", "ask ann")
    server.command("domain", "limit", "loud.example", "--reject-media")
    listed = server.get("/api/v1/instance/domain_blocks").json
    assert_is(listed, "[DomainBlock]")
    assert [(one["domain"], one["severity"]) for one in listed] == [("bad.example", "suspend"), ("loud.example", "silence")]
    assert "ask ann" not in str(listed)
    printed = server.command("domain", "list").stdout
    assert "ask ann" in printed and "no media" in printed

    blocks = tmp_path / "blocks.csv"
    blocks.write_text("#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"
                      "more.example,suspend,TRUE,TRUE,\"Spam, again\",FALSE\nno domain,suspend,TRUE,TRUE,,FALSE\n")
    done = server.command("domain", "import", str(blocks)).stdout
    assert "This is no domain: no domain" in done and "1 of 2 domains imported." in done
    assert "more.example" in {one["domain"] for one in server.get("/api/v1/instance/domain_blocks").json}

    for domain in ("bad.example", "loud.example", "more.example"):
        server.command("domain", "unblock", domain)
    assert server.get("/api/v1/instance/domain_blocks").json == []
    assert server.command("domain", "unblock", "bad.example", check=False).returncode == 3
    assert server.command("domain", "block", "no domain", check=False).returncode == 1
    server.command("domain", "allow", "good.example")
    assert server.command("domain", "list", "--allowed").stdout.strip() == "good.example"
    server.command("domain", "disallow", "good.example")
    assert "No domain" in server.command("domain", "list", "--allowed").stdout


# --- moving ---


def send(browser: Browser, path: str, *names: str, **values):
    page = browser.open(path)
    return browser.submit(page, page.form(*names), **values)


def test_an_account_moves_with_its_followers_and_posts_no_more(server, person):
    old, new, fan = person("old"), person("new"), person("fan")
    fan.follows(old)
    here, there = Browser(server), Browser(server)
    here.sign_in(old.name)
    there.sign_in(new.name)

    refused = send(here, "/settings/move", "current_password", handle=new.name, current_password=PASSWORD)
    assert refused.status == 422 and "alias" in refused.text
    added = send(there, "/settings/aliases", "handle", handle=old.name)
    assert added.status == 200 and old.name in added.text
    refused = send(here, "/settings/move", "current_password", handle=new.name, current_password="something else")
    assert refused.status == 422 and "not your password" in refused.text
    assert not server.get(f"/api/v1/accounts/{old.id}").json.get("moved")

    moved = send(here, "/settings/move", "current_password", handle=new.name, current_password=PASSWORD)
    assert moved.status == 200 and "You have moved." in moved.text
    profile = server.get(f"/api/v1/accounts/{old.id}").json
    assert_is(profile, "Account", reader=False)
    assert profile["moved"]["id"] == new.id

    def relations():
        return {one["id"]: one["following"] for one in
                fan.get(f"/api/v1/accounts/relationships?id[]={old.id}&id[]={new.id}").json}
    assert eventually(lambda: relations() == {old.id: False, new.id: True}), relations()
    for answer in (old.post("/api/v1/statuses", json={"status": "still here"}),
                   old.post(f"/api/v1/statuses/{new.says('hello')['id']}/reblog")):
        assert answer.status == 403 and answer.json["error"] == "Your login is currently disabled"

    page = here.open("/settings/move")
    back = here.submit(page, next(form for form in page.forms if form["action"] == "/settings/move/end"))
    assert "The redirect is ended." in back.text
    old.says("back again")
    again = send(here, "/settings/move", "current_password", handle=new.name, current_password=PASSWORD)
    assert again.status == 422 and "30 days" in again.text


def test_aliases_name_accounts_that_are_there(server, person):
    ann, bob = person("ann"), person("bob")
    browser = Browser(server)
    browser.sign_in(ann.name)
    for wrong in ("nobody_at_all", ann.name, "nobody@elsewhere.example", "two words"):
        assert send(browser, "/settings/aliases", "handle", handle=wrong).status == 422, wrong
    page = send(browser, "/settings/aliases", "handle", handle="@" + bob.name)
    assert bob.name in page.text
    removed = browser.submit(page, page.form("address"))
    assert removed.status == 200 and bob.name not in removed.text
