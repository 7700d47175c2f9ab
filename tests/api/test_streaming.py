"""Streams: WebSocket and Server-Sent Events, what is told to whom, and how they end."""

import json

import pytest

from entities import assert_is
from skein_process import ROOT
from streams import Events, Refused, WebSocket

# STREAM public, public:media, public:local, public:local:media, public:remote, public:remote:media, hashtag,
# hashtag:local, user, user:notification, list, direct
STREAMS = ["public", "public:media", "public:local", "public:local:media", "public:remote", "public:remote:media",
           "user", "user:notification", "direct"]


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person, ann):
    made = person("bob")
    made.follows(ann)
    return made


def settle(who, socket) -> None:
    """What was asked for before has been seen to: one more stream answers, wrongly asked for."""
    socket.say(type="subscribe", stream="list", list="1")
    while True:
        message = socket.next()
        if message.get("error") == "Not authorized to stream this list":
            return


def uploaded(who) -> str:
    picture = (ROOT / "tests/fixtures/media/large.jpg").read_bytes()
    answer = who.post("/api/v2/media", files={"file": ("a.jpg", picture, "image/jpeg")})
    assert answer.status in (200, 202), answer.text
    return answer.json["id"]


def test_health(server):
    """GET /api/v1/streaming/health"""
    answer = server.get("/api/v1/streaming/health")
    assert answer.status == 200 and answer.text == "OK"
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_instance_says_where_streams_are(server):
    where = "ws" + server.url.removeprefix("http")
    assert server.get("/api/v2/instance").json["configuration"]["urls"]["streaming"] == where
    assert server.get("/api/v1/instance").json["urls"]["streaming_api"] == where


def test_a_home_over_a_websocket(server, ann, bob):
    """GET /api/v1/streaming as WebSocket; EVENT update, status.update, delete"""
    with WebSocket(server, bob.token, "?stream=user") as socket:
        status = ann.says("Hello")
        message = socket.next()
        assert message["stream"] == ["user"] and message["event"] == "update"
        shown = json.loads(message["payload"])
        assert_is(shown, "Status", reader=True)
        assert shown == bob.get(f"/api/v1/statuses/{status['id']}").json
        edited = ann.put(f"/api/v1/statuses/{status['id']}", json={"status": "Hello again"})
        assert edited.status == 200
        event, shown = socket.event()
        assert event == "status.update" and shown["content"] == "<p>Hello again</p>" and shown["edited_at"]
        assert_is(shown, "Status", reader=True)
        boost = ann.post(f"/api/v1/statuses/{status['id']}/reblog").json
        event, shown = socket.event()
        assert event == "update" and shown["id"] == boost["id"] and shown["reblog"]["id"] == status["id"]
        ann.post(f"/api/v1/statuses/{status['id']}/unreblog")
        assert socket.event() == ("delete", boost["id"])
        assert ann.delete(f"/api/v1/statuses/{status['id']}").status == 200
        assert socket.event() == ("delete", status["id"])


def test_every_stream_by_subscription(server, ann, bob):
    """WS /api/v1/streaming; the streams and the frames that ask for them"""
    with WebSocket(server, bob.token) as socket:
        for stream in STREAMS:
            socket.say(type="subscribe", stream=stream)
        socket.say(type="subscribe", stream="hashtag", tag="Skein")
        socket.say(type="subscribe", stream="hashtag:local", tag="skein")
        settle(bob, socket)
        status = ann.says("With a picture #skein", media_ids=[uploaded(ann)])
        heard = [socket.next() for _ in range(7)]
        assert {tuple(message["stream"]) for message in heard} == {
            ("public",), ("public:media",), ("public:local",), ("public:local:media",), ("user",),
            ("hashtag", "Skein"), ("hashtag:local", "skein")}
        assert {json.loads(message["payload"])["id"] for message in heard} == {status["id"]}
        for stream in STREAMS:
            socket.say(type="unsubscribe", stream=stream)
        socket.say(type="unsubscribe", stream="hashtag", tag="SKEIN")
        settle(bob, socket)
        last = ann.says("More #skein")
        message = socket.next()
        assert message["stream"] == ["hashtag:local", "skein"] and json.loads(message["payload"])["id"] == last["id"]


@pytest.mark.parametrize("path, others", [
    ("user", []), ("public", []), ("public/local", []), ("hashtag?tag=events", []), ("hashtag/local?tag=EVENTS", []),
])
def test_server_sent_events(server, ann, bob, path, others):
    """GET /api/v1/streaming/user, GET /api/v1/streaming/public, GET /api/v1/streaming/public/local,
    GET /api/v1/streaming/hashtag, GET /api/v1/streaming/hashtag/local"""
    with Events(server, path, bob.token) as events:
        assert events.headers["content-type"] == "text/event-stream"
        assert events.headers["access-control-allow-origin"] == "*"
        status = ann.says("Told #events")
        event, shown = events.event()
        assert event == "update" and shown["id"] == status["id"]
        assert_is(shown, "Status", reader=True)
        ann.delete(f"/api/v1/statuses/{status['id']}")
        assert events.event() == ("delete", status["id"])


