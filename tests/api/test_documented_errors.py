"""Every refusal that Mastodon documents, word for word: a row is a request, what is sent with it, and what must be
answered. What all routes refuse alike is in test_endpoints.py, too many requests in test_rate_limits.py."""

from types import SimpleNamespace

import pytest

from skein_process import ROOT, Answer
from test_endpoints import fails_everywhere, is_error
from test_oauth import OUT_OF_BAND, App
from test_operators import rows_changed_behind

INVALID_TOKEN = "The access token is invalid"
OUT_OF_SCOPE = "This action is outside the authorized scopes"
NOT_ALLOWED = "This action is not allowed"
NOT_FOUND = "Record not found"
POLL = {"options": ["Tea", "Coffee"], "expires_in": 300}
PINS_MAX = 5
REACTIONS = "😀😁😂🤣😃😄😅😆"
PICTURE = (ROOT / "tests/fixtures/media/quarters.png").read_bytes()
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
KEYS = {"p256dh": POINT, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}


def is_refused(answer: Answer, status: int, words: str, **more) -> None:
    """A refusal, and nothing else in its body."""
    is_error(answer, status)
    assert answer.json == {"error": words, **more}
    assert answer.headers.get("WWW-Authenticate", "").startswith("Bearer ") == (status == 401)


def is_invalid(answer: Answer, words: str, **more) -> None:
    is_refused(answer, 422, "Validation failed: " + words, **more)


def filled(value, names: dict):
    """With what stands for `{name}` in it, at any depth."""
    if isinstance(value, str):
        return value.format_map(names)
    if isinstance(value, dict):
        return {key: filled(one, names) for key, one in value.items()}
    return [filled(one, names) for one in value] if isinstance(value, list) else value


def ask(who, request: str, sent: dict, names: dict) -> Answer:
    method, path = request.split()
    way = "params" if method == "GET" else "json"
    return who.server.ask(method, path.format_map(names), who.token, **{way: filled(sent, names)})


# --- The people and their things ---

def made(who, path: str, **sent) -> str:
    """Makes something, and gives its id."""
    answer = who.post(path, json=sent)
    assert answer.status == 200, answer.text
    return answer.json.get("collection", answer.json)["id"]


def uploaded(who) -> str:
    answer = who.post("/api/v2/media", files={"file": PICTURE})
    assert answer.status == 200, answer.text
    return answer.json["id"]


def owned(who) -> dict[str, str]:
    """One of each that a person can have, by the names in the rows."""
    has = {"account": who.id, "media": uploaded(who), "post": made(who, "/api/v1/statuses", status="Hello")}
    has["private_post"] = made(who, "/api/v1/statuses", status="Narrow", visibility="private")
    has["later"] = made(who, "/api/v1/statuses", status="Later", scheduled_at="2999-01-01T00:00:00.000Z")
    has["list"] = made(who, "/api/v1/lists", title="Friends")
    has["filter"] = made(who, "/api/v2/filters", title="No", context=["home"])
    has["keyword"] = made(who, f"/api/v2/filters/{has['filter']}/keywords", keyword="cat")
    has["filtered"] = made(who, f"/api/v2/filters/{has['filter']}/statuses", status_id=has["post"])
    has["featured_tag"] = made(who, "/api/v1/featured_tags", name="geese")
    has["collection"] = made(who, "/api/v1/collections", name="Birds", discoverable=True)
    return has


@pytest.fixture(scope="module")
def ann(server):
    return server.make_account("ann")


@pytest.fixture(scope="module")
def bob(server):
    found = server.make_account("bob")
    assert found.patch("/api/v1/accounts/update_credentials", json={"discoverable": True}).status == 200
    return found


