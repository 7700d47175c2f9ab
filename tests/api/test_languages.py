"""The server's own pages in the languages it speaks, as a browser asks for them."""

import json
import re

import pytest

from pages import Browser
from skein_process import PASSWORD, ROOT

WORDS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "locales").glob("*.json")}
DIRECTION = {"ar": "rtl", "de": "ltr", "en": "ltr", "th": "ltr"}


@pytest.fixture
def browser(server) -> Browser:
    return Browser(server)


def speaks(browser: Browser, language: str) -> Browser:
    browser.session.headers["Accept-Language"] = f"{language}, fr;q=0.5"
    return browser


def test_every_language_is_whole():
    for language, words in WORDS.items():
        assert words.keys() == WORDS["en"].keys(), language


@pytest.mark.parametrize("language", sorted(DIRECTION))
def test_pages_speak_what_the_browser_accepts(browser, language):
    words = WORDS[language]
    speaks(browser, language)
    for path, key in (("/auth/sign_in", "sign_in.page.forgot"), ("/auth/reset", "sign_in.reset.text"),
                      ("/auth/sign_up", "sign_in.field.username_hint"), ("/auth/confirmation", "sign_in.resend.text"),
                      ("/no/such/page", "pages.error.not_found")):
        page = browser.open(path)
        assert f'<html lang="{language}" dir="{DIRECTION[language]}">' in page.text, path
        assert words[key] in page.text, path
        assert "Accept-Language" in page.response.headers["Vary"]


def test_somebody_chooses_and_keeps_a_language(browser):
    speaks(browser, "th")
    page = browser.open("/auth/sign_in?next=%2Fsettings%2Fapps")
    links = dict(re.findall(r'<a href="(\?[^"]+)" lang="(\w+)"', page.text))
    chosen = next(link for link, language in links.items() if language == "ar").replace("&amp;", "&")
    assert chosen == "?next=%2Fsettings%2Fapps&lang=ar"
    assert 'lang="ar" dir="rtl"' in browser.open(f"/auth/sign_in{chosen}").text
    page = browser.open("/auth/reset")
    assert '<html lang="ar" dir="rtl">' in page.text, "kept in a cookie"
    answer = browser.submit(page, page.form("email"), email="no address")
    assert answer.status == 422 and WORDS["ar"]["sign_in.wrong.no_address"] in answer.text


def test_settings_are_in_the_language_that_was_chosen(browser, person):
    ann = person("ann")
    assert browser.sign_in(ann.name).status == 200
    for path, key in (("/settings/password", "sign_in.password.note"), ("/settings/sessions", "sign_in.sessions.text"),
                      ("/settings/apps", "oauth.apps.text"), ("/settings/aliases", "moving.aliases.text"),
                      ("/settings/move", "moving.move.what"), ("/settings/delete", "sign_in.delete.button"),
                      ("/settings/invites", "invites.page.title"), ("/settings/severances", "domain_blocks.severances.none")):
        page = browser.open(f"{path}?lang=de")
        assert page.status == 200 and '<html lang="de"' in page.text, path
        assert WORDS["de"][key] in page.text, path
        assert WORDS["de"]["sign_in.sessions.tab"] in page.text


def test_whoever_joins_in_a_language_keeps_it(server, browser):
    speaks(browser, "de")
    page = browser.open("/auth/sign_up")
    page = browser.submit(page, page.form("username", "email", "password"), username="hannah",
                          email="hannah@example.org", password=PASSWORD, agreement="1")
    assert WORDS["de"]["sign_in.up.sent"] in page.text
