"""Linked pages: their cards, whom they name as their author, and the posts that link to them."""

import http.server
import ssl
import threading

import pytest

from entities import assert_is
from skein_process import ROOT, Skein, eventually, next_page
from test_operators import rows_changed_behind

pytestmark = pytest.mark.optional

TLS = ROOT / "tests/fixtures/tls"
SITE = "https://ok.example"


class Site:
    """A web site over TLS at ok.example."""

    def __init__(self):
        self.pages: dict[str, str] = {}
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = site.pages.get(self.path)
                body = (page or "").encode()
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "good.pem", TLS / "server.key")
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def shows(self, path: str, title: str, creator: str = "", more: str = "") -> str:
        named = f'<meta name="fediverse:creator" content="{creator}">' if creator else ""
        self.pages[path] = f"<!doctype html><html lang=en><title>{title}</title>{named}{more}<body>text</body>"
        return SITE + path

    def stop(self):
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def site():
    running = Site()
    yield running
    running.stop()


@pytest.fixture
def server(make_server, site):
    return make_server(http__client__connect_to=f"ok.example:443:127.0.0.1:{site.port}",
                       http__client__allow_private="true", http__client__extra_ca=str(TLS / "ca.pem"),
                       trends__people_min="1", trends__known_for="0s")


@pytest.fixture
def ann(server):
    return server.make_account("ann")


@pytest.fixture
def bob(server):
    return server.make_account("bob")


def handle_of(who) -> str:
    return f"@{who.name}@{who.server.get('/api/v2/instance').json['domain']}"


def card_of(server: Skein, post: dict, token: str | None = None) -> dict:
    def ask():
        return server.get(f"/api/v1/statuses/{post['id']}", token).json["card"]

    card = eventually(ask)
    assert card, "no card came"
    return card


def work_out_trends(server: Skein) -> None:
    """The schedule runs when the server starts, unless it ran less than a quarter of an hour ago."""
    server.stop()
    rows_changed_behind(server, "DELETE FROM schedules WHERE name = 'previews.refresh_trends'")
    server.start()
    assert eventually(lambda: server.get("/api/v1/trends/links").json), "nothing trends"


def test_a_card_is_complete(server, ann, site):
    """GET /api/v1/statuses/:id/card"""
    link = site.shows("/tea", "All &lt;b&gt; about tea", more='<meta name="author" content="Zoe">'
                      '<meta property="article:author" content="https://ok.example/zoe">'
                      '<meta property="og:image" content="/tea.png"><meta property="og:image:alt" content="A cup">'
                      '<meta property="og:image:width" content="800"><meta property="og:image:height" content="600">'
                      '<meta property="article:published_time" content="2024-05-06T07:08:09Z">')
    post = ann.says(f"Read {link}")
    card = card_of(server, post)
    assert_is(card, "PreviewCard")
    assert (card["url"], card["title"], card["type"]) == (link, "All <b> about tea", "link")
    assert card["authors"] == [{"name": "Zoe", "url": "https://ok.example/zoe", "account": None}]
    assert (card["author_name"], card["author_url"]) == ("Zoe", "https://ok.example/zoe")
    assert (card["provider_name"], card["provider_url"]) == ("ok.example", SITE)
    assert (card["width"], card["height"], card["image_description"]) == (800, 600, "A cup")
    assert card["image"].startswith(server.url) and card["language"] == "en"
    assert card["published_at"] == "2024-05-06T07:08:09.000Z"
    apart = server.get(f"/api/v1/statuses/{post['id']}/card")
    assert apart.status == 200 and apart.json == card


def test_a_card_is_for_those_who_may_see_the_post(server, ann, bob, site):
    """GET /api/v1/statuses/:id/card"""
    plain = ann.says("nothing linked")
    assert server.get(f"/api/v1/statuses/{plain['id']}/card").json == {}
    post = ann.says(site.shows("/private", "Private"), "private")
    assert eventually(lambda: ann.get(f"/api/v1/statuses/{post['id']}/card").json)["title"] == "Private"
    for token in (None, bob.token):
        assert server.get(f"/api/v1/statuses/{post['id']}/card", token).status == 404
    assert server.get("/api/v1/statuses/12345/card").status == 404


