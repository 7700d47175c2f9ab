"""Every paged list: at most as many as documented, one page after another by `Link` alone, nothing twice and nothing
left out while the list grows, and what is new by `prev`."""

import concurrent.futures
import re
import threading
import types
import urllib.parse

import pytest

from skein_process import ROOT, eventually, next_page

# Long lists come from `skein sample`.
pytestmark = pytest.mark.optional

TABLE = ROOT / "tests/fixtures/reference/mastodon-api.tsv"
CROWD = 90       # More than the most that any page shows.
NEWCOMERS = 12   # Who come while somebody reads.
POSTS = 45
TAG = "pagingthrough"


def documented_limits() -> dict[str, tuple[int, int]]:
    """Path to the usual and the largest page."""
    found = {}
    for line in TABLE.read_text().splitlines():
        row = line.split("\t")
        limit = re.search(r"limit:integer=(\d+)\.\.(\d+)", row[5]) if len(row) > 5 else None
        if limit and row[0] == "GET":
            found[re.sub(r":\w+", ":", row[1])] = (int(limit.group(1)), int(limit.group(2)))
    return found


@pytest.fixture(scope="module")
def world(server):
    """A crowd that does everything to one author, and a reader who does everything to the crowd."""
    server.command("sample", "--accounts", str(CROWD + NEWCOMERS), "--follows", "2", "--statuses", "300",
                   "--remote-share", "0")
    names = re.findall(r"^(\w+) ", server.command("account", "list").stdout, re.MULTILINE)[:CROWD + NEWCOMERS]
    w = types.SimpleNamespace(author=server.make_account("author"), reader=server.make_account("reader"),
                              locked=server.make_account("locked"))
    w.tokens = [server.token(name) for name in names]
    w.ids = [server.get(f"/api/v1/accounts/lookup?acct={name}").json["id"] for name in names]
    assert w.locked.patch("/api/v1/accounts/update_credentials", json={"locked": True}).status == 200
    w.reader.follows(w.author)
    w.list = w.reader.post("/api/v1/lists", json={"title": "Authors"}).json["id"]
    w.reader.post(f"/api/v1/lists/{w.list}/accounts", json={"account_ids": [w.author.id]})
    w.posts = [w.author.says(f"post {number} #{TAG}")["id"] for number in range(POSTS)]
    w.done = {}
    for number in range(CROWD):
        for deed in DEEDS:
            deed(server, w, number)
    for post in w.posts:
        mark(server, w, post)
    return w


def post(server, token: str, path: str) -> None:
    answer = server.post(path, token)
    assert answer.status == 200, f"{path}: {answer.text}"


def follow_author(server, w, number):
    post(server, w.tokens[number], f"/api/v1/accounts/{w.author.id}/follow")


def favourite_first(server, w, number):
    post(server, w.tokens[number], f"/api/v1/statuses/{w.posts[0]}/favourite")


def boost_first(server, w, number):
    post(server, w.tokens[number], f"/api/v1/statuses/{w.posts[0]}/reblog")


def quote_first(server, w, number):
    answer = server.post("/api/v1/statuses", w.tokens[number],
                         json={"status": f"quoting {number}", "quoted_status_id": w.posts[0]})
    assert answer.status == 200, answer.text


def ask_locked(server, w, number):
    post(server, w.tokens[number], f"/api/v1/accounts/{w.locked.id}/follow")


def follow_one(server, w, number):
    post(server, w.locked.token, f"/api/v1/accounts/{w.ids[number]}/follow")


def block_one(server, w, number):
    post(server, w.reader.token, f"/api/v1/accounts/{w.ids[number]}/block")


def mute_one(server, w, number):
    post(server, w.author.token, f"/api/v1/accounts/{w.ids[number]}/mute?notifications=false")


def whisper(server, w, number):
    """Of somebody the author does not follow: it waits as a request."""
    answer = server.post("/api/v1/statuses", w.tokens[number],
                         json={"status": f"@{w.author.name} psst {number}", "visibility": "direct"})
    assert answer.status == 200, answer.text


def mark(server, w, status):
    post(server, w.reader.token, f"/api/v1/statuses/{status}/favourite")
    post(server, w.reader.token, f"/api/v1/statuses/{status}/bookmark")