@pytest.fixture(scope="module")
def names(server, ann, bob) -> dict[str, str]:
    """What is Ann's; what is Bob's begins with `his_`."""
    has = owned(ann) | {f"his_{name}": value for name, value in owned(bob).items()}
    say = lambda who, **sent: made(who, "/api/v1/statuses", status="Hello", **sent)
    has["direct_post"] = say(ann, visibility="direct")
    has["one_too_many"] = say(ann)
    for _ in range(PINS_MAX):
        made(ann, f"/api/v1/statuses/{say(ann)}/pin")
    has["illustrated"] = say(ann, media_ids=[media := uploaded(ann)])
    has["used_media"] = media
    has["ended_poll"] = bob.says("Which?", poll=POLL)["poll"]["id"]
    rows_changed_behind(server, f"UPDATE polls SET expires_at = 1 WHERE id = {has['ended_poll']}")
    has["unquotable"] = say(bob, quote_approval_policy="nobody")
    assert ann.post(f"/api/v1/accounts/{bob.id}/follow").status == 200
    assert ann.post(f"/api/v1/lists/{has['list']}/accounts", json={"account_ids": [bob.id]}).status == 200
    has["later_media"] = uploaded(ann)
    say(ann, scheduled_at="2999-01-01T00:00:00.000Z", media_ids=[has["later_media"]])
    has["quote"] = say(ann, quoted_status_id=has["his_post"])
    has["conversation"] = ann.get("/api/v1/conversations").json[0]["id"]
    item = ann.post(f"/api/v1/collections/{has['collection']}/items", json={"account_id": bob.id})
    has["item"] = item.json["collection_item"]["id"]
    eve = server.make_account("eve")
    assert eve.post(f"/api/v1/accounts/{ann.id}/block").status == 200
    has["blocker"] = eve.id
    has["announcement"] = server.command("announcement", "add", stdin="Hello").stdout.strip()
    for emoji in REACTIONS:
        assert ann.put(f"/api/v1/announcements/{has['announcement']}/reactions/{emoji}").status == 200
    has["old_filter"] = made(ann, "/api/v1/filters", phrase="dog", context=["home"])
    has["several"] = made(ann, "/api/v2/filters", title="No", context=["home"],
                          keywords_attributes=[{"keyword": "a"}, {"keyword": "b"}])
    has["one_of_several"] = ann.get(f"/api/v2/filters/{has['several']}").json["keywords"][0]["id"]
    return has


# --- 422: what breaks a rule ---

