"""Every endpoint that apps need to log in, read and post, field by field as Mastodon documents it, for a reader and for
nobody; and the fields without which a known client fails."""

import re
import types
import urllib.parse

import pytest

from entities import assert_is, complaints
from pages import Browser
from skein_process import ROOT, Skein, eventually

PICTURES = ROOT / "tests/fixtures/media"
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One whose owner is the contact, so that the instance document shows an account."""
    from conftest import DATABASE
    running = Skein(tmp_path_factory.mktemp("entities") / "data", DATABASE, {
        "instance.registrations": "open", "instance.contact_account": "keeper",
        "instance.contact_email": "owner@example.org"})
    running.start()
    yield running
    assert running.stop() == 0


def upload(person, name: str, **fields) -> dict:
    with open(PICTURES / name, "rb") as file:
        answer = person.post("/api/v2/media", files={"file": (name, file)}, data=fields)
    assert answer.status == 200, answer.text
    return answer.json


def furnish(author) -> None:
    """A profile in which nothing is left out."""
    with open(PICTURES / "quarters.png", "rb") as avatar, open(PICTURES / "large.jpg", "rb") as header:
        answer = author.patch(
            "/api/v1/accounts/update_credentials",
            files={"avatar": ("a.png", avatar), "header": ("h.jpg", header)},
            data={"display_name": "Au <Thor> :blobby:", "note": "I write #things\n\n& more :blobby:",
                  "discoverable": "true", "indexable": "true", "source[language]": "de",
                  "fields_attributes[0][name]": "Site", "fields_attributes[0][value]": "https://example.org/me",
                  "fields_attributes[1][name]": "Said", "fields_attributes[1][value]": "<b>&"})
    assert answer.status == 200, answer.text


@pytest.fixture(scope="module")
def world(server, tmp_path_factory):
    """People with everything between them that an entity can show."""
    emojis = tmp_path_factory.mktemp("emojis")
    (emojis / "blobby.png").write_bytes((PICTURES / "quarters.png").read_bytes())
    (emojis / "turning.gif").write_bytes((PICTURES / "moving.gif").read_bytes())
    server.command("emoji", "import", str(emojis), "--category", "Blobs")
    w = types.SimpleNamespace(owner=server.make_account("keeper", "owner"), author=server.make_account("author"),
                              reader=server.make_account("reader"), shy=server.make_account("shy"))
    furnish(w.author)
    w.reader.follows(w.author)
    w.author.follows(w.reader)
    w.author.post(f"/api/v1/accounts/{w.reader.id}/follow", json={"notify": True, "languages": ["en"]})
    w.shy.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    w.reader.post(f"/api/v1/accounts/{w.shy.id}/follow")
    w.picture = upload(w.author, "large.jpg", description="A hill", focus="0.5,-0.25")
    w.moving = upload(w.author, "moving.webp")
    w.plain = w.author.says("Just words & <signs>")
    w.rich = w.author.says("Hello @reader #Caturday :blobby:\nsee https://example.org/a/long/path/that/is/cut?q=1",
                           spoiler_text="careful :blobby:", language="en", media_ids=[w.picture["id"], w.moving["id"]])
    w.reply = w.reader.says("@author yes", in_reply_to_id=w.rich["id"])
    w.private = w.author.says("for followers", "private")
    w.unlisted = w.author.says("quietly #caturday", "unlisted")
    w.other = w.reader.says("somebody asked to be told of this")
    w.boost = w.reader.post(f"/api/v1/statuses/{w.plain['id']}/reblog").json
    w.reader.post(f"/api/v1/statuses/{w.rich['id']}/favourite")
    w.reader.post(f"/api/v1/statuses/{w.rich['id']}/bookmark")
    w.author.post(f"/api/v1/statuses/{w.plain['id']}/pin")
    answer = w.author.put(f"/api/v1/statuses/{w.plain['id']}", json={"status": "Other words"})
    assert answer.status == 200, answer.text
    # The reader is told of the follow, the mention and the edit; the author of the rest.
    w.reader.post("/api/v1/markers", json={"home": {"last_read_id": w.plain["id"]},
                                           "notifications": {"last_read_id": "1"}})
    return w


def ask(server, world, who: str | None, path: str):
    path = path.format(**{name: thing["id"] if isinstance(thing, dict) else thing.id
                          for name, thing in vars(world).items()})
    return server.get(path, getattr(world, who).token if who else None)


# What anybody may read, with the entity it is.
OPEN = [
    ("/api/v2/instance", "Instance"),
    ("/api/v1/instance", "V1::Instance"),
    ("/api/v1/instance/rules", "[Rule]"),
    ("/api/v1/instance/extended_description", "ExtendedDescription"),
    ("/api/v1/instance/privacy_policy", "PrivacyPolicy"),
    ("/api/v1/instance/activity", "[InstanceActivity]"),
    ("/api/v1/instance/peers", "[string]"),
    ("/api/v1/instance/languages", "[object]"),
    ("/api/v1/instance/translation_languages", "TranslationLanguages"),
    ("/api/v1/instance/domain_blocks", "[DomainBlock]"),
    ("/api/v1/custom_emojis", "[CustomEmoji]"),
    ("/api/v1/accounts/{author}", "Account"),
    ("/api/v1/accounts/{shy}", "Account"),
    ("/api/v1/accounts/lookup?acct=author", "Account"),
    ("/api/v1/accounts?id[]={author}&id[]={reader}", "[Account]"),
    ("/api/v1/accounts/{author}/statuses", "[Status]"),
    ("/api/v1/accounts/{author}/statuses?pinned=true", "[Status]"),
    ("/api/v1/accounts/{author}/statuses?only_media=true", "[Status]"),
    ("/api/v1/accounts/{author}/statuses?exclude_replies=true", "[Status]"),
    ("/api/v1/accounts/{author}/statuses?tagged=caturday", "[Status]"),
    ("/api/v1/accounts/{author}/followers", "[Account]"),
    ("/api/v1/accounts/{author}/following", "[Account]"),
    ("/api/v1/accounts/{author}/featured_tags", "[FeaturedTag]"),
    ("/api/v1/statuses/{plain}", "Status"),
    ("/api/v1/statuses/{rich}", "Status"),
    ("/api/v1/statuses/{boost}", "Status"),
    ("/api/v1/statuses?id[]={plain}&id[]={rich}", "[Status]"),
    ("/api/v1/statuses/{rich}/context", "Context"),
    ("/api/v1/statuses/{reply}/context", "Context"),
    ("/api/v1/statuses/{plain}/history", "[StatusEdit]"),
    ("/api/v1/statuses/{rich}/history", "[StatusEdit]"),
    ("/api/v1/statuses/{rich}/favourited_by", "[Account]"),
    ("/api/v1/statuses/{plain}/reblogged_by", "[Account]"),
    ("/api/v1/timelines/public", "[Status]"),
    ("/api/v1/timelines/public?local=true&only_media=true", "[Status]"),
    ("/api/v1/timelines/tag/Caturday", "[Status]"),
    ("/api/v2/search?q=author", "Search"),
    ("/api/v2/search?q=caturday&type=hashtags", "Search"),
]
# What a person's own token reads, and who asks.
OWN = [
    ("author", "/api/v1/accounts/verify_credentials", "CredentialAccount"),
    ("owner", "/api/v1/accounts/verify_credentials", "CredentialAccount"),
    ("shy", "/api/v1/accounts/verify_credentials", "CredentialAccount"),
    ("author", "/api/v1/preferences", "Preferences"),
    ("author", "/api/v1/apps/verify_credentials", "Application"),
    ("reader", "/api/v1/timelines/home", "[Status]"),
    ("author", "/api/v1/timelines/home", "[Status]"),
    ("reader", "/api/v1/statuses/{private}", "Status"),
    ("author", "/api/v1/statuses/{rich}/source", "StatusSource"),
    ("author", "/api/v1/notifications", "[Notification]"),
    ("reader", "/api/v1/notifications", "[Notification]"),
    ("shy", "/api/v1/notifications", "[Notification]"),
    ("author", "/api/v1/notifications/unread_count", "UnreadCount"),
    ("reader", "/api/v1/markers?timeline[]=home&timeline[]=notifications", "Markers"),
    ("reader", "/api/v1/favourites", "[Status]"),
    ("reader", "/api/v1/bookmarks", "[Status]"),
    ("shy", "/api/v1/follow_requests", "[Account]"),
    ("reader", "/api/v1/accounts/relationships?id[]={author}&id[]={shy}&id[]={owner}&id[]={reader}", "[Relationship]"),
    ("reader", "/api/v1/accounts/search?q=auth", "[Account]"),
    ("author", "/api/v1/media/{picture}", "MediaAttachment"),
    ("author", "/api/v2/filters", "[Filter]"),
    ("author", "/api/v1/filters", "[V1::Filter]"),
    ("author", "/api/v1/announcements", "[Announcement]"),
    ("author", "/api/v1/lists", "[List]"),
    ("author", "/api/v1/followed_tags", "[Tag]"),
    ("author", "/api/v1/featured_tags", "[FeaturedTag]"),
]
# Lists that this server may answer empty; all others here must show something, or the look at them is worth nothing.
MAY_BE_EMPTY = {"[Rule]", "[string]", "[DomainBlock]", "[FeaturedTag]", "[Filter]", "[V1::Filter]", "[Announcement]",
                "[List]", "[Tag]"}


@pytest.mark.parametrize("path, kind", OPEN)
def test_what_anybody_may_read_is_the_documented_entity(server, world, path, kind):
    for who in (None, "reader", "author"):
        answer = ask(server, world, who, path)
        assert answer.status == 200, answer.text
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert_is(answer.json, kind, reader=who is not None)
        if kind.startswith("[") and kind not in MAY_BE_EMPTY:
            assert answer.json, "the list is empty"


@pytest.mark.parametrize("who, path, kind", OWN)
def test_what_a_token_reads_is_the_documented_entity(server, world, who, path, kind):
    answer = eventually(lambda: (lambda got: got if got.json or kind in MAY_BE_EMPTY else None)(
        ask(server, world, who, path)))
    assert answer and answer.status == 200
    assert_is(answer.json, kind)


def test_every_kind_of_notification_comes_with_what_belongs_to_it(server, world):
    def kinds(person):
        return {notice["type"]: notice for notice in person.get("/api/v1/notifications?limit=40").json}
    expected = {"author": {"follow", "reblog", "favourite", "mention", "status"}, "reader": {"follow", "mention", "update"},
                "shy": {"follow_request"}}
    for name, types_ in expected.items():
        person = getattr(world, name)
        found = eventually(lambda: (lambda got: got if types_ <= set(got) else None)(kinds(person))) or kinds(person)
        assert types_ <= set(found), f"{name} was told of {sorted(found)}"
        for kind, notice in found.items():
            assert_is(notice, "Notification")
            has_status = kind in {"favourite", "reblog", "status", "mention", "update"}
            assert (notice.get("status") is not None) == has_status, kind
            one = person.get(f"/api/v1/notifications/{notice['id']}")
            assert one.status == 200
            assert_is(one.json, "Notification")
            assert one.json["id"] == notice["id"]


WRITES = [
    ("reader", "POST", "/api/v1/statuses/{plain}/favourite", "Status"),
    ("reader", "POST", "/api/v1/statuses/{plain}/unfavourite", "Status"),
    ("reader", "POST", "/api/v1/statuses/{unlisted}/reblog", "Status"),
    ("reader", "POST", "/api/v1/statuses/{unlisted}/unreblog", "Status"),
    ("reader", "POST", "/api/v1/statuses/{plain}/bookmark", "Status"),
    ("reader", "POST", "/api/v1/statuses/{plain}/unbookmark", "Status"),
    ("reader", "POST", "/api/v1/statuses/{plain}/mute", "Status"),
    ("reader", "POST", "/api/v1/statuses/{plain}/unmute", "Status"),
    ("author", "POST", "/api/v1/statuses/{unlisted}/pin", "Status"),
    ("author", "POST", "/api/v1/statuses/{unlisted}/unpin", "Status"),
    ("owner", "POST", "/api/v1/accounts/{author}/follow", "Relationship"),
    ("owner", "POST", "/api/v1/accounts/{author}/unfollow", "Relationship"),
    ("owner", "POST", "/api/v1/accounts/{reader}/remove_from_followers", "Relationship"),
    ("owner", "POST", "/api/v1/accounts/{author}/mute", "Relationship"),
    ("owner", "POST", "/api/v1/accounts/{author}/unmute", "Relationship"),
    ("owner", "POST", "/api/v1/accounts/{author}/block", "Relationship"),
    ("owner", "POST", "/api/v1/accounts/{author}/unblock", "Relationship"),
    ("owner", "POST", "/api/v1/accounts/{author}/note", "Relationship"),
]


@pytest.mark.parametrize("who, method, path, kind", WRITES)
def test_what_a_deed_answers_is_the_documented_entity(server, world, who, method, path, kind):
    ids = {name: thing["id"] if isinstance(thing, dict) else thing.id for name, thing in vars(world).items()}
    answer = server.ask(method, path.format(**ids), getattr(world, who).token)
    assert answer.status == 200, answer.text
    assert_is(answer.json, kind)


def test_a_post_is_the_same_entity_from_its_birth_to_its_end(server, world):
    media = upload(world.author, "quarters.webp")
    assert_is(media, "MediaAttachment")
    changed = world.author.put(f"/api/v1/media/{media['id']}", json={"description": "Four", "focus": "-1,1"}).json
    assert_is(changed, "MediaAttachment")
    assert changed["description"] == "Four" and changed["meta"]["focus"] == {"x": -1, "y": 1}
    made = assert_is(world.author.says("once @reader", media_ids=[media["id"]]), "Status")
    edited = world.author.put(f"/api/v1/statuses/{made['id']}", json={"status": "twice", "media_ids": [media["id"]]})
    assert_is(edited.json, "Status")
    assert edited.json["edited_at"] is not None and made["edited_at"] is None
    removed = world.author.delete(f"/api/v1/statuses/{made['id']}")
    assert removed.status == 200
    assert_is(removed.json, "Status")
    assert removed.json["text"] == "twice" and removed.json["media_attachments"][0]["id"] == media["id"]


def test_a_profile_without_anything_has_all_its_fields_too(server, world):
    answer = world.shy.delete("/api/v1/profile/avatar")
    assert answer.status == 200 and not complaints(answer.json, "CredentialAccount")
    answer = world.shy.delete("/api/v1/profile/header")
    assert_is(answer.json, "CredentialAccount")
    assert answer.json["avatar"].startswith("http") and answer.json["note"] == "" and answer.json["fields"] == []


def test_muted_and_blocked_people_are_listed_as_documented(server, world):
    world.shy.post(f"/api/v1/accounts/{world.owner.id}/mute", json={"duration": 3600})
    world.shy.post(f"/api/v1/accounts/{world.author.id}/block")
    muted, blocked = world.shy.get("/api/v1/mutes").json, world.shy.get("/api/v1/blocks").json
    assert [one["id"] for one in assert_is(muted, "[MutedAccount]")] == [world.owner.id]
    assert muted[0]["mute_expires_at"] is not None
    assert [one["id"] for one in assert_is(blocked, "[Account]")] == [world.author.id]
    world.shy.post(f"/api/v1/accounts/{world.author.id}/unblock")


def test_an_app_is_registered_let_in_and_thrown_out_as_documented(server, world):
    app = server.post("/api/v1/apps", json={"client_name": "Tester", "redirect_uris": [OUT_OF_BAND],
                                            "scopes": "read write profile", "website": "https://example.org"}).json
    assert_is(app, "CredentialApplication")
    url = "/oauth/authorize?" + urllib.parse.urlencode(
        {"response_type": "code", "client_id": app["client_id"], "redirect_uri": OUT_OF_BAND, "scope": "read profile"})
    page = Browser(server).authorize(url, world.author.name)
    code = re.search(r"<(?:code|output)[^>]*>([\w-]{20,})</", page.text).group(1)
    client = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    token = server.post("/oauth/token", data={**client, "grant_type": "authorization_code", "code": code,
                                              "redirect_uri": OUT_OF_BAND}).json
    assert_is(token, "Token")
    assert token["token_type"] == "Bearer" and token["scope"] == "read profile"
    own = server.get("/api/v1/apps/verify_credentials", token["access_token"]).json
    assert assert_is(own, "Application")["name"] == "Tester" and "client_secret" not in own
    who = assert_is(server.get("/oauth/userinfo", token["access_token"]).json, "OAuthUserInfo")
    assert who["preferred_username"] == "author"
    assert server.post("/oauth/revoke", data={**client, "token": token["access_token"]}).json == {}
    gone = server.get("/api/v1/accounts/verify_credentials", token["access_token"])
    assert gone.status == 401 and assert_is(gone.json, "Error")["error"] == "The access token is invalid"
    alone = server.post("/oauth/token", data={**client, "grant_type": "client_credentials", "scope": "read"}).json
    assert_is(alone, "Token")
    assert_is(server.get("/.well-known/oauth-authorization-server").json, "OAuthServerMetadata")


def test_the_files_that_entities_name_are_there(server, world):
    account = world.author.get("/api/v1/accounts/verify_credentials").json
    urls = [account[name] for name in ("avatar", "avatar_static", "header", "header_static")]
    urls += [media[name] for media in world.rich["media_attachments"] for name in ("url", "preview_url")]
    emojis = server.get("/api/v1/custom_emojis").json
    urls += [emoji[name] for emoji in emojis for name in ("url", "static_url")]
    assert {emoji["shortcode"] for emoji in emojis} == {"blobby", "turning"}
    assert {emoji["category"] for emoji in emojis} == {"Blobs"}
    urls.append(server.get(f"/api/v1/accounts/{world.shy.id}").json["avatar"])
    urls.append(server.get("/api/v2/instance").json["thumbnail"]["url"])
    urls += [icon["src"] for icon in server.get("/api/v2/instance").json["icon"]]
    for url in urls:
        answer = server.get(url)
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("image/"), url


def test_documents_for_other_servers_say_what_clients_look_for(server, world):
    links = server.get("/.well-known/nodeinfo").json["links"]
    assert {link["rel"].rsplit("/", 1)[1] for link in links} >= {"2.0", "2.1"}
    schema = "http://nodeinfo.diaspora.software/ns/schema/2."
    for link in (link for link in links if not link["rel"].endswith("activitystreams#Application")):
        assert link["rel"].startswith(schema)
        document = server.get(link["href"]).json
        assert document["software"]["name"] == "skein" and document["version"] == link["rel"].rsplit("/", 1)[1]
        assert document["metadata"]["upstream"]["name"].lower() == "mastodon"
        assert document["openRegistrations"] is True and document["usage"]["users"]["total"] >= 0


@pytest.mark.optional
def test_webfinger_knows_who_is_here(server, world):
    meta = server.get("/.well-known/host-meta")
    host = urllib.parse.urlsplit(server.url).hostname
    answer = server.get(f"/.well-known/webfinger?resource=acct:author@{host}")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("application/jrd+json")
    assert answer.json["subject"] == f"acct:author@{host}"
    assert "/.well-known/webfinger?resource={uri}" in meta.text


def test_the_version_is_one_that_clients_believe(server):
    v2, v1 = server.get("/api/v2/instance").json, server.get("/api/v1/instance").json
    assert re.fullmatch(r"4\.\d+\.\d+ \(compatible; Skein \d+\.\d+\.\d+\S*\)", v2["version"])
    assert v1["version"] == v2["version"]
    assert not re.search("pixelfed|pleroma|akkoma|gotosocial", v2["version"], re.IGNORECASE)
    # Notifications come in groups (2); a higher number promises more.
    assert v2["api_versions"]["mastodon"] >= 10
    assert v2["configuration"]["urls"]["streaming"] == "ws" + server.url.removeprefix("http")
    assert v2["configuration"]["statuses"] == {"max_characters": 500, "max_media_attachments": 4,
                                               "characters_reserved_per_url": 23}
    assert v2["configuration"]["polls"] == {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300,
                                            "max_expiration": 2629746}


# "Fields without which a client fails", beyond what the table of entities demands: present, and not null.
NEEDED = {
    "Account": "id username acct url display_name note avatar header locked emojis created_at statuses_count "
               "followers_count following_count",
    "Status": "id uri url created_at account content visibility sensitive spoiler_text media_attachments mentions tags "
              "emojis reblogs_count favourites_count replies_count",
    "MediaAttachment": "id type url preview_url meta blurhash",
    "CustomEmoji": "shortcode url static_url visible_in_picker category",
    "Relationship": "id following requested followed_by muting muting_notifications showing_reblogs notifying blocking "
                    "blocked_by domain_blocking endorsed",
    "StatusEdit": "content spoiler_text sensitive created_at account media_attachments emojis",
    "Notification": "id type created_at account",
}


def needed(value: dict, kind: str) -> None:
    missing = [name for name in NEEDED[kind].split() if value.get(name) is None]
    assert not missing, f"{kind} without {missing}"


def test_no_field_is_null_without_which_a_client_fails(server, world):
    status = world.reader.get(f"/api/v1/statuses/{world.rich['id']}").json
    needed(status, "Status")
    needed(status["account"], "Account")
    assert [set(mention) for mention in status["mentions"]] == [{"id", "username", "acct", "url"}]
    assert [tag["name"] for tag in status["tags"]] == ["caturday"]
    assert {emoji["shortcode"] for emoji in status["emojis"]} == {"blobby"}
    for media in status["media_attachments"]:
        needed(media, "MediaAttachment")
    assert [media["type"] for media in status["media_attachments"]] == ["image", "gifv"] or \
           [media["type"] for media in status["media_attachments"]] == ["image", "image"]
    assert status["media_attachments"][0]["meta"]["focus"] == {"x": 0.5, "y": -0.25}
    for account in (world.author, world.shy, world.owner):
        needed(server.get(f"/api/v1/accounts/{account.id}").json, "Account")
    for emoji in server.get("/api/v1/custom_emojis").json:
        needed(emoji, "CustomEmoji")
    for version in server.get(f"/api/v1/statuses/{world.plain['id']}/history").json:
        needed(version, "StatusEdit")
    for notice in world.author.get("/api/v1/notifications").json:
        needed(notice, "Notification")
    asked = [world.owner.id, world.author.id, world.shy.id]
    rows = world.reader.get("/api/v1/accounts/relationships", params={"id[]": asked}).json
    assert [row["id"] for row in rows] == asked
    for row in rows:
        needed(row, "Relationship")
    source = world.author.get("/api/v1/accounts/verify_credentials").json["source"]
    assert source["note"].startswith("I write") and [field["name"] for field in source["fields"]] == ["Site", "Said"]


def test_the_checker_finds_what_is_wrong(server, world):
    """A look that overlooks is worse than none."""
    status = world.reader.get(f"/api/v1/statuses/{world.rich['id']}").json
    assert complaints(status, "Status") == [] and complaints({**status, "skein_more": 1}, "Status") == []
    for change, word in [({"id": 5}, "no id"), ({"account": None}, "is null"), ({"odd": 1}, "unknown"),
                         ({"visibility": "limited"}, "none of"), ({"created_at": "2026-01-01T00:00:00Z"}, "no datetime"),
                         ({"content": "<p>"}, "no html"), ({"content": "<script>x</script>"}, "no html"),
                         ({"url": "/relative"}, "no url"), ({"replies_count": "1"}, "no integer"),
                         ({"sensitive": 1}, "no boolean"), ({"mentions": {}}, "no list"),
                         ({"mentions": [{"id": "1"}]}, "is missing")]:
        wrong = complaints({**status, **change}, "Status")
        assert len(wrong) >= 1 and word in wrong[0], (change, wrong)
    assert any("nobody reads" in wrong for wrong in complaints(status, "Status", reader=False))
    del status["favourited"]
    assert complaints(status, "Status") == ["Status.favourited is missing"]