def new_post(server, w, number):
    w.author.says(f"while you read {number} #{TAG}")


def new_mark(server, w, number):
    mark(server, w, w.author.says("marked at once")["id"])


DEEDS = [follow_author, favourite_first, boost_first, quote_first, ask_locked, follow_one, block_one, mute_one,
         whisper]

# Path, as it stands in the table; who reads; what makes the list longer.
LISTS = [
    ("/api/v1/timelines/home", "/api/v1/timelines/home", "reader", new_post),
    ("/api/v1/timelines/public", "/api/v1/timelines/public", None, new_post),
    (f"/api/v1/timelines/tag/{TAG}", "/api/v1/timelines/tag/:", None, new_post),
    ("/api/v1/accounts/{author}/statuses", "/api/v1/accounts/:/statuses", "reader", new_post),
    ("/api/v1/timelines/list/{list}", "/api/v1/timelines/list/:", "reader", new_post),
    ("/api/v1/favourites", "/api/v1/favourites", "reader", new_mark),
    ("/api/v1/bookmarks", "/api/v1/bookmarks", "reader", new_mark),
    ("/api/v1/notifications", "/api/v1/notifications", "author", follow_author),
    ("/api/v1/notifications/requests", "/api/v1/notifications/requests", "author", whisper),
    ("/api/v1/accounts/{author}/followers", "/api/v1/accounts/:/followers", "author", follow_author),
    ("/api/v1/accounts/{locked}/following", "/api/v1/accounts/:/following", "author", follow_one),
    ("/api/v1/statuses/{first}/favourited_by", "/api/v1/statuses/:/favourited_by", "author", favourite_first),
    ("/api/v1/statuses/{first}/reblogged_by", "/api/v1/statuses/:/reblogged_by", "author", boost_first),
    ("/api/v1/statuses/{first}/quotes", "/api/v1/statuses/:/quotes", "author", quote_first),
    ("/api/v1/follow_requests", "/api/v1/follow_requests", "locked", ask_locked),
    ("/api/v1/blocks", "/api/v1/blocks", "reader", block_one),
    ("/api/v1/mutes", "/api/v1/mutes", "author", mute_one),
]


@pytest.fixture(params=LISTS, ids=[entry[0] for entry in LISTS])
def paged(request, server, world):
    path, documented, who, grow = request.param
    path = path.format(author=world.author.id, locked=world.locked.id, first=world.posts[0], list=world.list)
    token = getattr(world, who).token if who else None
    eventually(lambda: len(server.get("/api/v1/timelines/home?limit=40", world.reader.token).json) == 40)
    return types.SimpleNamespace(path=path, limits=documented_limits()[documented],
                                 get=lambda where: server.get(where, token), grow=grow)


