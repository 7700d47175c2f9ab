"""Lists taken along as CSV and brought in again, through the pages a browser shows."""

import pytest

from pages import Browser
from skein_process import eventually

pytestmark = pytest.mark.optional


@pytest.fixture
def ann(person):
    return person("ann")


def signed_in(server, who) -> Browser:
    browser = Browser(server)
    browser.sign_in(who.name)
    return browser


def csv(browser: Browser, name: str):
    return browser.session.get(f"{browser.server.url}/settings/exports/{name}.csv", timeout=60, allow_redirects=False)


def bring(browser: Browser, kind: str, text: str, mode: str = "merge"):
    fields = browser.open("/settings/import").form("kind")["fields"]
    fields.pop("data", None)  # A browser sends the file in its place.
    return browser.session.post(
        browser.server.url + "/settings/import", data={**fields, "kind": kind, "mode": mode},
        files={"data": ("list.csv", text, "text/csv")}, timeout=60, allow_redirects=False,
        headers={"Origin": browser.server.url, "Sec-Fetch-Site": "same-origin"})


def test_what_is_exported_is_imported_again(server, person, ann):
    bob = person("bob")
    browser = signed_in(server, ann)
    answer = bring(browser, "following", f"Account address,Show boosts\r\n{bob.name},false\r\nno_such_person\r\n")
    assert answer.status_code == 303, answer.text
    assert eventually(lambda: f"\n{bob.name}@" in csv(browser, "following_accounts").text)
    exported = csv(browser, "following_accounts")
    assert exported.headers["Content-Type"].startswith("text/csv")
    assert exported.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in exported.headers["Content-Disposition"]
    assert eventually(lambda: "1 failed" in browser.session.get(server.url + "/settings/import", timeout=60).text)


def test_nobody_else_gets_them(server, ann):
    stranger = Browser(server)
    assert csv(stranger, "following_accounts").status_code == 303
    assert csv(signed_in(server, ann), "passwords").status_code == 404
