"""What everybody may read in a browser, a feed reader or a link preview, and what nobody may."""

import re
import urllib.parse
import xml.etree.ElementTree

import pytest

from pages import Browser
from skein_process import ROOT

pytestmark = pytest.mark.optional
ATOM = "{http://www.w3.org/2005/Atom}"
STEMS = {"public": "openly", "unlisted": "quietly", "private": "narrowly", "direct": "narrowlymore"}
HOSTILE = 'says <script>alert("&")</script> ]]> & "quotes" \u202e \U0001f9f5 \n\n second'


@pytest.fixture
def ann(person):
    """Has said one thing to each audience, each in a word of its own."""
    ann = person("ann")
    ann.words = {visibility: stem + ann.name for visibility, stem in STEMS.items()}
    ann.posts = {visibility: ann.says(f"Said {word} #{word}", visibility) for visibility, word in ann.words.items()}
    return ann


def page(server, path: str, **options):
    answer = server.get(path, headers={"Accept": "text/html"}, **options)
    assert answer.status == 200, f"{path}: {answer.status}"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return answer


def told_to_nobody(text: str) -> None:
    assert "narrowly" not in text.lower()


def meta(text: str, name: str) -> str:
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', text)
    return found.group(1) if found else ""


def links(text: str, rel: str, kind: str) -> list[str]:
    return re.findall(rf'<link rel="{rel}" type="{re.escape(kind)}"[^>]* href="([^"]*)">', text)


ABOUT = ["/about", "/rules", "/privacy-policy", "/terms-of-service"]


def feed(server, path: str, kind: str) -> xml.etree.ElementTree.Element:
    answer = server.get(path)
    assert answer.status == 200 and answer.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    told_to_nobody(answer.text)
    return xml.etree.ElementTree.fromstring(answer.text.encode())


def test_a_profile_shows_what_is_for_everybody(server, ann):
    ann.patch("/api/v1/accounts/update_credentials", json={"display_name": "Ann <b>&", "note": "Weaves at night."})
    shown = page(server, f"/@{ann.name}")
    assert ann.words["public"] in shown.text and ann.words["unlisted"] in shown.text
    told_to_nobody(shown.text)
    assert "<b>&" not in shown.text and "Ann &lt;b&gt;&amp;" in shown.text
    assert meta(shown.text, "og:type") == "profile" and meta(shown.text, "og:description") == "Weaves at night."
    assert meta(shown.text, "og:url") == f"{server.url}/@{ann.name}"


def test_a_collection_has_a_page(server, ann, person):
    bob, eve = person("bob"), person("eve")
    for who in (ann, bob):
        assert who.patch("/api/v1/accounts/update_credentials", json={"discoverable": True, "indexable": True}).status == 200
    made = ann.post("/api/v1/collections", json={
        "name": "Birds <b>", "description": "Of a feather", "discoverable": True, "account_ids": [bob.id]}).json["collection"]
    assert made["url"] == f"{server.url}/collections/{made['id']}"
    path = f"/collections/{made['id']}"
    shown = page(server, path)
    assert "Birds &lt;b&gt;" in shown.text and "Of a feather" in shown.text
    assert f"{server.url}/@{bob.name}" in shown.text and f"{server.url}/@{ann.name}" in shown.text
    assert meta(shown.text, "og:url") == made["url"] and "X-Robots-Tag" not in shown.headers
    assert ann.post(f"/api/v1/accounts/{eve.id}/block").status == 200
    browser = Browser(server)
    browser.sign_in(eve.name)
    assert browser.session.get(server.url + path, timeout=60).status_code == 404
    assert ann.patch(f"/api/v1/collections/{made['id']}", json={"sensitive": True}).status == 200
    folded = page(server, path)
    assert folded.headers["X-Robots-Tag"] == "noindex, noarchive" and not meta(folded.text, "og:description")
    assert folded.text.index("<details") < folded.text.index("Of a feather")
    assert ann.delete(f"/api/v1/collections/{made['id']}").status == 200
    assert server.get(path).status == 404


def test_a_page_needs_no_script_and_lets_none_in(server, ann):
    post = ann.says(HOSTILE)
    for path in (f"/@{ann.name}", f"/@{ann.name}/{post['id']}"):
        shown = page(server, path)
        assert "<script>" not in shown.text and "alert(" in shown.text
        policy = shown.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy


