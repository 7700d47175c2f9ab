"""What is not for somebody appears nowhere they look. Every post carries a word of its own; every answer that a reader
gets is searched for the words of posts that are not for them. Who may see what is said by a model of a few lines, over
people and deeds drawn from a seed."""

import dataclasses
import os
import random
import re

import pytest

from pages import Browser
from skein_process import ROOT, Person, Skein, eventually, next_page

SEEDS = [int(seed) for seed in os.environ.get("SKEIN_TEST_SEEDS", "1 2").split()]
PEOPLE, DEEDS = 6, 150
WORD = re.compile(r"\bsecret(\d+)x\b", re.IGNORECASE)
HIDDEN = ("private", "direct")


@dataclasses.dataclass
class Post:
    number: int
    id: str
    author: str
    visibility: str
    mentioned: frozenset
    reply_to: "Post | None" = None
    boost_of: "Post | None" = None


class Model:
    """Who stands how to whom, and so who may see what."""

    def __init__(self):
        self.follows: set[tuple[str, str]] = set()
        self.requests: set[tuple[str, str]] = set()
        self.blocks: set[tuple[str, str]] = set()
        self.mutes: set[tuple[str, str]] = set()
        self.posts: list[Post] = []

    def apart(self, one: str | None, other: str) -> bool:
        return (one, other) in self.blocks or (other, one) in self.blocks

    def may_see(self, viewer: str | None, post: Post) -> bool:
        if viewer != post.author and self.apart(viewer, post.author):
            return False
        if post.boost_of and not self.may_see(viewer, post.boost_of):
            return False
        return (post.visibility in ("public", "unlisted") or viewer == post.author or viewer in post.mentioned
                or (post.visibility == "private" and (viewer, post.author) in self.follows))

    def cut(self, one: str, other: str) -> None:
        """A block ends follows and requests both ways."""
        for pair in ((one, other), (other, one)):
            self.follows.discard(pair)
            self.requests.discard(pair)