# What follows `Validation failed: `.
INVALID = {
    "statuses": [
        ("PUT /api/v1/statuses/{post}", {"status": ""}, "Text can't be blank"),
        ("POST /api/v1/statuses", {"status": "x" * 501}, "Text character limit of 500 exceeded"),
        ("PUT /api/v1/statuses/{post}", {"status": "x" * 501}, "Text character limit of 500 exceeded"),
        ("POST /api/v1/statuses", {"status": "x" * 490, "spoiler_text": "y" * 11},
         "Text character limit of 500 exceeded"),
        ("POST /api/v1/statuses", {"status": "x", "visibility": "everybody"},
         "Visibility must be public, unlisted, private or direct"),
        ("POST /api/v1/statuses", {"status": "x", "scheduled_at": "2000-01-01T00:00:00Z"},
         "Scheduled at The scheduled date must be in the future"),
        ("POST /api/v1/statuses", {"status": "x", "media_ids": ["{media}"], "poll": POLL},
         "A post cannot have both media and a poll"),
        ("PUT /api/v1/statuses/{illustrated}", {"status": "x", "poll": POLL},
         "A post cannot have both media and a poll"),
        ("POST /api/v1/statuses", {"status": "x", "media_ids": ["1", "2", "3", "4", "5"]},
         "Cannot attach more than 4 files"),
        ("POST /api/v1/statuses", {"status": "x", "media_ids": ["1"]},
         "Media 1 not found or already attached to another post"),
        ("POST /api/v1/statuses", {"status": "x", "media_ids": ["{his_media}"]},
         "Media {his_media} not found or already attached to another post"),
        ("POST /api/v1/statuses", {"status": "x", "media_ids": ["{used_media}"]},
         "Media {used_media} not found or already attached to another post"),
        ("POST /api/v1/statuses/{his_post}/reblog", {"visibility": "direct"},
         "Visibility must be public, unlisted or private"),
    ],
    "quotes": [
        ("POST /api/v1/statuses", {"status": "x", "quoted_status_id": "{his_post}", "media_ids": ["{media}"]},
         "A post that quotes another cannot have media or a poll"),
        ("POST /api/v1/statuses", {"status": "x", "quoted_status_id": "{his_post}", "poll": POLL},
         "A post that quotes another cannot have media or a poll"),
        ("POST /api/v1/statuses", {"status": "x", "quoted_status_id": "{unquotable}"},
         "Quoted status cannot be quoted: its author does not allow it"),
        ("POST /api/v1/statuses", {"status": "x", "quoted_status_id": "{direct_post}"},
         "Quoted status cannot be quoted: its author does not allow it"),
        ("POST /api/v1/statuses", {"status": "x", "quoted_status_id": "{his_post}", "visibility": "direct"},
         "Cannot quote a non-mentioned user in a Private Mention post."),
        ("POST /api/v1/statuses", {"status": "x", "quote_approval_policy": "friends"},
         "Quote approval policy must be public, followers or nobody"),
        ("PUT /api/v1/statuses/{post}/interaction_policy", {"quote_approval_policy": "friends"},
         "Quote approval policy must be public, followers or nobody"),
        ("PUT /api/v1/statuses/{post}/interaction_policy", {}, "Quote approval policy can't be blank"),
    ],
    "pins": [
        ("POST /api/v1/statuses/{his_post}/pin", {}, "Someone else's post cannot be pinned"),
        ("POST /api/v1/statuses/{direct_post}/pin", {},
         "Posts that are only visible to mentioned users cannot be pinned"),
        ("POST /api/v1/statuses/{one_too_many}/pin", {}, "You have already pinned the maximum number of posts"),
    ],
    "polls": [
        *(("POST /api/v1/statuses", {"status": "x", "poll": {**POLL, **poll}}, words) for poll, words in (
            ({"options": ["a"]}, "Poll options must have more than one item"),
            ({"options": ["a", "b", "c", "d", "e"]}, "Poll options can't contain more than 4 items"),
            ({"options": ["a", "x" * 51]}, "Poll options cannot be longer than 50 characters each"),
            ({"options": ["a", "a"]}, "Poll options contain duplicate items"),
            ({"expires_in": None}, "Poll expires at can't be blank"),
            ({"expires_in": 299}, "Poll expires at is too soon"),
            ({"expires_in": 2629747}, "Poll expires at is too far into the future"))),
        ("POST /api/v1/polls/{ended_poll}/votes", {"choices": [0]}, "The poll has already ended"),
    ],
    "lists": [
        ("PUT /api/v1/lists/{list}", {"title": ""}, "Title can't be blank"),
        ("POST /api/v1/lists", {"title": "x" * 257}, "Title is too long (maximum is 256 characters)"),
        ("POST /api/v1/lists/{list}/accounts", {"account_ids": ["{his_account}"]}, "Account has already been taken"),
    ],
    "filters": [
        ("PUT /api/v2/filters/{filter}", {"title": " "}, "Title can't be blank"),
        ("PUT /api/v2/filters/{filter}", {"context": []}, "Context can't be blank"),
        ("PUT /api/v2/filters/{filter}", {"context": ["bed"]}, "Context None or invalid context supplied"),
        ("PUT /api/v2/filters/{filter}", {"keywords_attributes": [{"keyword": ""}]}, "Keyword can't be blank"),
        ("POST /api/v2/filters", {"title": "x" * 257, "context": ["home"]},
         "Title is too long (maximum is 256 characters)"),
        ("POST /api/v2/filters/{filter}/keywords", {}, "Keyword can't be blank"),
        ("POST /api/v2/filters/{filter}/keywords", {"keyword": "x" * 513},
         "Keyword is too long (maximum is 512 characters)"),
        ("PUT /api/v2/filters/keywords/{keyword}", {"keyword": ""}, "Keyword can't be blank"),
        ("POST /api/v1/filters", {"context": ["home"]}, "Keyword can't be blank"),
        ("POST /api/v1/filters", {"phrase": "cat"}, "Context can't be blank"),
        ("PUT /api/v1/filters/{old_filter}", {"phrase": " ", "context": ["home"]}, "Keyword can't be blank"),
        ("PUT /api/v1/filters/{one_of_several}", {"phrase": "c", "context": ["public"]},
         "These parameters cannot be changed from this application because they apply to more than one filter "
         "keyword. Use a more recent application or the web interface."),
    ],
    "people": [
        ("POST /api/v1/accounts/{his_account}/follow", {"languages": ["no language"]}, "Languages are invalid"),
        ("POST /api/v1/accounts/{his_account}/note", {"comment": "x" * 2001},
         "Comment is too long (maximum is 2000 characters)"),
        ("POST /api/v1/accounts/{his_account}/mute", {"duration": -1}, "Duration must be 0 to 3153600000 seconds"),
        ("POST /api/v1/domain_blocks", {"domain": "no domain"}, "Domain is not a valid domain name"),
        ("DELETE /api/v1/domain_blocks", {"domain": "no domain"}, "Domain is not a valid domain name"),
        ("GET /api/v1/domain_blocks/preview", {"domain": "no domain"}, "Domain is not a valid domain name"),
        ("POST /api/v1/featured_tags", {"name": "no tag"}, "Tag is invalid"),
        ("POST /api/v1/featured_tags", {"name": "123"}, "Tag is invalid"),
        ("POST /api/v1/reports", {"account_id": "{his_account}", "category": "dull"},
         "Category is not included in the list"),
        ("POST /api/v1/reports", {"account_id": "{his_account}", "comment": "x" * 1001},
         "Comment is too long (maximum is 1000 characters)"),
    ],
    "profile": [
        *(("PATCH /api/v1/accounts/update_credentials", sent, words) for sent, words in (
            ({"display_name": "x" * 31}, "Display name is too long (maximum is 30 characters)"),
            ({"note": "x" * 501}, "Note is too long (maximum is 500 characters)"),
            ({"fields_attributes": [{"name": str(number), "value": "x"} for number in range(5)]},
             "There may be at most 4 fields"),
            ({"fields_attributes": [{"name": "x" * 256, "value": "x"}]},
             "Field name is too long (maximum is 255 characters)"),
            ({"fields_attributes": [{"name": "x", "value": "x" * 256}]},
             "Field value is too long (maximum is 255 characters)"),
            ({"attribution_domains": ["no domain"]}, "Attribution domains must be domain names"),
            ({"attribution_domains": [f"{number}.example" for number in range(11)]},
             "There may be at most 10 attribution domains"),
            ({"source": {"privacy": "everybody"}}, "Privacy must be public, unlisted, private or direct"),
            ({"source": {"quote_policy": "friends"}}, "Quote policy must be public, followers or nobody"),
            ({"source": {"language": "no language"}}, "Language must be an ISO 639 code"))),
        ("PATCH /api/v1/profile", {"avatar_description": "x" * 151},
         "Avatar description is too long (maximum is 150 characters)"),
        ("PATCH /api/v1/profile", {"header_description": "x" * 151},
         "Header description is too long (maximum is 150 characters)"),
    ],
    "media": [
        ("PUT /api/v1/media/{media}", {"description": "x" * 1501},
         "Description is too long (maximum is 1500 characters)"),
        ("PUT /api/v1/media/{media}", {"focus": "2,2"}, "Focus must be x,y with each between -1 and 1"),
        ("PUT /api/v1/media/{media}", {"focus": "middle"}, "Focus must be x,y with each between -1 and 1"),
    ],
    "notifications": [
        ("POST /api/v1/markers", {"home": {"last_read_id": "-1"}}, "Last read must be an id"),
        ("PATCH /api/v2/notifications/policy", {"for_not_following": "never"},
         "For not following is not included in the list"),
        *(("POST /api/v1/push/subscription", {"subscription": sent}, words) for sent, words in (
            ({"endpoint": "", "keys": KEYS}, "Endpoint can't be blank"),
            ({"endpoint": "http://push.example/", "keys": KEYS}, "Endpoint is not a valid URL"),
            ({"endpoint": "https://push.example/", "keys": {**KEYS, "p256dh": ""}}, "Key p256dh can't be blank"),
            ({"endpoint": "https://push.example/", "keys": {**KEYS, "auth": ""}}, "Key auth can't be blank"),
            ({"endpoint": "https://push.example/", "keys": {**KEYS, "p256dh": "AAAA"}},
             "Key p256dh or auth is not a valid key"))),
        ("POST /api/v1/push/subscription",
         {"subscription": {"endpoint": "https://push.example/", "keys": KEYS}, "data": {"policy": "friends"}},
         "Policy must be all, followed, follower or none"),
    ],
    "announcements": [
        ("PUT /api/v1/announcements/{announcement}/reactions/geese", {}, "Name is not a recognized emoji"),
        ("PUT /api/v1/announcements/{announcement}/reactions/🪿", {}, "Limit of different reactions reached"),
    ],
    "apps": [
        *(("POST /api/v1/apps", {"client_name": "Quill", "redirect_uris": OUT_OF_BAND, **sent}, words)
          for sent, words in (
            ({"client_name": " "}, "Name can't be blank"),
            ({"client_name": "x" * 61}, "Application name is too long (maximum is 60 characters)"),
            ({"redirect_uris": ""}, "Redirect URI must be an absolute URI."),
            ({"redirect_uris": "app.example/callback"}, "Redirect URI must be an absolute URI."),
            ({"redirect_uris": ["https://app.example/", "/callback"]}, "Redirect URI must be an absolute URI."),
            ({"redirect_uris": "javascript:alert(1)"}, "Redirect URI is forbidden by the server."),
            ({"scopes": "read everything"}, "Scopes doesn't match configured on the server."),
            ({"website": "nowhere"}, "Website is invalid"))),
    ],
}