def test_a_page_of_a_post_opens_to_its_audience(server, ann, person):
    follower, outsider = person("follower"), person("outsider")
    follower.follows(ann)
    browsers = {}
    for who in (ann, follower, outsider):
        browsers[who.name] = Browser(server)
        browsers[who.name].sign_in(who.name)
    for visibility, word in ann.words.items():
        path = f"/@{ann.name}/{ann.posts[visibility]['id']}"
        opened = visibility in ("public", "unlisted")
        answer = server.get(path, headers={"Accept": "text/html"})
        assert answer.status == (200 if opened else 404) and (word in answer.text) == opened
        for name, browser in browsers.items():
            may = opened or name == ann.name or (name == follower.name and visibility == "private")
            shown = browser.open(path)
            if 'id="first"' in shown.text:  # Where the app is built in, it answers, and asks the API.
                assert shown.response.headers["Cache-Control"] == "private, no-cache"
                continue
            assert shown.status == (200 if may else 404), f"{name} at {visibility}"
            assert shown.response.headers["Cache-Control"] == "private, no-store"


def test_who_is_signed_in_and_blocked_reads_nothing(server, ann, person):
    other = person("blocked")
    ann.post(f"/api/v1/accounts/{other.id}/block")
    browser = Browser(server)
    browser.sign_in(other.name)
    own, tag = f"/@{ann.name}", f"/tags/{ann.words['public']}"
    for path in (own, own + ".rss", own + ".atom", own + ".json", own + "/with_replies", own + "/media",
                 f"{own}/{ann.posts['public']['id']}", tag, tag + ".rss", "/explore"):
        shown = browser.open(path)
        assert f"Said {ann.words['public']}" not in shown.text, path
        assert "public" not in shown.response.headers["Cache-Control"], path


def test_a_post_stands_under_its_authors_name_alone(server, ann, person):
    other = person("other")
    for path in (f"/@{other.name}/{ann.posts['public']['id']}", f"/@nobodyatall/{ann.posts['public']['id']}",
                 f"/@{ann.name}/1", f"/@{ann.name}/abc", f"/@{ann.name}/{'9' * 40}", "/@nobodyatall", "/@", "/@%00"):
        for accept in ("text/html", "application/activity+json"):
            answer = server.get(path, headers={"Accept": accept})
            assert answer.status in (400, 404), f"{path}: {answer.status}"


def test_a_thread_holds_only_what_is_for_everybody(server, ann, person):
    bob = person("bob")
    root = ann.posts["public"]["id"]
    bob.says(f"@{ann.name} heard by all", in_reply_to_id=root)
    bob.says(f"@{ann.name} heard by one", "direct", in_reply_to_id=root)
    shown = page(server, f"/@{ann.name}/{root}")
    assert "heard by all" in shown.text and "heard by one" not in shown.text


def test_a_warning_stands_before_what_it_warns_of(server, ann):
    with open(ROOT / "tests/fixtures/media/quarters.png", "rb") as file:
        media = ann.post("/api/v2/media", files={"file": file}).json
    post = ann.says("The spider is large", spoiler_text="Spiders", media_ids=[media["id"]])
    shown = page(server, f"/@{ann.name}/{post['id']}")
    assert meta(shown.text, "og:description") == "Spiders" and "spider is large" not in meta(shown.text, "og:title")
    assert media["url"] not in meta(shown.text, "og:image")
    assert re.search(r"<details><summary[^>]*>.*Spiders.*</summary>.*spider is large.*</details>", shown.text, re.S)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_feeds_are_well_formed_whatever_is_said(server, ann, kind):
    ann.patch("/api/v1/accounts/update_credentials", json={"display_name": "A & <B>", "note": "]]> <&>"})
    said = ann.says(HOSTILE)
    root = feed(server, f"/@{ann.name}.{kind}", kind)
    if kind == "rss":
        assert root.tag == "rss" and root.get("version") == "2.0" and "A & <B>" in root.findtext("channel/title")
        addresses = [item.findtext("link") for item in root.findall("channel/item")]
        bodies = [item.findtext("description") for item in root.findall("channel/item")]
        assert all(item.findtext("guid") and item.findtext("pubDate") for item in root.findall("channel/item"))
    else:
        assert root.tag == ATOM + "feed" and "A & <B>" in root.findtext(ATOM + "title")
        addresses = [entry.find(ATOM + "link").get("href") for entry in root.findall(ATOM + "entry")]
        bodies = [entry.findtext(ATOM + "content") for entry in root.findall(ATOM + "entry")]
        assert all(entry.findtext(ATOM + "id") and entry.findtext(ATOM + "updated")
                   for entry in root.findall(ATOM + "entry"))
    assert addresses == [said["url"], ann.posts["unlisted"]["url"], ann.posts["public"]["url"]]
    assert bodies[0] == ann.get(f"/api/v1/statuses/{said['id']}").json["content"]


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_tag_has_feeds_of_its_public_posts(server, ann, kind):
    root = feed(server, f"/tags/{ann.words['public']}.{kind}", kind)
    assert len(root.findall("channel/item") if kind == "rss" else root.findall(ATOM + "entry")) == 1