class World:
    """The people, the model, and a reader's eyes that notice what they must not see."""

    def __init__(self, server: Skein, seed: int):
        self.server, self.model, self.random = server, Model(), random.Random(seed)
        self.people: dict[str, Person] = {}
        for number in range(PEOPLE):
            name = f"p{seed}n{number}"
            self.people[name] = server.make_account(name)
        self.locked = {name for number, name in enumerate(self.people) if number % 3 == 0}
        for name in self.locked:
            self.people[name].patch("/api/v1/accounts/update_credentials", json={"locked": True})
        self.first = seed * 1000

    def look_only(self, viewer: str | None, path: str):
        return self.server.get(path, self.people[viewer].token if viewer else None)

    def look(self, viewer: str | None, path: str):
        """What a viewer gets, after a search for what is not theirs."""
        answer = self.look_only(viewer, path)
        self.inspect(viewer, path, answer.text)
        return answer

    def inspect(self, viewer: str | None, where: str, text: str) -> None:
        known = {post.number: post for post in self.model.posts if not post.boost_of}
        for number in {int(word) for word in WORD.findall(text)}:
            if number in known:
                post = known[number]
                assert self.model.may_see(viewer, post), f"{viewer} finds {post} in {where}"

    # --- deeds ---

    def do_something(self) -> None:
        deeds = [self.post] * 8 + [self.follow] * 6 + [self.judge] * 4 + [self.unfollow, self.remove_follower] + \
                [self.block, self.unblock, self.mute] + [self.boost] * 3 + [self.favourite] * 3
        self.random.choice(deeds)()

    def two(self) -> tuple[str, str]:
        return tuple(self.random.sample(list(self.people), 2))

    def deed(self, who: str, path: str, **options):
        answer = self.people[who].post(path, **options)
        self.inspect(who, path, answer.text)
        return answer

    def about(self, other: str, verb: str) -> str:
        return f"/api/v1/accounts/{self.people[other].id}/{verb}"

    def follow(self) -> None:
        one, other = self.two()
        answer = self.deed(one, self.about(other, "follow"))
        if self.model.apart(one, other):
            # Who follows somebody whom they block is let off the block by no one but themselves.
            assert answer.status in (403, 404), answer.text
            return
        assert answer.status == 200, answer.text
        pair = (one, other)
        if pair in self.model.follows:
            return
        (self.model.requests if other in self.locked else self.model.follows).add(pair)

    def judge(self) -> None:
        if not self.model.requests:
            return
        one, other = pair = self.random.choice(sorted(self.model.requests))
        verdict = self.random.choice(["authorize", "reject"])
        assert self.deed(other, f"/api/v1/follow_requests/{self.people[one].id}/{verdict}").status == 200
        self.model.requests.discard(pair)
        if verdict == "authorize":
            self.model.follows.add(pair)

    def unfollow(self) -> None:
        one, other = pair = self.two()
        assert self.deed(one, self.about(other, "unfollow")).status == 200
        self.model.follows.discard(pair)
        self.model.requests.discard(pair)

    def remove_follower(self) -> None:
        one, other = self.two()
        assert self.deed(one, self.about(other, "remove_from_followers")).status == 200
        self.model.follows.discard((other, one))

    def block(self) -> None:
        one, other = pair = self.two()
        assert self.deed(one, self.about(other, "block")).status == 200
        self.model.blocks.add(pair)
        self.model.cut(one, other)

    def unblock(self) -> None:
        if self.model.blocks:
            one, other = pair = self.random.choice(sorted(self.model.blocks))
            assert self.deed(one, self.about(other, "unblock")).status == 200
            self.model.blocks.discard(pair)

    def mute(self) -> None:
        one, other = pair = self.two()
        assert self.deed(one, self.about(other, "mute")).status == 200
        self.model.mutes.add(pair)

    def post(self) -> None:
        author = self.random.choice(list(self.people))
        visibility = self.random.choice(["public", "unlisted", "private", "private", "direct"])
        mentioned = frozenset(self.random.sample(sorted(set(self.people) - {author}), self.random.choice([0, 0, 1, 2])))
        others = [post for post in self.model.posts if not post.boost_of]
        parent = self.random.choice(others) if others and self.random.random() < 0.5 else None
        number = self.first + len(self.model.posts)
        text = " ".join([f"secret{number}x #secret{number}x", *(f"@{name}" for name in sorted(mentioned))])
        body = {"status": text, "visibility": visibility, "spoiler_text": f"cw secret{number}x"}
        if parent:
            body["in_reply_to_id"] = parent.id
        answer = self.deed(author, "/api/v1/statuses", json=body)
        if parent and not self.model.may_see(author, parent):
            assert answer.status == 404, f"{author} replied to {parent}"
            return
        assert answer.status == 200, answer.text
        self.model.posts.append(Post(number, answer.json["id"], author, visibility, mentioned, parent))

    def boost(self) -> None:
        others = [post for post in self.model.posts if not post.boost_of]
        if not others:
            return
        who, post = self.random.choice(list(self.people)), self.random.choice(others)
        visibility = self.random.choice(["public", "unlisted", "private"])
        answer = self.deed(who, f"/api/v1/statuses/{post.id}/reblog", data={"visibility": visibility})
        may = post.visibility in ("public", "unlisted") or (post.visibility == "private" and who == post.author)
        if not self.model.may_see(who, post):
            assert answer.status == 404, f"{who} boosted {post}"
        elif not may:
            assert answer.status in (403, 404, 422), f"{who} boosted {post}: {answer.text}"
        else:
            assert answer.status == 200, answer.text
            if any(boost.id == answer.json["id"] for boost in self.model.posts):
                return
            given = answer.json["visibility"]
            assert post.visibility != "private" or given == "private"
            self.model.posts.append(Post(-1, answer.json["id"], who, given, frozenset(), None, post))

    def favourite(self) -> None:
        if not self.model.posts:
            return
        who, post = self.random.choice(list(self.people)), self.random.choice(self.model.posts)
        for verb in ("favourite", "bookmark"):
            answer = self.deed(who, f"/api/v1/statuses/{post.id}/{verb}")
            assert answer.status == (200 if self.model.may_see(who, post) else 404), f"{who} {verb} {post}"


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
def world(request, server) -> World:
    made = World(server, request.param)
    for _ in range(DEEDS):
        made.do_something()
    posts = made.model.posts
    assert len(posts) > 25 and any(post.boost_of for post in posts) and made.model.follows and made.model.blocks
    return made