def test_an_author_is_credited_who_listed_the_site(server, ann, bob, site):
    """PATCH /api/v1/accounts/update_credentials"""
    post = bob.says(site.shows("/article", "An article", creator=handle_of(ann)))
    card = card_of(server, post)
    assert card["authors"] == [] and "missing_attribution" not in card
    assert card_of(server, post, ann.token)["missing_attribution"] is True
    assert card_of(server, post, bob.token)["missing_attribution"] is False
    answer = ann.patch("/api/v1/accounts/update_credentials", json={"attribution_domains": ["ok.example"]})
    assert answer.json["source"]["attribution_domains"] == ["ok.example"]
    authors = eventually(lambda: card_of(server, post)["authors"])
    assert [author["account"]["id"] for author in authors] == [ann.id]
    card = card_of(server, post, ann.token)
    assert_is(card, "PreviewCard")
    assert_is(card["authors"][0]["account"], "Account")
    assert "missing_attribution" not in card
    actor = server.get(f"/@{ann.name}", headers={"Accept": "application/activity+json"})
    assert actor.status == 200 and "json" in actor.headers["Content-Type"]
    assert actor.json["attributionDomains"] == ["ok.example"]
    ann.patch("/api/v1/accounts/update_credentials", json={"attribution_domains": []})
    assert eventually(lambda: card_of(server, post)["authors"] == []), "consent was taken back"


def test_nobody_is_credited_unasked(server, ann, bob, site):
    """PATCH /api/v1/accounts/update_credentials"""
    others = ["k.example", "other.example", "www.ok.example"]
    answer = ann.patch("/api/v1/accounts/update_credentials", json={"attribution_domains": others})
    assert answer.status == 200 and answer.json["source"]["attribution_domains"] == others
    answer = ann.patch("/api/v1/accounts/update_credentials", json={"attribution_domains": ["example"]})
    assert answer.status == 422, "everything below a name without a dot is no site"
    for number, name in enumerate((handle_of(ann), "@ann", "@nobody@" + handle_of(ann).split("@")[2], "rubbish")):
        post = bob.says(site.shows(f"/forged/{number}", "Forged", creator=name))
        assert card_of(server, post)["authors"] == [], name


def test_the_posts_with_a_link_are_a_timeline(server, ann, bob, site):
    """GET /api/v1/timelines/link"""
    link, path = site.shows("/news?a=1&b=2", "News"), "/api/v1/timelines/link"
    for who in (ann, bob):
        who.patch("/api/v1/accounts/update_credentials", json={"discoverable": True})
    first, second = ann.says(f"one {link}"), bob.says(f"two {link}")
    bob.says(f"three {link}", "unlisted")
    shy = server.make_account("shy")
    shy.patch("/api/v1/accounts/update_credentials", json={"discoverable": False})
    shy.says(link)
    card_of(server, first)
    assert server.get(path, params={"url": link}).status == 404, "nobody talks of it yet"
    work_out_trends(server)
    trend = server.get("/api/v1/trends/links").json[0]
    assert_is(trend, "Trends::Link")
    answer = server.get(path, params={"url": trend["url"]})
    assert answer.status == 200 and [post["id"] for post in answer.json] == [second["id"], first["id"]]
    for post in answer.json:
        assert_is(post, "Status", reader=False)
        assert post["card"]["url"] == link
    page = server.get(path, ann.token, params={"url": link, "limit": 1})
    assert [post["id"] for post in page.json] == [second["id"]]
    third = ann.says(f"four {link}")
    page = server.get(next_page(page), ann.token)
    assert [post["id"] for post in page.json] == [first["id"]]
    newer = server.get(path, params={"url": link, "min_id": second["id"]})
    assert [post["id"] for post in newer.json] == [third["id"]]
    ann.post(f"/api/v1/accounts/{bob.id}/block")
    assert [post["id"] for post in ann.get(path, params={"url": link}).json] == [third["id"], first["id"]]
    for wrong in ({}, {"url": ""}, {"url": "rubbish"}, {"url": SITE + "/other"}):
        assert server.get(path, params=wrong).status == 404, wrong
    assert server.get(path, "nonsense", params={"url": link}).status == 401