def ids(answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [item["id"] for item in answer.json]


def test_a_page_is_as_long_as_documented_and_never_longer(paged):
    usual, most = paged.limits
    assert len(paged.get(paged.path).json) == usual
    for asked, given in [("5", 5), ("1", 1), (str(most), most), (str(most + 1), most), ("1000000", most),
                         ("0", 1), ("-3", 1), ("", usual)]:
        answer = paged.get(f"{paged.path}?limit={asked}")
        assert answer.status == 200 and len(answer.json) == given, f"limit={asked}"
    first = ids(paged.get(paged.path + "?limit=5"))
    assert ids(paged.get(f"{paged.path}?limit={most}"))[:5] == first


def test_pages_follow_one_another_while_the_list_grows(server, world, paged):
    before = whole(paged, 40)
    assert len(before) > 40 and len(set(before)) == len(before)
    seen, url, first, number = [], paged.path + "?limit=20", None, 0
    while url:
        answer = paged.get(url)
        seen += ids(answer)
        first = first or answer
        url = next_page(answer)
        if number < 3:
            paged.grow(server, world, newcomer(world, paged.grow))
        number += 1
    assert seen == before, "pages changed under the reader's hands"
    newer = lambda: newer_than(paged, first)
    assert eventually(lambda: len(newer()) == 3), "what is new is not where prev points"
    assert not set(newer()) & set(before)
    assert whole(paged, 40) == newer() + before


def newcomer(world, deed) -> int:
    """The next in the crowd who has not done this yet."""
    world.done[deed] = world.done.get(deed, CROWD - 1) + 1
    assert world.done[deed] < CROWD + NEWCOMERS or deed in (new_post, new_mark), "too few newcomers"
    return world.done[deed]


def whole(paged, limit: int) -> list[str]:
    found, url = [], f"{paged.path}?limit={limit}"
    while url:
        answer = paged.get(url)
        found += ids(answer)
        url = next_page(answer)
    return found


def newer_than(paged, first) -> list[str]:
    found, url = [], next_page(first, "prev")
    while url:
        answer = paged.get(url)
        found = ids(answer) + found
        url = next_page(answer, "prev")
    return found


def test_links_are_whole_and_keep_what_was_asked(server, paged):
    answer = paged.get(paged.path + "?limit=2&only_media=false&x=%C3%A9")
    for rel, cursor in (("next", "max_id"), ("prev", "min_id")):
        link = urllib.parse.urlsplit(next_page(answer, rel))
        query = urllib.parse.parse_qs(link.query)
        assert f"{link.scheme}://{link.netloc}" == server.url and link.path == paged.path
        assert query["limit"] == ["2"] and query["x"] == ["é"] and query["only_media"] == ["false"]
        assert list(query)[-1] == cursor and len(query[cursor]) == 1 and query[cursor][0].isdigit()


def test_a_page_with_nothing_has_no_link_and_the_last_no_next(paged):
    empty = paged.get(paged.path + "?max_id=1")
    assert empty.json == [] and "Link" not in empty.headers
    url, last = paged.path + "?limit=40", None
    while url:
        last = paged.get(url)
        url = next_page(last)
    assert len(last.json) < 40
    assert not last.json or next_page(last, "prev")


def test_cursors_are_strict_and_min_id_gives_the_page_next_to_it(server, world, paged):
    answer = paged.get(paged.path + "?limit=6")
    page = ids(answer)
    second = paged.get(next_page(answer))
    oldest = urllib.parse.parse_qs(urllib.parse.urlsplit(next_page(second)).query)["max_id"][0]
    after = ids(paged.get(f"{paged.path}?min_id={oldest}&limit=3"))
    everything = page + ids(second)
    assert after == everything[-4:-1], "not the three next to the cursor, newest first"
    assert ids(paged.get(f"{paged.path}?since_id={oldest}&limit=3")) == page[:3], "not the three newest"
    assert ids(paged.get(f"{paged.path}?since_id={oldest}&limit=40")) == everything[:-1]


def test_a_cursor_that_is_no_number_is_refused_in_words(paged):
    for name in ("max_id", "min_id", "since_id"):
        for value in ("x", "1x", "-", "1e3", "99999999999999999999999999"):
            answer = paged.get(f"{paged.path}?{name}={value}")
            assert answer.status in (200, 400, 422), f"{name}={value}: {answer.status}"
            assert answer.status == 200 or answer.json["error"]


def test_one_who_asks_for_what_is_newer_never_misses_a_post(server, world):
    """Eight people post at once; a reader asks with `min_id` of what came last and must see each post once."""
    writers = world.tokens[:8]
    for number in range(8):
        post(server, world.author.token, f"/api/v1/accounts/{world.ids[number]}/unmute")
        post(server, world.author.token, f"/api/v1/accounts/{world.ids[number]}/follow")
    start = world.author.says("from here")["id"]
    said, stop = [], threading.Event()

    def write(token):
        for number in range(25):
            answer = server.post("/api/v1/statuses", token, json={"status": f"many at once {number}"})
            assert answer.status == 200
            said.append(answer.json["id"])

    seen: list[str] = []

    def read_on():
        found = ids(server.get(f"/api/v1/timelines/public?min_id={(seen or [start])[0]}&limit=40"))
        seen[:0] = found
        return found

    with concurrent.futures.ThreadPoolExecutor(len(writers)) as pool:
        running = [pool.submit(write, token) for token in writers]
        while not all(one.done() for one in running):
            read_on()
        for one in running:
            one.result()
    while read_on():
        pass
    assert sorted(map(int, seen), reverse=True) == list(map(int, seen)), "out of order"
    assert set(said) == set(seen) and len(seen) == len(set(seen))
