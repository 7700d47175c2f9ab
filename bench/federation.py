"""What section 7 of the federation's aims measures. Each gives lines of (what, measured, reach)."""

import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.request

from load import wrk
from peers import Actor, Peers
from process import Server

Rows = list[tuple[str, str, str]]
ACTORS = 10
FOLLOWERS_EACH = 5
CREATES = 24_000
HOSTS, FOLLOWERS = 500, 2000
DEAD_DELIVERIES = 100_000


class FederatedServer(Server):
    """A server whose every peer is one of the Peers."""

    def __init__(self, peers: Peers):
        super().__init__()
        self.peers = peers

    def _arguments(self) -> list[str]:
        return super()._arguments() + self.peers.settings() + ["--previews.enabled=false"]

    def person(self, name: str) -> str:
        """A local account; its token."""
        self.command("account", "create", name, "--email", name + "@example.org", "--password-stdin", "--confirmed",
                     stdin="correct horse battery\n")
        return self.token(name)

    def ask(self, method: str, path: str, token: str = "", body: dict | None = None):
        request = urllib.request.Request(self.url + path, method=method, data=json.dumps(body).encode() if body else None)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", "Bearer " + token)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())


def follow_in_database(server: Server, pairs: list[tuple[int, int]]) -> None:
    """Follows of accounts that are stored already, while the server does not run."""
    for number, (account, target) in enumerate(pairs):
        server.query("INSERT INTO follows (id, account_id, target_id, show_boosts, notify, languages, created_at) "
                     "VALUES (?, ?, ?, 1, 0, '', 0)", 1000 + number, account, target)
    for target in {target for _, target in pairs}:
        server.query("INSERT INTO activitypub_followed (account_id) VALUES (?) ON CONFLICT DO NOTHING", target)


def known_actors(server: FederatedServer, token: str) -> list[Actor]:
    actors = [Actor(f"a{number}.peer.example", f"actor{number}") for number in range(ACTORS)]
    for actor in actors:
        server.peers.put_actor(actor)
        found = server.ask("GET", f"/api/v2/search?resolve=true&type=accounts&q={actor.name}@{actor.host}", token)
        if not found["accounts"]:
            raise SystemExit(f"{actor.id} could not be found")
    return actors


def receiving() -> Rows:
    """Signed Creates from known actors to the shared inbox: accepted, then in the homes of their followers."""
    with Peers() as peers, FederatedServer(peers) as server:
        server.start()
        tokens = [server.person(f"reader{number}") for number in range(FOLLOWERS_EACH)]
        actors = known_actors(server, tokens[0])
        server.wait_until_idle()
        server.stop()
        readers = [row[0] for row in server.query("SELECT account_id FROM users")]
        remote = [row[0] for row in server.query("SELECT id FROM accounts WHERE network = 1")]
        follow_in_database(server, [(reader, target) for reader in readers for target in remote])
        server.start()
        host = server.url.removeprefix("http://")
        file = pathlib.Path(tempfile.mkstemp(prefix="skein-requests-")[1])
        with file.open("wb") as out:
            for number in range(CREATES):
                actor = actors[number % ACTORS]
                whole = actor.signed_post(host, "/inbox", actor.create(number))
                out.write(b"%08d" % len(whole) + whole)
        server.wait_until_idle()
        os.environ["SKEIN_BENCH_REQUESTS"] = str(file)
        cpu, begun = server.cpu_seconds(), time.monotonic()
        accepted = wrk(server, "/inbox", seconds=3, script="inbox.lua")
        stored, deadline = 0, time.monotonic() + 120
        while time.monotonic() < deadline:
            now = server.query("SELECT COUNT(*) FROM statuses")[0][0]
            if now == stored and now:
                break
            stored = now
            time.sleep(0.25)
        took = time.monotonic() - begun - 0.25
        server.wait_until_idle()
        used = server.cpu_seconds() - cpu
        in_homes = server.query("SELECT COUNT(*) FROM home_entries")[0][0]
        file.unlink()
        return [
            ("signed Create accepted, 16 connections", accepted.row(), "≥ 8,000/s"),
            ("the same, stored and in five homes", f"{stored:,} of {min(accepted.requests, CREATES):,} in {took:.1f} s = "
             f"{stored / took:,.0f}/s, **{used * 1e6 / max(stored, 1):.0f} µs CPU** each in all; {in_homes:,} entries",
             "≥ 3,000/s, ≤ 500 µs CPU"),
        ]