def test_a_tag_without_public_posts_is_like_one_that_nobody_used(server, ann):
    unused = server.get("/tags/neverusedbyanybody")
    assert unused.status == 404
    for visibility in ("unlisted", "private", "direct"):
        for ending in ("", ".rss", ".atom", ".json", "?max_id=1"):
            assert server.get(f"/tags/{ann.words[visibility]}{ending}").status == 404, visibility
        told = server.get(f"/tags/{ann.words[visibility]}")
        assert told.text.replace(ann.words[visibility], "") == unused.text.replace("neverusedbyanybody", "")


def test_pages_name_their_feeds_and_other_forms(server, ann):
    shown = page(server, f"/@{ann.name}").text
    for kind in ("rss", "atom"):
        [address] = links(shown, "alternate", f"application/{kind}+xml")
        feed(server, address, kind)
    post = page(server, f"/@{ann.name}/{ann.posts['public']['id']}").text
    [address] = links(post, "alternate", "application/activity+json")
    assert address == ann.posts["public"]["uri"]
    [address] = links(post, "alternate", "application/json+oembed")
    assert server.get(address.replace("&amp;", "&")).status == 200


def test_oembed_shows_what_everybody_may_read(server, ann):
    for visibility, status in ann.posts.items():
        asked = "/api/oembed?url=" + urllib.parse.quote(status["url"], safe="")
        for token in (None, ann.token):
            answer = server.get(asked, token)
            told_to_nobody(answer.text)
            if visibility in ("private", "direct"):
                assert answer.status == 404, visibility
                continue
            shown = answer.json
            assert shown["type"] == "rich" and shown["version"] == "1.0" and ann.words[visibility] in shown["html"]
            assert shown["author_url"] == f"{server.url}/@{ann.name}" and "<script" not in shown["html"]
            frame = re.search(r'<iframe src="([^"]+)" title="[^"]+" width="(\d+)" height="(\d+)"', shown["html"])
            assert frame.group(1) == f"{server.url}/embed/{status['id']}" and int(frame.group(2)) == shown["width"]
            assert ann.words[visibility] in server.get(frame.group(1)).text
    url = urllib.parse.quote(ann.posts["public"]["url"], safe="")
    assert server.get(f"/api/oembed?url={url}&format=xml").status == 501
    assert 100 <= server.get(f"/api/oembed?url={url}&maxwidth=-5").json["width"] <= 1000
    for odd in ("", "?url=", "?url=https://far.example/@a/1", f"?url={server.url}/@", f"?url={server.url}/@a/",
                f"?url={server.url}/@{ann.name}"):
        assert server.get("/api/oembed" + odd).status in (400, 404, 422), odd


def test_search_engines_keep_what_its_author_lets_them(server, ann):
    own, post, quiet = f"/@{ann.name}", f"/@{ann.name}/{ann.posts['public']['id']}", \
        f"/@{ann.name}/{ann.posts['unlisted']['id']}"

    def kept(path: str) -> bool:
        shown = page(server, path)
        assert ("X-Robots-Tag" in shown.headers) == ("noindex" in meta(shown.text, "robots"))
        return "X-Robots-Tag" not in shown.headers

    for choice in (False, True):
        ann.patch("/api/v1/accounts/update_credentials", json={"indexable": choice})
        assert kept(own) == kept(post) == choice
        assert not kept(quiet), "unlisted is in no list"
    robots = server.get("/robots.txt")
    assert robots.status == 200 and robots.headers["Content-Type"].startswith("text/plain")
    assert re.search(r"^User-agent: \*$", robots.text, re.MULTILINE | re.IGNORECASE)