@pytest.fixture(params=[None, *range(PEOPLE)], ids=lambda number: "nobody" if number is None else f"person {number}")
def viewer(request, world) -> str | None:
    return None if request.param is None else list(world.people)[request.param]


def everything(world: World, viewer: str | None, path: str) -> list[dict]:
    found, url = [], path + ("&" if "?" in path else "?") + "limit=40"
    while url:
        answer = world.look(viewer, url)
        assert answer.status == 200, f"{url}: {answer.text}"
        found += answer.json
        url = next_page(answer)
    return found


def visible(world: World, viewer: str | None) -> dict[str, Post]:
    return {post.id: post for post in world.model.posts if world.model.may_see(viewer, post)}


def test_a_post_opens_exactly_for_its_audience(world, viewer):
    seen = visible(world, viewer)
    for post in world.model.posts:
        expected = 200 if post.id in seen else 404
        for what in ("", "/context", "/history", "/favourited_by", "/reblogged_by"):
            assert world.look(viewer, f"/api/v1/statuses/{post.id}{what}").status == expected, f"{what} of {post}"
        if viewer:
            source = world.look(viewer, f"/api/v1/statuses/{post.id}/source")
            assert source.status == (200 if post.id in seen and not post.boost_of else 404) or post.boost_of, f"{post}"
    ids = [post.id for post in world.model.posts]
    for start in range(0, len(ids), 20):
        asked = ids[start:start + 20]
        got = world.look(viewer, "/api/v1/statuses?" + "&".join(f"id[]={one}" for one in asked)).json
        assert {status["id"] for status in got} == set(asked) & set(seen)


def test_contexts_hold_only_what_the_reader_may_see(world, viewer):
    seen = visible(world, viewer)
    for post in seen.values():
        context = world.look(viewer, f"/api/v1/statuses/{post.id}/context").json
        around = {status["id"] for part in ("ancestors", "descendants") for status in context[part]}
        assert around <= set(seen)
        for other in seen.values():
            muted = viewer and (viewer, other.author) in world.model.mutes
            if other.reply_to is post and not muted:
                assert other.id in around, f"{viewer} misses {other} below {post}"


def test_lists_hold_only_what_the_reader_may_see(world, viewer):
    seen = visible(world, viewer)
    for path in ("/api/v1/timelines/public", "/api/v1/timelines/public?local=true"):
        for status in everything(world, viewer, path):
            if status["id"] in {post.id for post in world.model.posts}:
                assert status["id"] in seen and status["visibility"] == "public"
                assert status["in_reply_to_account_id"] in (None, status["account"]["id"]), "an answer to another"
    for name, person in world.people.items():
        listed = {status["id"] for status in everything(world, viewer, f"/api/v1/accounts/{person.id}/statuses")}
        own = {post.id for post in seen.values() if post.author == name}
        assert listed <= own
        silent = viewer and world.model.apart(viewer, name)
        assert silent or {one for one in own if seen[one].visibility != "direct"} <= listed, f"{viewer} at {name}"
        for more in ("pinned=true", "exclude_reblogs=true", "exclude_replies=true", "only_media=true"):
            assert {status["id"] for status in everything(
                world, viewer, f"/api/v1/accounts/{person.id}/statuses?{more}")} <= own
    for post in world.model.posts:
        if post.boost_of:
            continue
        tagged = {status["id"] for status in everything(world, viewer, f"/api/v1/timelines/tag/secret{post.number}x")}
        assert tagged <= ({post.id} if post.visibility == "public" and post.id in seen else set())
    if not viewer:
        return
    for path in ("/api/v1/favourites", "/api/v1/bookmarks"):
        assert {status["id"] for status in everything(world, viewer, path)} <= set(seen)


def test_home_holds_what_followed_people_say_to_the_reader_and_nothing_else(world, viewer):
    if not viewer:
        return
    model, seen = world.model, visible(world, viewer)
    heard = {name for name in world.people if name == viewer or ((viewer, name) in model.follows
                                                                 and (viewer, name) not in model.mutes)}

    def expected() -> set[str]:
        return {post.id for post in seen.values()
                if post.author in heard and not post.boost_of and not post.reply_to
                and (post.visibility != "direct")}

    def home() -> set[str]:
        return {status["id"] for status in everything(world, viewer, "/api/v1/timelines/home")}

    found = eventually(lambda: (lambda got: got if expected() <= got else None)(home())) or home()
    assert expected() <= found, f"{viewer} misses {[seen[one] for one in expected() - found]}"
    mine = {post.id for post in model.posts}
    assert found & mine <= set(seen)
    assert {seen[one].author for one in found & mine} <= heard


