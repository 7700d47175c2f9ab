"""A longer day with Mastodon.py: what scripts do with lists, filters, conversations, scheduled posts and streams."""

import datetime
import threading

import pytest
from mastodon import Mastodon, MastodonNotFoundError, StreamListener

from skein_process import eventually


@pytest.fixture(scope="module")
def people(server):
    return server.make_account("daya", "owner"), server.make_account("dayb")


@pytest.fixture(scope="module")
def api(server, people):
    return Mastodon(access_token=people[0].token, api_base_url=server.url)


@pytest.fixture(scope="module")
def other(server, people):
    return Mastodon(access_token=people[1].token, api_base_url=server.url)


def test_lists(api, other, people):
    api.account_follow(people[1].id)
    kept = api.list_create("Friends")
    api.list_accounts_add(kept, [people[1].id])
    assert [account.acct for account in api.list_accounts(kept)] == [people[1].name]
    assert [one.id for one in api.account_lists(people[1].id)] == [kept.id]
    said = other.status_post("for the list")
    assert eventually(lambda: said.id in [post.id for post in api.timeline_list(kept)])
    assert api.list_update(kept, "Old friends").title == "Old friends"
    api.list_accounts_delete(kept, [people[1].id])
    api.list_delete(kept)
    assert api.lists() == []


def test_filters(api):
    made = api.filter_create("turnip", ["home"], whole_word=True)
    assert api.filter(made).phrase == "turnip"
    assert api.filter_update(made, phrase="beet", context=["home", "public"]).phrase == "beet"
    assert len(api.filters()) == 1
    api.filter_delete(made)
    assert api.filters() == []


def test_conversations(api, other, people):
    other.status_post(f"@{people[0].name} between us", visibility="direct")
    talk = eventually(lambda: api.conversations())[0]
    assert talk.unread and talk.accounts[0].acct == people[1].name
    assert not api.conversations_read(talk).unread


def test_scheduled_posts(api):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2)
    waiting = api.status_post("later", scheduled_at=at)
    assert api.scheduled_status(waiting).params.text == "later"
    assert [one.id for one in api.scheduled_statuses()] == [waiting.id]
    assert api.scheduled_status_update(waiting, at + datetime.timedelta(hours=1)).scheduled_at > at
    api.scheduled_status_delete(waiting)
    with pytest.raises(MastodonNotFoundError):
        api.scheduled_status(waiting)


def test_polls(api, other):
    asked = api.status_post("Tea?", poll=api.make_poll(["yes", "no"], expires_in=600))
    other.poll_vote(asked.poll, [0])
    assert other.poll(asked.poll).own_votes == [0]
    assert api.poll(asked.poll).votes_count == 1


def test_tags_endorsements_and_suggestions(api, people):
    made = api.featured_tag_create("daytime")
    assert [tag.name for tag in api.featured_tags()] == ["daytime"]
    assert isinstance(api.featured_tag_suggestions(), list)
    api.featured_tag_delete(made)
    assert api.account_pin(people[1].id).endorsed
    assert [account.acct for account in api.endorsements()] == [people[1].name]
    assert not api.account_unpin(people[1].id).endorsed
    assert isinstance(api.suggestions(), list)
    assert isinstance(api.account_familiar_followers(people[1].id), list)


def test_what_the_server_tells(api):
    assert isinstance(api.directory(), list)
    assert isinstance(api.announcements(), list)
    assert isinstance(api.instance_activity(), list) and isinstance(api.instance_peers(), list)
    for trend in (api.trending_tags, api.trending_statuses, api.trending_links):
        assert isinstance(trend(), list)
    assert api.stream_healthy()


def test_pushes_it_can_decrypt_are_asked_for(api):
    private, public = api.push_subscription_generate_keys()
    assert private
    made = api.push_subscription_set("https://push.example/day", public, mention_events=True, policy="followed")
    assert made.alerts.mention and made.server_key
    assert not api.push_subscription_update(mention_events=False).alerts.mention
    api.push_subscription_delete()


class Ear(StreamListener):
    def __init__(self):
        self.updates, self.notices, self.heard = [], [], threading.Event()

    def on_update(self, status):
        self.updates.append(status)

    def on_notification(self, notification):
        self.notices.append(notification)
        self.heard.set()


def test_it_hears_the_stream(api, other, people):
    ear = Ear()
    handle = api.stream_user(ear, run_async=True)
    try:
        def told():
            other.status_post(f"@{people[0].name} do you hear me?")
            return ear.heard.wait(0.5)
        assert eventually(told)
        assert ear.notices[0].type == "mention" and ear.notices[0].account.acct == people[1].name
    finally:
        handle.close()