def test_who_is_suspended_has_no_pages(server, ann):
    server.command("account", "suspend", ann.name)
    own = f"/@{ann.name}"
    for path in (own, own + ".rss", own + ".atom", own + ".json", own + "/with_replies", own + "/media",
                 f"{own}/{ann.posts['public']['id']}", f"/embed/{ann.posts['public']['id']}"):
        answer = server.get(path)
        assert answer.status in (404, 410) and ann.words["public"] not in answer.text, path


def test_a_long_profile_is_read_page_by_page(server, person):
    writer = person("writer")
    said = [writer.says(f"line{number}x")["id"] for number in range(25)]
    seen, path = [], f"/@{writer.name}"
    for _ in range(5):
        shown = page(server, path).text
        seen += re.findall(r"line(\d+)x</p>", shown)
        found = re.search(r'<a rel="next" href="([^"]+)"', shown)
        if not found:
            break
        path = found.group(1)
    assert [int(number) for number in seen] == list(reversed(range(25))) and len(said) == 25


def test_a_json_feed_stands_beside_the_others(server, ann):
    for path in (f"/@{ann.name}", f"/tags/{ann.words['public']}"):
        [address] = links(page(server, path).text, "alternate", "application/feed+json")
        answer = server.get(address)
        assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
        told_to_nobody(answer.text)
        shown = answer.json
        assert shown["version"] == "https://jsonfeed.org/version/1.1" and shown["feed_url"] == address
        assert f"Said" in shown["items"][-1]["content_html"] and shown["items"][-1]["url"] == ann.posts["public"]["url"]


@pytest.mark.parametrize("ending", ["", "/with_replies", "/media"])
def test_tabs_of_a_profile_show_what_is_for_everybody(server, ann, person, ending):
    with open(ROOT / "tests/fixtures/media/quarters.png", "rb") as file:
        media = ann.post("/api/v2/media", files={"file": file}, data={"description": "Four <colours>"}).json
    ann.says("Pictured", media_ids=[media["id"]])
    ann.says("Answered", in_reply_to_id=person("bob").says("Asked")["id"])
    text = page(server, f"/@{ann.name}{ending}").text
    told_to_nobody(text)
    assert "Pictured" in text and 'alt="Four &lt;colours&gt;"' in text and media["url"] in text
    assert ("Answered" in text) == (ending == "/with_replies")
    assert (ann.words["public"] in text) == (ending != "/media")
    [current] = re.findall(r'<a class="tabs__tab" href="([^"]+)" aria-current="page">', text)
    assert current == f"{server.url}/@{ann.name}{ending}"


def test_explore_shows_what_is_said_openly_here(server, ann):
    shown = page(server, "/explore")
    assert ann.words["public"] in shown.text and ann.words["unlisted"] not in shown.text
    told_to_nobody(shown.text)


def test_a_post_may_be_framed_and_nothing_else(server, ann, person):
    follower = person("follower")
    follower.follows(ann)
    browser = Browser(server)
    browser.sign_in(follower.name)
    for visibility, status in ann.posts.items():
        path = f"/embed/{status['id']}"
        opened = visibility in ("public", "unlisted")
        for answer in (server.get(path), browser.session.get(server.url + path, timeout=60)):
            code = getattr(answer, "status", None) or answer.status_code
            assert code == (200 if opened else 404), visibility
            if opened:
                assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
                assert "X-Frame-Options" not in answer.headers and "Set-Cookie" not in answer.headers
                assert "<form" not in answer.text and ann.words[visibility] in answer.text
        lead = server.get(f"/@{ann.name}/{status['id']}/embed", allow_redirects=False)
        assert lead.status == 301 and lead.headers["Location"].endswith(path)
    for path in (f"/@{ann.name}", f"/@{ann.name}/{ann.posts['public']['id']}", "/explore", "/", *ABOUT):
        answer = server.get(path, headers={"Accept": "text/html"})
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Frame-Options"] == "DENY", path


def test_a_quote_is_shown_to_those_who_may_see_it(server, ann, person):
    bob, eve = person("bob"), person("eve")
    quoting = bob.says("Look at this", quoted_status_id=ann.posts["public"]["id"])
    path = f"/@{bob.name}/{quoting['id']}"
    assert f"Said {ann.words['public']}" in page(server, path).text
    ann.post(f"/api/v1/accounts/{eve.id}/block")
    browser = Browser(server)
    browser.sign_in(eve.name)
    assert f"Said {ann.words['public']}" not in browser.open(path).text