def test_nobody_is_told_of_what_they_may_not_see(world, viewer):
    if not viewer:
        return
    seen = visible(world, viewer)
    for notice in everything(world, viewer, "/api/v1/notifications"):
        if notice.get("status"):
            assert notice["status"]["id"] in seen, notice["type"]
        other = notice["account"]["acct"]
        assert other not in world.people or not world.model.apart(viewer, other), f"told of {other}"
        assert world.look(viewer, f"/api/v1/notifications/{notice['id']}").status == 200


def test_figures_count_nothing_hidden(world, viewer):
    open_ = [post for post in world.model.posts if post.visibility not in HIDDEN]
    for name, person in world.people.items():
        shown = world.look(viewer, f"/api/v1/accounts/{person.id}")
        if shown.status == 200:
            assert shown.json["statuses_count"] == sum(post.author == name for post in open_), name
    for post in visible(world, viewer).values():
        if not post.boost_of:
            shown = world.look(viewer, f"/api/v1/statuses/{post.id}").json
            assert shown["replies_count"] == sum(other.reply_to is post for other in open_)


def test_search_finds_no_hidden_post_nor_its_tag(world, viewer):
    seen = visible(world, viewer)
    for post in world.model.posts:
        if post.boost_of:
            continue
        # A tag of a public post is everybody's, also of those whom its author blocks.
        ask = world.look if post.visibility != "public" else world.look_only
        answer = ask(viewer, f"/api/v2/search?q=secret{post.number}x")
        assert answer.status == 200 and {status["id"] for status in answer.json["statuses"]} <= set(seen)
        found = [tag for tag in answer.json["hashtags"] if tag["name"] == f"secret{post.number}x"]
        assert bool(found) == (post.visibility == "public"), f"the tag of {post}"
        for tag in found:
            assert sum(int(day["uses"]) for day in tag["history"]) == 1


def test_no_page_shows_a_hidden_post(world, viewer):
    """Signed in or not, whatever addresses a post or a person might have in a browser."""
    browser = Browser(world.server)
    if viewer:
        browser.sign_in(viewer)
    paths = ["/", "/settings/sessions", "/api/v1/instance/activity", "/api/v1/instance", "/nodeinfo/2.0"]
    for name, person in world.people.items():
        paths += [f"/@{name}", f"/users/{name}", f"/ap/users/{person.id}", f"/@{name}.rss", f"/users/{name}/outbox"]
    for post in [post for post in world.model.posts if post.visibility in HIDDEN][:15]:
        paths += [f"/@{post.author}/{post.id}", f"/users/{post.author}/statuses/{post.id}", f"/statuses/{post.id}",
                  f"/ap/statuses/{post.id}", f"/@{post.author}/{post.id}/embed",
                  f"/api/oembed?url={world.server.url}/@{post.author}/{post.id}"]
    for path in paths:
        for accept in ("text/html", "application/activity+json"):
            answer = browser.session.get(world.server.url + path, headers={"Accept": accept}, timeout=30)
            world.inspect(viewer, path, answer.text)
            assert answer.status_code < 500


def test_every_deed_on_a_hidden_post_meets_nothing(world, viewer):
    if not viewer:
        return
    seen = visible(world, viewer)
    for post in world.model.posts:
        if post.id in seen:
            continue
        for verb in ("favourite", "unfavourite", "reblog", "unreblog", "bookmark", "unbookmark", "mute", "unmute",
                     "pin", "unpin"):
            assert world.deed(viewer, f"/api/v1/statuses/{post.id}/{verb}").status == 404, f"{verb} {post}"


# --- stories that chance may miss ---

@pytest.fixture
def pair(person):
    return person("author"), person("reader")