def serving() -> Rows:
    with Peers() as peers, FederatedServer(peers) as server:
        server.start()
        token = server.person("ann")
        status = server.ask("POST", "/api/v1/statuses", token, {"status": "Hello #world"})
        account = status["account"]["id"]
        host = server.url.removeprefix("http://")
        server.wait_until_idle()
        rows = []
        for what, path in (("actor document", f"/ap/users/{account}"),
                           ("status document", f"/ap/users/{account}/statuses/{status['id']}"),
                           ("WebFinger", f"/.well-known/webfinger?resource=acct:ann@{host}")):
            rows.append((what, wrk(server, path).row(), "≤ 30 µs CPU"))
        return rows


def remote_followers(server: Server, author: int, hosts: int, count: int, domain: str) -> None:
    """Followers on many hosts, put into the database while the server does not run."""
    connection_rows = []
    for number in range(count):
        host = f"{domain}{number % hosts}.peer.example"
        connection_rows.append((10_000_000 + number, f"https://{host}/users/u{number}", f"u{number}", host))
    import sqlite3
    with sqlite3.connect(server.directory / "skein.db") as database:
        for identifier, address, name, host in connection_rows:
            database.execute(
                "INSERT INTO accounts (id, network, address, username, username_folded, domain, url, display_name, note, "
                "note_html, fields, avatar, header, kind, locked, discoverable, indexable, hide_collections, memorial, "
                "state, moved_to_id, version, created_at) VALUES (?, 1, ?, ?, ?, ?, ?, '', '', '', '[]', '', '', 0, 0, 1, "
                "0, 0, 0, 0, NULL, 1, 0)", (identifier, address, name, name, host, address))
            database.execute("INSERT INTO account_stats VALUES (?, 1, 0, NULL, 0, 0, 0, 0)", (identifier,))
            columns = [(row[1], row[2]) for row in database.execute("PRAGMA table_info(activitypub_actors)")]
            known = {"account_id": identifier, "address": address, "inbox": address + "/inbox",
                     "shared_inbox": f"https://{host}/inbox", "host": host, "also_known_as": "[]",
                     "fetched_at": int(time.time() * 1e6)}
            values = [known.get(column, "" if kind == "TEXT" else 0) for column, kind in columns]
            database.execute(f"INSERT INTO activitypub_actors ({', '.join(name for name, _ in columns)}) VALUES "
                             f"({', '.join('?' * len(columns))})", values)
            database.execute("INSERT INTO follows (id, account_id, target_id, show_boosts, notify, languages, created_at) "
                             "VALUES (?, ?, ?, 1, 0, '', 0)", (identifier, identifier, author))


def delivering() -> Rows:
    """One post to followers on many hosts that keep their connections."""
    with Peers() as peers, FederatedServer(peers) as server:
        server.start()
        token = server.person("ann")
        warm = server.ask("POST", "/api/v1/statuses", token, {"status": "first"})
        server.stop()
        remote_followers(server, int(warm["account"]["id"]), HOSTS, FOLLOWERS, "h")
        server.start()
        server.ask("POST", "/api/v1/statuses", token, {"status": "connections are made"})
        server.wait_until_idle()
        posts = 8
        cpu, begun = server.cpu_seconds(), time.monotonic()
        for number in range(posts):
            server.ask("POST", "/api/v1/statuses", token, {"status": f"post {number}"})
        while server.query("SELECT COUNT(*) FROM jobs")[0][0]:
            time.sleep(0.05)
        took, used = time.monotonic() - begun, server.cpu_seconds() - cpu
        deliveries = posts * HOSTS
        return [(f"{posts} posts to {FOLLOWERS:,} followers on {HOSTS} hosts ({deliveries:,} deliveries over TLS)",
                 f"{deliveries / took:,.0f} deliveries/s, **{used * 1e6 / deliveries:.0f} µs CPU** each",
                 "≥ 2,000/s, ≤ 450 µs CPU")]


def all_rows() -> Rows:
    return serving() + receiving() + delivering()