def test_only_media_and_other_servers(server, ann, bob):
    """GET /api/v1/streaming/public?only_media=true, GET /api/v1/streaming/public/local, GET /api/v1/streaming/public/remote"""
    with Events(server, "public?only_media=true", bob.token) as media, \
            Events(server, "public/local?only_media=true", bob.token) as local, \
            Events(server, "public/remote?only_media=true", bob.token) as remote:
        ann.says("Words alone")
        status = ann.says("A picture", media_ids=[uploaded(ann)])
        for events in (media, local):
            assert events.event()[1]["id"] == status["id"]
        assert remote.bytes == b""


def test_notifications(server, ann, bob):
    """GET /api/v1/streaming/user/notification; EVENT notification"""
    with Events(server, "user/notification", ann.token) as events, WebSocket(server, ann.token, "?stream=user") as home, \
            WebSocket(server, server.token(ann.name, "read:statuses"), "?stream=user") as blind:
        status = ann.says("Like me")
        bob.post(f"/api/v1/statuses/{status['id']}/favourite")
        event, notice = events.event()
        assert event == "notification" and notice["type"] == "favourite" and notice["status"]["id"] == status["id"]
        assert_is(notice, "Notification")
        assert home.event()[0] == "update" and home.event() == ("notification", notice)
        last = ann.says("Not for notifications")
        assert [blind.event()[1]["id"] for _ in range(2)] == [status["id"], last["id"]]


def test_what_is_for_few_is_told_to_few(server, ann, bob, person):
    eve = person("eve")
    with WebSocket(server, bob.token, "?stream=user") as bobs, WebSocket(server, eve.token, "?stream=user") as eves, \
            WebSocket(server, eve.token, "?stream=public") as everybody:
        private = ann.says("For followers", "private")
        letter = ann.says(f"@{bob.name} a letter", "direct")
        public = ann.says("For everybody")
        heard = [bobs.event() for _ in range(4)]
        assert [body["id"] for event, body in heard if event == "update"] == [private["id"], letter["id"], public["id"]]
        assert [event for event, _ in heard].count("notification") == 1
        assert everybody.event()[1]["id"] == public["id"]
        bob.post(f"/api/v1/accounts/{eve.id}/block")
        bob.says("Eve is blocked")
        mine = eve.says("Mine")
        assert eves.event()[1]["id"] == mine["id"] and everybody.event()[1]["id"] == mine["id"]


def test_filters_are_the_readers(server, ann, bob):
    """EVENT filters_changed"""
    with WebSocket(server, bob.token, "?stream=user") as socket, Events(server, "user", bob.token) as events:
        made = bob.post("/api/v2/filters", json={"title": "Fish", "context": ["home", "public"], "filter_action": "warn",
                                                 "keywords_attributes": [{"keyword": "herring"}]})
        if made.status == 404:
            pytest.skip("there are no filters here")
        assert socket.next() == {"stream": ["user"], "event": "filters_changed"}
        assert events.event() == ("filters_changed", "undefined")
        ann.says("A red herring")
        shown = socket.event()[1]
        assert shown["filtered"][0]["filter"]["title"] == "Fish" and shown["filtered"][0]["keyword_matches"] == ["herring"]


def test_a_list(server, ann, bob):
    """GET /api/v1/streaming/list; STREAM list"""
    made = bob.post("/api/v1/lists", json={"title": "Friends"})
    if made.status == 404:
        pytest.skip("there are no lists here")
    assert bob.post(f"/api/v1/lists/{made.json['id']}/accounts", json={"account_ids": [ann.id]}).status == 200
    with Events(server, f"list?list={made.json['id']}", bob.token) as events, \
            WebSocket(server, bob.token, f"?stream=list&list={made.json['id']}") as socket:
        bob.says("Not on the list")
        status = ann.says("On the list")
        assert events.event()[1]["id"] == status["id"]
        message = socket.next()
        assert message["stream"] == ["list", made.json["id"]] and json.loads(message["payload"])["id"] == status["id"]
    with pytest.raises(Refused) as refused:
        Events(server, f"list?list={made.json['id']}", ann.token)
    assert refused.value.status == 401


def test_announcements(server, bob):
    """EVENT announcement, announcement.reaction, announcement.delete"""
    with WebSocket(server, bob.token, "?stream=user") as socket:
        made = server.command("announcement", "add", stdin="We move at noon.\n", check=False)
        if made.returncode != 0:
            pytest.skip("announcements cannot be written here: " + made.stderr)
        event, shown = socket.event()
        assert event == "announcement" and "We move at noon." in shown["content"]
        assert bob.put(f"/api/v1/announcements/{shown['id']}/reactions/%F0%9F%91%8D").status == 200
        event, reaction = socket.event()
        assert event == "announcement.reaction"
        assert reaction == {"name": "\U0001F44D", "count": 1, "announcement_id": shown["id"]}
        server.command("announcement", "remove", shown["id"])
        assert socket.event() == ("announcement.delete", shown["id"])


