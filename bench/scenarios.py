"""One function per row of the table. Each gives lines of (what, measured, reach)."""

import http.client
import json
import time
from dataclasses import replace

from flood import Flood, percentile
from load import IdleConnections, once, wrk
from process import Server

Rows = list[tuple[str, str, str]]
FOLLOWS = 40


def a_reader(server: Server) -> str:
    """The local account with the fullest home."""
    return server.query(
        "SELECT a.username FROM accounts a JOIN users u ON u.account_id = a.id "
        "JOIN account_stats s ON s.account_id = a.id ORDER BY s.following_count DESC LIMIT 1")[0][0]


def ask(server: Server, method: str, path: str, token: str = "", body: dict | None = None) -> dict | list:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status not in (200, 206):
        raise SystemExit(f"{method} {path}: {answer.status} {text[:200]!r}")
    return json.loads(text)


def fill_home(server: Server, token: str) -> None:
    """Asks until the home is complete: one that was away for long is rebuilt first."""
    for _ in range(200):
        if len(ask(server, "GET", "/api/v1/timelines/home?limit=20", token)) == 20:
            break
        time.sleep(0.1)


def reads(server: Server) -> Rows:
    token = server.token(a_reader(server))
    fill_home(server, token)
    server.wait_until_idle()
    rows: Rows = []
    cold = cold_home(server)
    warm = wrk(server, "/api/v1/timelines/home?limit=20", token)
    rows.append(("home timeline, 20 posts, 16 connections, warm", warm.row(), "≤ 70 µs CPU"))
    rows.append(("home timeline, each reader's first", cold, "≤ 150 µs CPU"))
    author, tag, thread = find_targets(server)
    for what, path, reach in (
        ("account statuses", f"/api/v1/accounts/{author}/statuses", "≤ 60 µs"),
        ("public timeline", "/api/v1/timelines/public", "≤ 60 µs"),
        ("tag timeline", f"/api/v1/timelines/tag/{tag}", "≤ 60 µs"),
        ("one status", f"/api/v1/statuses/{thread}", "≤ 20 µs"),
        ("context of 40", f"/api/v1/statuses/{thread}/context", "≤ 150 µs"),
        ("empty handler (/health)", "/health", "≤ 12 µs"),
    ):
        rows.append((what, wrk(server, path, "" if path == "/health" else token).row(), reach))
    return rows


def cold_home(server: Server) -> str:
    """Readers after a start, each for the first time. The first hundred are not counted: they pay for what a start
    costs once (threads, statements, memory)."""
    names = [row[0] for row in server.query(
        "SELECT a.username FROM accounts a JOIN users u ON u.account_id = a.id LIMIT 200")]
    tokens = [server.token(name) for name in names]
    for token in tokens:
        fill_home(server, token)
    server.wait_until_idle()
    server.stop()
    server.start()
    server.wait_until_idle()
    path = "/api/v1/timelines/home?limit=20"
    once(server, path, tokens[:100])
    cold, again = once(server, path, tokens[100:]), once(server, path, tokens[100:])
    return f"**{cold:.0f} µs CPU** a request (the same readers again, as slowly asked: {again:.0f} µs)"


def find_targets(server: Server) -> tuple[str, str, str]:
    """An account with many posts, a tag with many, and a post with forty answers (made now)."""
    author = server.query("SELECT account_id FROM account_stats ORDER BY statuses_count DESC LIMIT 1")[0][0]
    tag = server.query(
        "SELECT t.name FROM tags t JOIN status_tags s ON s.tag_id = t.id "
        "WHERE t.name GLOB '[a-z]*' GROUP BY t.id ORDER BY COUNT(*) DESC LIMIT 1")[0][0]
    token = server.token(a_reader(server))
    root = ask(server, "POST", "/api/v1/statuses", token, {"status": "Where do the geese go?"})["id"]
    for number in range(40):
        ask(server, "POST", "/api/v1/statuses", token, {"status": f"South, {number}", "in_reply_to_id": root})
    server.wait_until_idle()
    return author, tag, root