def test_a_poll_is_drawn_as_bars(server, ann, person):
    post = ann.says("Which?", poll={"options": ["Tea & <milk>", "Coffee"], "expires_in": 3600})
    person("bob").post(f"/api/v1/polls/{post['poll']['id']}/votes", json={"choices": [0]})
    text = page(server, f"/@{ann.name}/{post['id']}").text
    assert "Tea &amp; &lt;milk&gt;" in text and "<b>100%</b>" in text and text.count("<progress") == 2


def test_the_server_says_what_it_is_and_who_runs_it(server, ann):
    server.command("instance", "rules", stdin="Be kind | Really\nNo <spam>\n")
    server.command("instance", "text", "privacy_policy", stdin="We keep <little>.\n\nReally.")
    server.command("domain", "block", "bad.example", "--comment", "For <reasons>")
    try:
        about = page(server, "/about").text
        for words in ("Be kind", "<small>Really</small>", "No &lt;spam&gt;", "bad.example", "For &lt;reasons&gt;"):
            assert words in about, words
        rules = page(server, "/rules").text
        assert "Be kind" in rules and rules.count("<li") >= 2
        privacy = page(server, "/privacy-policy").text
        assert "We keep &lt;little&gt;." in privacy
        asked = server.get("/api/v1/instance/privacy_policy").json["content"]
        assert asked in privacy
    finally:
        server.command("domain", "unblock", "bad.example")
    for short, whole in (("/privacy", "/privacy-policy"), ("/terms", "/terms-of-service")):
        lead = server.get(short, allow_redirects=False)
        assert lead.status == 301 and lead.headers["Location"].endswith(whole)


def test_the_instance_document_announces_pages_that_are_there(server):
    urls = server.get("/api/v2/instance").json["configuration"]["urls"]
    assert urls["about"] == server.url + "/about" and urls["privacy_policy"] == server.url + "/privacy-policy"
    for name in ("about", "privacy_policy", "terms_of_service"):
        if urls[name]:
            assert page(server, urls[name].removeprefix(server.url)).status == 200, name
    assert (urls["terms_of_service"] is None) == (server.get("/api/v1/instance/terms_of_service").status == 404)


def test_terms_are_a_page_for_each_day(server):
    for day in ("2020-01-01", "2999-12-31"):
        server.command("instance", "terms", day, stdin=f"Held from {day} <on>.")
    try:
        now = page(server, "/terms-of-service").text
        assert "Held from 2020-01-01 &lt;on&gt;." in now and '/terms-of-service/2999-12-31"' in now
        assert "Held from 2999-12-31" in page(server, "/terms-of-service/2999-12-31").text
        for day in ("1999-01-01", "abc", "%00"):
            assert server.get(f"/terms-of-service/{day}").status in (400, 404)
        urls = server.get("/api/v2/instance").json["configuration"]["urls"]
        assert urls["terms_of_service"] == server.url + "/terms-of-service"
    finally:
        for day in ("2020-01-01", "2999-12-31"):
            server.command("instance", "terms", day, stdin="")


def test_every_page_leads_to_what_everybody_should_find(server, ann):
    for path in (f"/@{ann.name}", "/explore", "/", *ABOUT):
        text = page(server, path).text
        for place in ("/explore", "/about", "/rules", "/privacy-policy", "/terms-of-service", "/source", "/auth/sign_in"):
            assert f'<a href="{place}">' in text, f"{path}: {place}"
        assert text.count("<h1") == 1 and text.count("<main") == 1, path
        assert meta(text, "og:title") and f'<link rel="canonical" href="{server.url}{path}">' in text, path
    lead = server.get("/source", allow_redirects=False)
    assert lead.status == 302


def test_a_page_is_small(server, person):
    import gzip
    writer = person("writer")
    for number in range(20):
        writer.says(f"Post {number} about #tag{number} at https://example.org/{number} with some more words")
    text = page(server, f"/@{writer.name}").text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    assert 1 <= len(sheets) <= 2
    whole = sum(len(gzip.compress(one.encode())) for one in [text, *(server.get(sheet).text for sheet in sheets)])
    assert whole <= 30 << 10, whole