def test_conversations(server, ann, bob):
    """GET /api/v1/streaming/direct; EVENT conversation"""
    if bob.get("/api/v1/conversations").status == 404:
        pytest.skip("there are no conversations here")
    with Events(server, "direct", bob.token) as events:
        letter = ann.says(f"@{bob.name} a letter", "direct")
        event, conversation = events.event()
        assert event == "conversation" and conversation["last_status"]["id"] == letter["id"]
        assert conversation["unread"] is True
        assert_is(conversation, "Conversation")


def test_the_token_comes_in_three_places(server, bob):
    for query, headers in ((f"?access_token={bob.token}", {}), ("", {"Authorization": f"Bearer {bob.token}"}),
                           ("", {"Sec-WebSocket-Protocol": bob.token})):
        with WebSocket(server, None, query, headers) as socket:
            assert socket.headers.get("sec-websocket-protocol") == headers.get("Sec-WebSocket-Protocol")
            socket.say(type="subscribe", stream="nonsense")
            assert socket.next() == {"error": "Unknown stream type", "status": 400}
    Events(server, f"user?access_token={bob.token}").close()


@pytest.mark.parametrize("query, headers, words", [
    ("", {}, "Missing access token"),
    ("?access_token=wrong", {}, "Invalid access token"),
    ("", {"Sec-WebSocket-Protocol": "wrong"}, "Invalid access token"),
])
def test_nobody_opens_no_socket(server, query, headers, words):
    with pytest.raises(Refused) as refused:
        WebSocket(server, None, query, headers)
    assert refused.value.status == 401 and json.loads(refused.value.body)["error"] == words


def test_errors_of_events(server, bob):
    """GET /api/v1/streaming answers 404 to what is no WebSocket"""
    for path, status, words in (("/user", 401, "Access token does not have the required scopes"),
                                ("/nonsense", 400, "Unknown channel requested"),
                                ("/hashtag", 400, "Missing tag name parameter"),
                                ("/list", 400, "Missing list name parameter"),
                                ("/list?list=1", 401, "Not authorized to stream this list"),
                                ("", 404, "Record not found")):
        token = server.token(bob.name, "write") if path == "/user" else bob.token
        answer = server.get("/api/v1/streaming" + path, token)
        assert (answer.status, answer.json["error"]) == (status, words)
    assert server.get("/api/v1/streaming/user").status == 401


def test_a_revoked_token_and_a_suspended_account_end_their_streams(server, person):
    zoe = person("zoe")
    other = server.token(zoe.name)
    application = server.post("/api/v1/apps", data={"client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}).json
    with WebSocket(server, other, "?stream=user") as socket, Events(server, "user", zoe.token) as events:
        revoked = server.post("/oauth/revoke", data={"token": other, "client_id": application["client_id"],
                                                     "client_secret": application["client_secret"]})
        if revoked.status == 200:
            assert socket.ends()
        server.command("account", "suspend", zoe.name)
        assert events.ends()


def test_limits(make_server):
    server = make_server(**{"streaming__sockets_per_account_max": "2", "streaming__subscriptions_per_socket_max": "2"})
    ann = server.make_account("ann")
    with WebSocket(server, ann.token) as first, WebSocket(server, ann.token) as second:
        with pytest.raises(Refused) as refused:
            WebSocket(server, ann.token)
        assert refused.value.status == 429
        for tag in ("a", "b", "c"):
            first.say(type="subscribe", stream="hashtag", tag=tag)
        assert first.next() == {"error": "Too many subscriptions", "status": 429}
        second.send(b"x" * 9000)
        assert second.ends(), "no wish is so long"
    assert server.stop() == 0


def test_a_stop_ends_streams(make_server):
    server = make_server()
    ann = server.make_account("ann")
    with WebSocket(server, ann.token, "?stream=user") as socket, Events(server, "user", ann.token) as events:
        server.process.terminate()
        opcode, payload = socket.frame()
        assert opcode == 8 and payload[:2] == b"\x03\xe9", "going away"
        socket.send(payload, 8)
        assert events.ends()
        assert server.stop() == 0


def test_accepted_requests_have_been_merged(server, ann, person):
    """EVENT notifications_merged, on user and on user:notification"""
    for stream in ("user", "user:notification"):
        stranger = person("stranger")
        stranger.says(f"@{ann.name} psst", "direct")
        asked = ann.get("/api/v1/notifications/requests").json
        with WebSocket(server, ann.token, f"?stream={stream}") as socket:
            settle(ann, socket)
            assert ann.post(f"/api/v1/notifications/requests/{asked[0]['id']}/accept").status == 200
            while (message := socket.next())["event"] != "notifications_merged":
                assert message["event"] in ("notification", "conversation", "update")
        assert ann.get("/api/v1/notifications/requests/merged").json["merged"] is True
