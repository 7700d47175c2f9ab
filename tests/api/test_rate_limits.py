"""So many requests and no more, by account and by address, with Mastodon's numbers and headers. The tests come as if
through a web server in front, for on the machine itself nobody is counted."""

import datetime
import itertools
import time

import pytest

from skein_process import PASSWORD, ROOT, Answer, Skein

_hosts = itertools.count(1)
PROXIED = {"server.trusted_proxies": "127.0.0.1"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import DATABASE
    running = Skein(tmp_path_factory.mktemp("limits") / "data", DATABASE,
                    {"instance.registrations": "open", **PROXIED}).start()
    yield running
    assert running.stop() == 0


@pytest.fixture(autouse=True)
def within_one_window():
    """Windows begin at full five minutes; a test that met the end of one would count anew in its middle."""
    left = 300 - time.time() % 300
    if left < 90:
        time.sleep(left)


@pytest.fixture
def address() -> dict:
    """Somebody's address that nobody else has, as the web server in front tells it."""
    number = next(_hosts)
    return {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250 + 1}"}


def spend(ask, count: int) -> list[Answer]:
    return [ask() for _ in range(count)]


def is_refusal(answer: Answer) -> None:
    assert answer.status == 429, answer.text
    assert answer.json["error"] == "Too many requests"
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-RateLimit-Remaining"] == "0"


def reset_in(answer: Answer) -> float:
    """Seconds until the window ends."""
    reset = datetime.datetime.fromisoformat(answer.headers["X-RateLimit-Reset"].replace("Z", "+00:00"))
    return (reset - datetime.datetime.now(datetime.timezone.utc)).total_seconds()


def test_three_hundred_requests_in_five_minutes_from_one_address(server, address):
    ask = lambda: server.get("/api/v1/custom_emojis", headers=address)
    answers = spend(ask, 300)
    assert {answer.status for answer in answers} == {200}
    assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"300"}
    assert [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers] == list(range(299, -1, -1))
    assert 0 < reset_in(answers[0]) <= 301
    is_refusal(ask())
    elsewhere = server.get("/api/v1/custom_emojis", headers={"X-Forwarded-For": "192.0.2.1"})
    assert elsewhere.status == 200 and elsewhere.headers["X-RateLimit-Remaining"] == "299"


def test_a_person_is_counted_wherever_they_are(server, address):
    person = server.make_account("walker")
    other = server.make_account("neighbour")
    ask = lambda number, who=person: server.get("/api/v1/preferences", who.token,
                                                headers={"X-Forwarded-For": f"203.0.113.{number % 200 + 1}"})
    answers = [ask(number) for number in range(300)]
    assert {answer.status for answer in answers} == {200}
    is_refusal(ask(300))
    # The same address, another person.
    assert ask(300, other).status == 200


def test_what_is_refused_is_counted_too(server, address):
    answers = spend(lambda: server.get("/api/v1/preferences", "guess", headers=address), 301)
    assert {answer.status for answer in answers[:300]} == {401}
    is_refusal(answers[300])


def test_an_address_of_ipv6_is_counted_with_its_network(server):
    ask = lambda number: server.get("/api/v1/custom_emojis", headers={"X-Forwarded-For": f"2001:db8:0:7::{number:x}"})
    answers = [ask(number) for number in range(1, 6)]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["299", "298", "297", "296", "295"]
    other = server.get("/api/v1/custom_emojis", headers={"X-Forwarded-For": "2001:db8:0:8::1"})
    assert other.headers["X-RateLimit-Remaining"] == "299"


def test_thirty_uploads_and_thirty_removals_in_half_an_hour(server, address):
    person = server.make_account("painter")
    small = (ROOT / "tests/fixtures/media/transparent.png").read_bytes()
    uploads = spend(lambda: person.post("/api/v2/media", files={"file": ("a.png", small)}, headers=address), 31)
    assert {answer.status for answer in uploads[:30]} == {200}
    assert uploads[0].headers["X-RateLimit-Limit"] == "30" and 0 < reset_in(uploads[0]) <= 1801
    is_refusal(uploads[30])
    posts = [person.says(f"short-lived {number}")["id"] for number in range(31)]
    removals = [person.delete(f"/api/v1/statuses/{post}", headers=address) for post in posts]
    assert {answer.status for answer in removals[:30]} == {200}
    is_refusal(removals[30])
    assert person.get(f"/api/v1/statuses/{posts[30]}").status == 200
    # Other things go on.
    assert person.post("/api/v1/statuses", json={"status": "still here"}, headers=address).status == 200


def test_five_sign_ups_in_half_an_hour(server, address):
    app = server.post("/api/v1/apps", json={"client_name": "Door", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                                            "scopes": "read write"}).json
    token = server.post("/oauth/token", data={
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "scope": "write:accounts"}).json["access_token"]

    def sign_up(number):
        return server.post("/api/v1/accounts", token, headers=address, json={
            "username": f"newcomer{number}", "email": f"newcomer{number}@example.org", "password": PASSWORD,
            "agreement": True, "locale": "en"})

    answers = [sign_up(number) for number in range(6)]
    assert {answer.status for answer in answers[:5]} == {200}, answers[0].text
    is_refusal(answers[5])
    assert server.get("/api/v1/accounts/lookup?acct=newcomer5").status == 404


def test_on_the_machine_itself_nobody_is_counted(server):
    answers = spend(lambda: server.get("/api/v1/custom_emojis"), 310)
    assert {answer.status for answer in answers} == {200}
    assert not any("X-RateLimit-Limit" in answer.headers for answer in answers)


def test_a_stranger_cannot_name_an_address_of_their_own(make_server):
    """Nobody in front is trusted: what a request says of its way makes it a stranger's, and no more."""
    server = make_server()
    headers = iter([{"X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"} for number in range(150)] +
                   [{"Forwarded": f"for=10.2.{number // 250}.{number % 250}"} for number in range(150)])
    answers = [server.get("/api/v1/custom_emojis", headers=each) for each in headers]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == [str(left) for left in range(299, -1, -1)]
    is_refusal(server.get("/api/v1/custom_emojis", headers={"X-Forwarded-For": "127.0.0.1"}))
    assert server.get("/api/v1/custom_emojis").status == 200


def test_only_the_last_address_before_the_trusted_one_counts(server):
    """What the client itself wrote into the header stands further left and is worth nothing."""
    lies = [{"X-Forwarded-For": f"192.0.2.{number}, 203.0.113.250"} for number in range(1, 6)]
    answers = [server.get("/api/v1/custom_emojis", headers=each) for each in lies]
    assert [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers] == [299, 298, 297, 296, 295]