def test_who_waits_for_a_yes_sees_nothing_and_who_was_let_go_sees_nothing_more(server, pair):
    author, reader = pair
    author.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    early = author.says("early words", "private")["id"]
    sees = lambda: reader.get(f"/api/v1/statuses/{early}").status == 200
    home = lambda: [post["id"] for post in reader.get("/api/v1/timelines/home").json]
    assert reader.post(f"/api/v1/accounts/{author.id}/follow").json["requested"]
    assert not sees() and home() == []
    author.post(f"/api/v1/follow_requests/{reader.id}/authorize")
    assert sees() and eventually(lambda: early in home())
    favourite = reader.post(f"/api/v1/statuses/{early}/favourite")
    assert favourite.status == 200 and reader.post(f"/api/v1/statuses/{early}/bookmark").status == 200
    author.post(f"/api/v1/accounts/{reader.id}/remove_from_followers")
    assert not sees() and home() == []
    for path in ("/api/v1/favourites", "/api/v1/bookmarks", f"/api/v1/accounts/{author.id}/statuses"):
        assert reader.get(path).json == []
    late = author.says("late words", "private")["id"]
    assert reader.get(f"/api/v1/statuses/{late}").status == 404 and home() == []


def test_an_edit_tells_nobody_new_what_a_post_says(server, pair, person):
    author, reader = pair
    third = person("third")
    author.follows(reader)
    post = author.says(f"@{reader.name} between us", "direct")["id"]
    author.put(f"/api/v1/statuses/{post}", json={"status": f"@{third.name} now you"})
    assert third.get(f"/api/v1/statuses/{post}").status == 200
    assert "between us" not in third.get(f"/api/v1/statuses/{post}").text
    outsider = person("outsider")
    assert outsider.get(f"/api/v1/statuses/{post}/history").status == 404


def test_pictures_of_hidden_posts_have_addresses_nobody_guesses(server, pair):
    author, reader = pair
    with open(ROOT / "tests/fixtures/media/quarters.png", "rb") as file:
        media = author.post("/api/v2/media", files={"file": file}).json
    author.says("look", "private", media_ids=[media["id"]])
    assert reader.get(f"/api/v1/media/{media['id']}").status == 404
    key = media["url"].rsplit("/", 1)[1]
    assert len(key.split(".")[0]) >= 22 and media["id"] not in key
    other = author.post("/api/v2/media", files={"file": open(ROOT / "tests/fixtures/media/quarters.png", "rb")}).json
    assert other["url"] != media["url"], "one picture, one address: whoever has it can prove that others have it too"


def test_a_suspended_account_is_gone_with_all_it_said(server, pair, person):
    author, reader = pair
    reader.follows(author)
    post = author.says(f"words of the suspended @{reader.name}")["id"]
    assert eventually(lambda: reader.get("/api/v1/notifications").json)
    server.command("account", "suspend", author.name)
    assert reader.get(f"/api/v1/statuses/{post}").status == 404
    for path in ("/api/v1/timelines/home", "/api/v1/timelines/public", f"/api/v1/accounts/{author.id}/statuses",
                 "/api/v1/notifications"):
        assert "words of the suspended" not in reader.get(path).text, path
    shown = reader.get(f"/api/v1/accounts/{author.id}")
    assert shown.status in (404, 410) or shown.json["suspended"] is True


def test_hidden_lists_of_people_stay_hidden(server, pair, person):
    author, reader = pair
    author.follows(reader)
    author.patch("/api/v1/accounts/update_credentials", json={"hide_collections": True})
    outsider = person("outsider")
    for what in ("followers", "following"):
        assert outsider.get(f"/api/v1/accounts/{author.id}/{what}").json == []
        assert server.get(f"/api/v1/accounts/{author.id}/{what}").json == []
    assert [one["id"] for one in author.get(f"/api/v1/accounts/{author.id}/following").json] == [reader.id]


def test_a_private_note_is_read_by_its_writer_alone(server, pair):
    author, reader = pair
    author.post(f"/api/v1/accounts/{reader.id}/note", json={"comment": "owes me money"})
    row = author.get(f"/api/v1/accounts/relationships?id[]={reader.id}")
    assert row.json[0]["note"] == "owes me money"
    for path in (f"/api/v1/accounts/relationships?id[]={author.id}", f"/api/v1/accounts/relationships?id[]={reader.id}",
                 f"/api/v1/accounts/{author.id}", "/api/v1/accounts/verify_credentials"):
        assert "owes me money" not in reader.get(path).text
