"""Searching posts by their words: how long an answer takes, and what a post costs the index."""

import http.client
import time
from urllib.parse import quote

import scenarios
from flood import percentile
from process import Server

WORDS = 40


def words_of(server: Server) -> list[str]:
    """Words that posts are made of, from the newest ones: common and rare as they come."""
    rows = server.query("SELECT words FROM search_index ORDER BY rowid DESC LIMIT 400")
    seen = [word for row in rows for word in row[0].split() if word.isalpha()]
    return seen[:: max(len(seen) // WORDS, 1)][:WORDS]


def answer_times(server: Server, queries: list[str], token: str) -> list[float]:
    """Milliseconds, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    times = []
    for query in queries:
        begun = time.perf_counter()
        connection.request("GET", f"/api/v2/search?type=statuses&q={quote(query)}",
                           headers={"Authorization": "Bearer " + token})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"search for {query!r}: {answer.status}")
        times.append((time.perf_counter() - begun) * 1000)
    return times


def at(statuses: int) -> scenarios.Rows:
    with Server() as server:
        server.sample(1000, scenarios.FOLLOWS, statuses)
        server.query("UPDATE accounts SET indexable = 1 WHERE id % 3 = 0")
        server.start()
        begun = server.cpu_seconds()
        while server.query("SELECT next_id FROM search_progress")[0][0] != 0:
            time.sleep(1)
        server.wait_until_idle()
        each = (server.cpu_seconds() - begun) * 1e6 / statuses
        token = server.token(scenarios.a_reader(server))
        words = words_of(server)
        rows: scenarios.Rows = [(f"filling the index with {statuses:,} posts", f"{each:.0f} µs CPU a post", "≤ 150 µs")]
        for what, queries in (("one word", words), ("two words", [f"{a} {b}" for a, b in zip(words, words[1:])]),
                              ("a word and has:media", [f"{word} has:media" for word in words])):
            times = sorted(answer_times(server, queries, token))
            rows.append((f"search at {statuses:,} posts, {what}",
                         f"p50 {percentile(times, 50):.1f} ms, p95 {percentile(times, 95):.1f} ms", "p95 ≤ 30 ms"))
        return rows


def all_rows() -> scenarios.Rows:
    return at(20_000) + at(1_000_000)
