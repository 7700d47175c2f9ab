"""Debian's Mastodon.py: registering, logging in, and the calls that scripts make."""

import datetime
import re

import pytest
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError

from pages import Browser
from skein_process import ROOT, eventually

PICTURES = ROOT / "tests/fixtures/media"


@pytest.fixture(scope="module")
def people(server):
    return server.make_account("pya"), server.make_account("pyb")


@pytest.fixture(scope="module")
def api(server, people):
    """Logged in the long way: an app, a code from the browser, a token."""
    client_id, client_secret = Mastodon.create_app(
        "Script", scopes=["read", "write", "follow"], api_base_url=server.url)
    client = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=server.url)
    url = client.auth_request_url(scopes=["read", "write", "follow"], redirect_uris="urn:ietf:wg:oauth:2.0:oob")
    page = Browser(server).authorize(url, people[0].name)
    code = re.search(r"<(?:code|output)[^>]*>([\w-]{20,})</", page.text).group(1)
    client.log_in(code=code, redirect_uri="urn:ietf:wg:oauth:2.0:oob", scopes=["read", "write", "follow"])
    return client


@pytest.fixture(scope="module")
def other(server, people):
    return Mastodon(access_token=people[1].token, api_base_url=server.url)


def test_it_believes_the_version(api):
    assert api.retrieve_mastodon_version().startswith("4.")
    assert api.instance().uri
    assert isinstance(api.instance_rules(), list)
    assert api.app_verify_credentials().name == "Script"
    assert isinstance(api.custom_emojis(), list)
    assert api.instance_nodeinfo().software.name == "skein"


def test_it_posts_edits_and_deletes(api):
    status = api.status_post("First words #script", visibility="unlisted", spoiler_text="careful", language="en")
    assert status.visibility == "unlisted" and status.sensitive and status.tags[0].name == "script"
    assert isinstance(status.created_at, datetime.datetime)
    assert api.status_update(status.id, "Second words").content == "<p>Second words</p>"
    assert [len(version.content) > 0 for version in api.status_history(status.id)] == [True, True]
    assert api.status_source(status.id).text == "Second words"
    api.status_delete(status.id)
    with pytest.raises(MastodonNotFoundError):
        api.status(status.id)


def test_one_idempotency_key_makes_one_post(api):
    first = api.status_post("only once", idempotency_key="the same key")
    assert api.status_post("only once", idempotency_key="the same key").id == first.id


def test_it_uploads_describes_and_attaches(api):
    media = api.media_post(str(PICTURES / "large.jpg"), description="A large picture", focus=(0.5, -0.5))
    assert media.type == "image" and media.meta.original.width > 0 and media.blurhash
    assert api.media_update(media.id, description="Described anew").description == "Described anew"
    status = api.status_post("", media_ids=[media.id])
    assert status.media_attachments[0].description == "Described anew"
    assert status.media_attachments[0].meta.focus.x == 0.5


def test_it_talks_in_threads(api, other, people):
    root = other.status_post("The root")
    reply = api.status_reply(root, "A reply")
    assert reply.in_reply_to_id == root.id
    assert [post.id for post in other.status_context(root.id).descendants] == [reply.id]
    assert reply.mentions[0].acct == people[1].name


def test_it_follows_and_reads_home(api, other, people):
    relationship = api.account_follow(people[1].id, reblogs=False, notify=True)
    assert relationship.following and not relationship.showing_reblogs and relationship.notifying
    said = other.status_post("For those who follow", visibility="private")
    assert eventually(lambda: said.id in [post.id for post in api.timeline_home()])
    assert eventually(lambda: [n for n in api.notifications() if n.type == "status" and n.status.id == said.id])
    assert api.account_relationships(people[1].id)[0].following
    assert [account.acct for account in api.account_following(api.me().id)] == [people[1].name]


def test_it_pages_through_a_timeline(api, other):
    for number in range(7):
        other.status_post(f"page {number} #paging")
    first = api.timeline_hashtag("paging", limit=3)
    rest = api.fetch_remaining(first)
    assert [post.content.split()[1] for post in rest] == [str(number) for number in range(6, -1, -1)]
    newer = api.fetch_previous(api.timeline_hashtag("paging", limit=3, max_id=rest[3].id))
    assert newer


def test_it_reacts_and_is_notified(api, other, people):
    status = api.status_post("React, please")
    other.status_favourite(status.id)
    other.status_reblog(status.id)
    assert eventually(lambda: {"favourite", "reblog"} <= {n.type for n in api.notifications()})
    assert [account.acct for account in api.status_favourited_by(status.id)] == [people[1].name]
    api.notifications_clear()
    assert api.notifications() == []


def test_it_changes_the_profile(api):
    account = api.account_update_credentials(
        display_name="Py A", note="Writes #scripts", fields=[("Site", "https://example.org")], locked=True,
        avatar=str(PICTURES / "quarters.png"))
    assert account.display_name == "Py A" and account.locked and account.fields[0].name == "Site"
    assert "missing" not in account.avatar
    assert api.account_update_credentials(locked=False).locked is False


def test_it_keeps_read_markers(api):
    status = api.status_post("mark me")
    api.markers_set("home", status.id)
    assert int(api.markers_get("home").home.last_read_id) == int(status.id)


def test_it_blocks_and_mutes(api, people):
    target = people[1].id
    assert api.account_mute(target, notifications=False).muting
    assert [account.acct for account in api.mutes()] == [people[1].name]
    assert not api.account_unmute(target).muting
    assert api.account_block(target).blocking
    assert [account.acct for account in api.blocks()] == [people[1].name]
    assert not api.account_unblock(target).blocking


def test_errors_come_as_the_errors_it_knows(server, api):
    with pytest.raises(MastodonNotFoundError):
        api.status(12345)
    with pytest.raises(MastodonUnauthorizedError):
        Mastodon(access_token="wrong", api_base_url=server.url).me()
    with pytest.raises(MastodonAPIError):
        api.status_post("")