@pytest.mark.parametrize("room", INVALID)
def test_what_breaks_a_rule_is_told_in_words(ann, names, room):
    def check(row):
        request, sent, words = row
        is_invalid(ask(ann, request, sent, names), words.format_map(names))
    fails_everywhere(INVALID[room], check)


# --- 400, 403, 404, and the 422 that have words of their own ---

REFUSED = {
    "a required parameter is missing": [
        *((request, {}, 400, "param is missing or the value is empty: " + name) for request, name in (
            ("GET /api/v1/accounts/lookup", "acct"),
            ("GET /api/v1/domain_blocks/preview", "domain"),
            ("POST /api/v1/domain_blocks", "domain"),
            ("DELETE /api/v1/domain_blocks", "domain"),
            ("POST /api/v1/featured_tags", "name"),
            ("POST /api/v1/media", "file"),
            ("POST /api/v2/media", "file"),
            ("POST /api/v1/notifications/dismiss", "id"),
            ("POST /api/v1/notifications/requests/accept", "id"),
            ("POST /api/v1/notifications/requests/dismiss", "id"),
            ("POST /api/v1/reports", "account_id"),
            ("POST /api/v2/filters/{filter}/statuses", "status_id"))),
    ],
    "no such choice": [
        ("PUT /api/v1/lists/{list}", {"replies_policy": "none of it"}, 422,
         "'none of it' is not a valid replies_policy"),
        ("POST /api/v2/filters", {"title": "x", "context": ["home"], "filter_action": "shout"}, 422,
         "'shout' is not a valid filter_action"),
        ("PUT /api/v2/filters/{filter}", {"filter_action": "shout"}, 422, "'shout' is not a valid filter_action"),
    ],
    "oneself": [
        ("POST /api/v1/accounts/{account}/follow", {}, 422, "You cannot follow yourself"),
        ("POST /api/v1/accounts/{account}/block", {}, 422, "You cannot block yourself"),
        ("POST /api/v1/accounts/{account}/mute", {}, 422, "You cannot mute yourself"),
    ],
    "media in use": [
        ("DELETE /api/v1/media/{used_media}", {}, 422, "Media attachment is currently used by a status"),
        ("DELETE /api/v1/media/{later_media}", {}, 422, "Media attachment is currently used by a scheduled status"),
    ],
    "not allowed": [
        ("POST /api/v1/accounts/{blocker}/follow", {}, 403, NOT_ALLOWED),
        ("PATCH /api/v1/collections/{his_collection}", {"name": "Mine"}, 403, NOT_ALLOWED),
        ("DELETE /api/v1/collections/{his_collection}", {}, 403, NOT_ALLOWED),
        ("POST /api/v1/collections/{his_collection}/items", {"account_id": "{his_account}"}, 403, NOT_ALLOWED),
        ("DELETE /api/v1/collections/{his_collection}/items/1", {}, 403, NOT_ALLOWED),
        ("POST /api/v1/collections/{collection}/items", {"account_id": "{blocker}"}, 403, NOT_ALLOWED),
        ("POST /api/v1/collections/{collection}/items/{item}/revoke", {}, 403, NOT_ALLOWED),
        ("GET /api/v1/accounts/{his_account}/in_collections", {}, 403, NOT_ALLOWED),
        ("POST /api/v1/statuses/{his_post}/quotes/{quote}/revoke", {}, 403, NOT_ALLOWED),
        ("POST /api/v1/statuses/{private_post}/translate", {}, 403, NOT_ALLOWED),
        ("POST /api/v1/emails/confirmations", {}, 403,
         "This method is only available while the e-mail is awaiting confirmation"),
        ("POST /api/v1/accounts", {}, 403, "This method requires an client credentials authentication"),
    ],
    "not there": [
        ("POST /api/v1/statuses/{post}/translate", {}, 404, NOT_FOUND),
        ("POST /api/v1/statuses", {"status": "x", "in_reply_to_id": "1"}, 404, NOT_FOUND),
        ("POST /api/v1/lists/{list}/accounts", {"account_ids": ["{blocker}"]}, 404, NOT_FOUND),
        ("POST /api/v2/filters/{filter}/statuses", {"status_id": "1"}, 404, NOT_FOUND),
        ("POST /api/v1/collections", {"name": "x", "account_ids": ["1"]}, 404, NOT_FOUND),
        ("POST /api/v1/collections/{collection}/items", {"account_id": "1"}, 404, NOT_FOUND),
        ("POST /api/v1/reports", {"account_id": "1"}, 404, NOT_FOUND),
        ("POST /api/v1/tags/123/follow", {}, 404, NOT_FOUND),
        ("POST /api/v1/statuses/{post}/quotes/{quote}/revoke", {}, 404, NOT_FOUND),
        ("GET /api/v1/accounts/lookup", {"acct": "nobody_at_all"}, 404, NOT_FOUND),
        ("GET /api/v1/instance/terms_of_service/2020-01-01", {}, 404, NOT_FOUND),
        ("GET /api/v1/push/subscription", {}, 404, NOT_FOUND),
        ("PUT /api/v1/push/subscription", {}, 404, NOT_FOUND),
        ("DELETE /api/v1/announcements/{announcement}/reactions/🪿", {}, 404, NOT_FOUND),
    ],
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_done_is_refused(ann, names, why):
    fails_everywhere(REFUSED[why], lambda row: is_refused(ask(ann, *row[:2], names), *row[2:]))


OPTIONAL = [
    ("GET /api/v2/search", {}, 400, "param is missing or the value is empty: q"),
    ("GET /api/v1/search", {}, 400, "param is missing or the value is empty: q"),
    ("GET /api/v1/accounts/search", {}, 400, "param is missing or the value is empty: q"),
    ("GET /.well-known/webfinger", {}, 400, "param is missing or the value is empty: resource"),
    ("GET /.well-known/webfinger", {"resource": "acct:nobody@nowhere.example"}, 404, NOT_FOUND),
    ("GET /api/oembed", {}, 400, "param is missing or the value is empty: url"),
    ("GET /api/oembed", {"url": "https://nowhere.example/1"}, 404, NOT_FOUND),
    ("GET /api/v1/timelines/link", {"url": "https://nowhere.example/1"}, 404, NOT_FOUND),
]


@pytest.mark.optional
def test_what_cannot_be_done_is_refused_by_what_not_every_server_has(ann, names):
    fails_everywhere(OPTIONAL, lambda row: is_refused(ask(ann, *row[:2], names), *row[2:]))


# --- 404: what is somebody else's ---

THINGS_OF_ANN = [
    *(f"GET /api/v1/statuses/{{private_post}}{more}" for more in (
        "", "/context", "/history", "/source", "/quotes", "/favourited_by", "/reblogged_by")),
    *(f"POST /api/v1/statuses/{{private_post}}/{deed}" for deed in (
        "favourite", "unfavourite", "bookmark", "unbookmark", "reblog", "unreblog", "mute", "unmute", "pin", "unpin",
        "translate")),
    *(f"{method} /api/v1/scheduled_statuses/{{later}}" for method in ("GET", "PUT", "DELETE")),
    *(f"{method} /api/v1/lists/{{list}}" for method in ("GET", "PUT", "DELETE")),
    *(f"{method} /api/v1/lists/{{list}}/accounts" for method in ("GET", "POST", "DELETE")),
    "GET /api/v1/timelines/list/{list}",
    *(f"{method} /api/v2/filters/{{filter}}" for method in ("GET", "PUT", "DELETE")),
    "GET /api/v2/filters/{filter}/keywords",
    "POST /api/v2/filters/{filter}/keywords",
    *(f"{method} /api/v2/filters/keywords/{{keyword}}" for method in ("GET", "PUT", "DELETE")),
    "GET /api/v2/filters/{filter}/statuses",
    *(f"{method} /api/v2/filters/statuses/{{filtered}}" for method in ("GET", "DELETE")),
    *(f"{method} /api/v1/filters/{{old_filter}}" for method in ("GET", "PUT", "DELETE")),
    "DELETE /api/v1/featured_tags/{featured_tag}",
    "DELETE /api/v1/conversations/{conversation}",
    "POST /api/v1/conversations/{conversation}/read",
]


def test_what_is_somebody_elses_is_not_found(bob, names):
    fails_everywhere(THINGS_OF_ANN, lambda request: is_refused(ask(bob, request, {}, names), 404, NOT_FOUND))


# --- 401 before 403 before 404 before 422 ---

LADDERS = [
    ("PUT /api/v1/statuses/{post}", {"status": ""}, "Text can't be blank"),
    ("PUT /api/v1/statuses/{post}/interaction_policy", {}, "Quote approval policy can't be blank"),
    ("PUT /api/v1/scheduled_statuses/{later}", {"scheduled_at": "2000-01-01T00:00:00Z"},
     "Scheduled at The scheduled date must be in the future"),
    ("PUT /api/v1/lists/{list}", {"title": ""}, "Title can't be blank"),
    ("PUT /api/v2/filters/{filter}", {"context": ["bed"]}, "Context None or invalid context supplied"),
    ("POST /api/v2/filters/{filter}/keywords", {}, "Keyword can't be blank"),
    ("PUT /api/v2/filters/keywords/{keyword}", {"keyword": ""}, "Keyword can't be blank"),
]


def test_refusals_come_in_their_order(server, ann, names):
    """Who asks is looked at first, then what they may do, then whether it is there, and at last what they sent."""
    stranger = SimpleNamespace(server=server, token=None)
    narrow = SimpleNamespace(server=server, token=server.token(ann.name, "profile push"))
    his = {name: names.get(f"his_{name}", value) for name, value in names.items()}

    def check(row):
        request, sent, words = row
        is_refused(ask(stranger, request, sent, names), 401, INVALID_TOKEN)
        is_refused(ask(narrow, request, sent, names), 403, OUT_OF_SCOPE)
        is_refused(ask(ann, request, sent, his), 404, NOT_FOUND)
        is_invalid(ask(ann, request, sent, names), words)
    fails_everywhere(LADDERS, check)


NOWHERE = [
    ("POST /api/v1/accounts/1/note", {"comment": "x" * 2001}),
    ("POST /api/v1/reports", {"account_id": "1", "comment": "x" * 1001}),
    ("PUT /api/v1/announcements/1/reactions/nonsense", {}),
    ("POST /api/v1/polls/1/votes", {"choices": []}),
    ("POST /api/v1/accounts/1/follow", {"languages": ["no language"]}),
    ("POST /api/v1/accounts/1/mute", {"duration": -1}),
    ("POST /api/v1/reports", {"account_id": "1", "category": "dull"}),
    ("POST /api/v1/statuses/1/reblog", {"visibility": "direct"}),
    ("PUT /api/v1/media/{his_media}", {"focus": "2,2"}),
    ("PUT /api/v1/statuses/{his_post}", {"media_attributes": [{"id": "1", "description": "x" * 1501}]}),
]


def test_what_is_not_there_is_told_before_what_is_wrong(ann, names):
    fails_everywhere(NOWHERE, lambda row: is_refused(ask(ann, *row, names), 404, NOT_FOUND))


# --- Uploads ---

BROKEN = (ROOT / "tests/fixtures/media/truncated.avif").read_bytes()
UPLOADS = [
    (b"Just words.", {}, "File content type is invalid"),
    (b"", {}, "File content type is invalid"),
    (BROKEN, {}, "File is damaged or has too many pixels"),
    (PICTURE, {"description": "x" * 1501}, "Description is too long (maximum is 1500 characters)"),
    (PICTURE, {"focus": "2,2"}, "Focus must be x,y with each between -1 and 1"),
]


@pytest.mark.parametrize("path", ["/api/v1/media", "/api/v2/media"])
def test_a_bad_upload_is_told_in_words(ann, path):
    fails_everywhere(UPLOADS, lambda row: is_invalid(ann.post(path, files={"file": row[0]}, data=row[1]), row[2]))


# --- Complaints with details ---

def complaint(error: str, description: str) -> list[dict]:
    return [{"error": error, "description": description}]


COLLECTIONS = [
    ({}, "Name can't be blank", {"name": complaint("ERR_BLANK", "can't be blank")}),
    ({"name": "x" * 41}, "Name is too long (maximum is 40 characters)",
     {"name": complaint("ERR_TOO_LONG", "is too long (maximum is 40 characters)")}),
    ({"name": "x", "description": "x" * 101}, "Description is too long (maximum is 100 characters)",
     {"description": complaint("ERR_TOO_LONG", "is too long (maximum is 100 characters)")}),
    ({"name": "x", "language": "no language"}, "Language is invalid",
     {"language": complaint("ERR_INVALID", "is invalid")}),
    ({"name": "x", "tag_name": "no tag"}, "Tag name is invalid", {"tag_name": complaint("ERR_INVALID", "is invalid")}),
    ({"name": "x", "account_ids": [str(number) for number in range(26)]}, "Account ids are too many (maximum is 25)",
     {"account_ids": complaint("ERR_TOO_LONG", "are too many (maximum is 25)")}),
    ({"language": "no language"}, "Name can't be blank, Language is invalid",
     {"name": complaint("ERR_BLANK", "can't be blank"), "language": complaint("ERR_INVALID", "is invalid")}),
]


def test_what_makes_no_collection_is_told_with_details(ann, names):
    fails_everywhere(COLLECTIONS, lambda row: is_invalid(
        ann.post("/api/v1/collections", json=row[0]), row[1], details=row[2]))
    path = f"/api/v1/collections/{names['collection']}"
    is_invalid(ann.patch(path, json={"name": " "}), "Name can't be blank",
               details={"name": complaint("ERR_BLANK", "can't be blank")})
    is_invalid(ann.post(path + "/items", json={"account_id": names["his_account"]}), "Account has already been taken",
               details={"account": complaint("ERR_TAKEN", "has already been taken")})


GOOD = {"username": "newcomer", "email": "newcomer@example.org", "password": "seven quiet geese at dawn",
        "agreement": True, "locale": "en"}
SIGN_UPS = [
    ({"username": ""}, "username", "ERR_BLANK", "Username can't be blank"),
    ({"username": "x" * 31}, "username", "ERR_TOO_LONG", "Username is too long (maximum is 30 characters)"),
    ({"username": "new-comer"}, "username", "ERR_INVALID",
     "Username must contain only letters, numbers and underscores"),
    ({"username": "admin"}, "username", "ERR_RESERVED", "Username is reserved"),
    ({"username": "ann"}, "username", "ERR_TAKEN", "Username has already been taken"),
    ({"username": "ANN"}, "username", "ERR_TAKEN", "Username has already been taken"),
    ({"email": ""}, "email", "ERR_BLANK", "Email can't be blank"),
    ({"email": "nowhere"}, "email", "ERR_INVALID", "Email is invalid"),
    ({"password": ""}, "password", "ERR_BLANK", "Password can't be blank"),
    ({"password": "geese"}, "password", "ERR_TOO_SHORT", "Password is too short (minimum is 12 characters)"),
    ({"password": "seven geese " * 100}, "password", "ERR_TOO_LONG", "Password is too long"),
    ({"password": "newcomernewcomer"}, "password", "ERR_INVALID", "Password is easy to guess"),
    ({"agreement": False}, "agreement", "ERR_ACCEPTED", "Agreement must be accepted"),
    ({"reason": "x" * 2001}, "reason", "ERR_TOO_LONG", "Reason is too long (maximum is 2000 characters)"),
]


def joins(app: App, **sent) -> Answer:
    token = app.fetch("client_credentials", scope="read write").json["access_token"]
    return app.server.post("/api/v1/accounts", token, json={**GOOD, **sent})


@pytest.fixture(scope="module")
def app(server):
    return App(server, "read write")


def test_a_bad_sign_up_is_told_with_details(app, ann):
    def check(row):
        sent, field, error, description = row
        is_invalid(joins(app, **sent), description, details={field: complaint(error, description)})
    fails_everywhere(SIGN_UPS, check)
    is_invalid(joins(app, username="", email="x", agreement=False),
               "Username can't be blank, Email is invalid, Agreement must be accepted",
               details={"username": complaint("ERR_BLANK", "Username can't be blank"),
                        "email": complaint("ERR_INVALID", "Email is invalid"),
                        "agreement": complaint("ERR_ACCEPTED", "Agreement must be accepted")})


# --- Apps ---

NO_CLIENT = ("Client authentication failed due to unknown client, no client authentication included, or unsupported "
             "authentication method.")
NO_GRANT = ("The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used "
            "in the authorization request, or was issued to another client.")
GRANTS = [
    (None, {}, 400, "invalid_request", "Missing required parameter: grant_type."),
    ("password", {}, 400, "unsupported_grant_type",
     "The authorization grant type is not supported by the authorization server."),
    ("authorization_code", {"code": "x"}, 400, "invalid_grant", NO_GRANT),
    ("client_credentials", {"scope": "push"}, 400, "invalid_scope",
     "The requested scope is invalid, unknown, or malformed."),
    ("client_credentials", {"client_secret": "wrong"}, 401, "invalid_client", NO_CLIENT),
    ("client_credentials", {"client_id": "unknown"}, 401, "invalid_client", NO_CLIENT),
]


def test_an_app_is_told_why_it_gets_no_token(app, ann):
    def check(row):
        grant, sent, status, error, description = row
        is_refused(app.fetch(grant, **sent), status, error, error_description=description)
    fails_everywhere(GRANTS, check)
    is_refused(app.revoke(ann.token), 403, "unauthorized_client",
               error_description="You are not authorized to revoke this token")


# --- What the settings of a server refuse ---

def test_what_a_choosy_server_refuses(make_server):
    server = make_server(
        instance__registrations="approval", domain_blocks__shown_to="users", media__image_bytes_max=str(1 << 20),
        translation__provider="libretranslate", translation__url="http://translate.example")
    ann, app = server.make_account("ann"), App(server, "read write")
    is_refused(server.get("/api/v1/instance/domain_blocks"), 401, "This API requires an authenticated user")
    post = made(ann, "/api/v1/statuses", status="Hello", language="en")
    is_refused(ann.post(f"/api/v1/statuses/{post}/translate", json={"lang": "de"}), 503, "Service Unavailable")
    is_invalid(ann.post("/api/v2/media", files={"file": PICTURE + bytes(1 << 20)}), "File size must be less than 1 MB")
    is_invalid(joins(app), "Reason can't be blank",
               details={"reason": complaint("ERR_BLANK", "Reason can't be blank")})
    tokens = [joins(app, username=name, email=f"{name}@example.org", reason="I paint trains.").json["access_token"]
              for name in ("unconfirmed", "pending")]
    is_invalid(server.post("/api/v1/emails/confirmations", tokens[0], json={"email": "nowhere"}), "Email is invalid")
    rows_changed_behind(server, "UPDATE users SET confirmed_at = created_at WHERE confirmed_at IS NULL")
    is_refused(server.get("/api/v1/timelines/home", tokens[1]), 403, "Your login is currently pending approval")
