"""What was answered with success is on the disk: after a kill, with a damaged log. Full disks: test_full_disk.py."""

import concurrent.futures
import random
import sqlite3
import threading
import time
import uuid

import pytest

from skein_process import Skein, eventually, next_page

WRITERS = 8


class Posting:
    """People who post without pause, each text once, and what they were told."""

    def __init__(self, server: Skein, tokens: list[str]):
        self.server, self.tokens = server, tokens
        self.answered: dict[str, str] = {}  # Text to id, of what was answered 200.
        self.keys: dict[str, str] = {}      # Text to idempotency key, of everything tried.
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def _run(self, number: int, token: str) -> None:
        count = 0
        while not self._stop.is_set():
            count += 1
            text, key = f"writer {number} says {count} to @reader", str(uuid.uuid4())
            with self._lock:
                self.keys[text] = key
            try:
                answer = self.server.post("/api/v1/statuses", token, json={"status": text},
                                          headers={"Idempotency-Key": key})
            except OSError:
                return  # The server has been killed.
            if answer.status == 200:
                with self._lock:
                    self.answered[text] = answer.json["id"]

    def run_until(self, moment) -> None:
        with concurrent.futures.ThreadPoolExecutor(len(self.tokens)) as pool:
            running = [pool.submit(self._run, *pair) for pair in enumerate(self.tokens)]
            moment()
            self._stop.set()
            for one in running:
                one.result()


def everything_of(server: Skein, path: str, token: str, rel: str = "next") -> list[dict]:
    """All pages of a list: older ones by `next`, newer ones by `prev`."""
    found, url = [], path + ("&" if "?" in path else "?") + "limit=40"
    while url:
        answer = server.get(url, token)
        assert answer.status == 200, answer.text
        found += answer.json
        url = next_page(answer, rel)
    return found


def test_a_killed_server_has_every_post_it_answered_with_its_entries_and_notifications(make_server):
    server = make_server()
    reader = server.make_account("reader")
    writers = [server.make_account(f"writer{number}") for number in range(WRITERS)]
    for writer in writers:
        reader.follows(writer)
    for round_number in range(3):
        posting = Posting(server, [writer.token for writer in writers])

        def kill_soon():
            time.sleep(random.uniform(0.4, 1.2))
            server.kill()

        posting.run_until(kill_soon)
        assert posting.answered, "nothing was posted before the kill"
        server.start()
        ids = set(posting.answered.values())
        assert len(ids) == len(posting.answered)
        for text, identity in posting.answered.items():
            assert server.get(f"/api/v1/statuses/{identity}").status == 200, f"lost: {text}"
        since = f"/api/v1/timelines/home?min_id={min(map(int, ids)) - 1}"
        home = lambda: {post["id"] for post in everything_of(server, since, reader.token, "prev")}
        assert eventually(lambda: ids <= home()), f"round {round_number}: home misses posts"
        notices = lambda: {notice["status"]["id"] for notice in
                           everything_of(server, "/api/v1/notifications?types[]=mention", reader.token)}
        assert eventually(lambda: ids <= notices()), f"round {round_number}: notifications are missing"
        sent_again_gives_the_same(server, posting, writers)


def sent_again_gives_the_same(server: Skein, posting: Posting, writers) -> None:
    """Under one idempotency key there is one post, whether its answer arrived or not."""
    before = sum(writer.get("/api/v1/accounts/verify_credentials").json["statuses_count"] for writer in writers)
    fresh = 0
    for text, key in posting.keys.items():
        writer = writers[int(text.split()[1])]
        answer = writer.post("/api/v1/statuses", json={"status": text}, headers={"Idempotency-Key": key})
        assert answer.status == 200, answer.text
        if text in posting.answered:
            assert answer.json["id"] == posting.answered[text]
        else:
            fresh += 1
    after = sum(writer.get("/api/v1/accounts/verify_credentials").json["statuses_count"] for writer in writers)
    assert after - before <= fresh


def test_ids_grow_across_restarts_and_kills(make_server):
    server = make_server()
    writer = server.make_account("writer")
    ids = []
    for end in (server.stop, server.kill, server.kill):
        ids += [int(writer.says(f"post {len(ids)}")["id"]) for _ in range(5)]
        end()
        server.start()
    assert ids == sorted(set(ids))


@pytest.mark.embedded
def test_a_damaged_last_frame_of_the_log_costs_no_answered_post_before_it(make_server):
    server = make_server()
    writer = server.make_account("writer")
    kept = [writer.says(f"kept {number}")["id"] for number in range(20)]
    server.kill()
    log = server.directory / "skein.db-wal"
    data = bytearray(log.read_bytes())
    assert len(data) > 4096, "the log was empty"
    data[-2000:-1000] = bytes(1000)
    log.write_bytes(data)
    server.start()
    found = {post["id"] for post in server.get(f"/api/v1/accounts/{writer.id}/statuses?limit=40", writer.token).json}
    # The last commit may have been in the damaged frame; everything before is there, and nothing is half there.
    assert set(kept[:-1]) <= found
    assert server.command("check").returncode == 0 if not server.process else True
    writer.says("and it goes on")


@pytest.mark.embedded
def test_the_database_is_whole_after_many_kills(make_server):
    server = make_server()
    writer = server.make_account("writer")
    for number in range(4):
        posting = Posting(server, [writer.token] * 4)
        posting.run_until(lambda: (time.sleep(0.3), server.kill()))
        server.start()
    server.stop()
    assert server.command("check").returncode == 0
    connection = sqlite3.connect(server.directory / "skein.db")
    doubled = connection.execute(
        "SELECT COUNT(*) FROM (SELECT account_id, idempotency_key FROM idempotency_keys "
        "GROUP BY 1, 2 HAVING COUNT(*) > 1)").fetchone()[0]
    assert doubled == 0
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