def give_followers(server: Server, name: str, count: int) -> None:
    """Writes follows by so many local people straight into the database of a stopped server."""
    server.stop()
    target = server.query("SELECT id FROM accounts WHERE username = ? AND domain = ''", name)[0][0]
    server.query("DELETE FROM follows WHERE target_id = ?", target)
    server.query(
        "INSERT INTO follows (id, account_id, target_id, show_boosts, notify, languages, created_at) "
        "SELECT a.id + 1, a.id, ?, 1, 0, '', 0 FROM accounts a WHERE a.network = 0 AND a.id <> ? "
        "ORDER BY a.id LIMIT ?", target, target, count)
    server.query("UPDATE account_stats SET followers_count = ? WHERE account_id = ?", count, target)
    server.start()


def posting(server: Server) -> Rows:
    name = a_reader(server)
    give_followers(server, name, 100)
    followers = server.query("SELECT followers_count FROM account_stats s JOIN accounts a ON a.id = s.account_id "
                             "WHERE a.username = ?", name)[0][0]
    token = server.token(name)
    before = server.cpu_seconds()
    measured = wrk(server, "/api/v1/statuses", token, script="post.lua")
    server.wait_until_idle()
    # The fan-out goes on a moment after the last answer: all of it counts.
    cpu = (server.cpu_seconds() - before) * 1e6 / measured.requests
    whole = replace(measured, cpu=cpu)
    return [(f"POST statuses, {followers} local followers, 16 connections, fan-out included", whole.row(),
             "≥ 2,000/s, ≤ 400 µs CPU")]


def large_author(server: Server) -> Rows:
    """One post by an account with 50,000 local followers while others post at 500 a second."""
    names = [row[0] for row in server.query(
        "SELECT a.username FROM accounts a JOIN users u ON u.account_id = a.id ORDER BY a.id LIMIT 17")]
    give_followers(server, names[0], 50_000)
    star, tokens = server.token(names[0]), [server.token(name) for name in names[1:]]
    flood = Flood(server.port, tokens, 500)
    flood.start()
    time.sleep(3)
    log_before, flood.latencies = server.wal_bytes(), []
    ask(server, "POST", "/api/v1/statuses", star, {"status": "To everybody"})
    time.sleep(5)
    flood.stop()
    growth = max(0, server.wal_bytes() - log_before)
    return [("50,000 local followers while others post at 500/s",
             f"others' p50 {percentile(flood.latencies, .5):.1f} ms, **p99 {percentile(flood.latencies, .99):.1f} ms** "
             f"({len(flood.latencies)} posts, {flood.errors} errors), log grew {growth / 1e6:.1f} MB",
             "p99 ≤ 50 ms, log ≤ 5 MB")]


def memory(server: Server) -> Rows:
    server.stop()
    server.start()
    server.wait_until_idle()
    idle = server.resident_bytes()
    count = 10_000
    connections = IdleConnections(server, count)
    held = server.resident_bytes()
    each = (held["own"] - idle["own"]) / count
    connections.close()
    return [("resident memory, idle", f"{sum(idle.values()) / 1e6:.1f} MB ({idle['own'] / 1e6:.1f} MB its own, the rest "
             "pages of files)", "≤ 30 MB"),
            ("10,000 idle connections", f"{each / 1024:.1f} KB each", "≤ 10 KB each")]


def memory_after(server: Server) -> Rows:
    used = server.resident_bytes()
    return [("resident memory after the runs above",
             f"{sum(used.values()) / 1e6:.1f} MB ({used['own'] / 1e6:.1f} MB its own)", "≤ 120 MB")]


def size(server: Server) -> Rows:
    """Database bytes per status, and what they are made of."""
    server.stop()
    statuses = server.query("SELECT COUNT(*) FROM statuses")[0][0]
    entries = server.query("SELECT COUNT(*) FROM home_entries")[0][0]
    pages = server.query("SELECT name, SUM(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 8")
    total = server.query("SELECT SUM(pgsize) FROM dbstat")[0][0]
    server.start()
    parts = ", ".join(f"{name} {size / statuses:.0f}" for name, size in pages)
    return [("database bytes per status", f"{total / statuses:.0f} ({parts}; {entries} timeline entries)", "state it")]
