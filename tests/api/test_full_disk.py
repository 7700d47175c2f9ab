"""A disk that is full, read-only or broken, for a while: what cannot be stored is refused with a reason, reading goes on,
nothing is half done, and everything works again, without a restart, when the cause is gone.

The disk's faults are pretended below SQLite (`database.sqlite_vfs`), always; and a real small disk is filled where the
machine lets us mount one."""

import concurrent.futures
import itertools
import os
import subprocess
import threading
import uuid

import pytest

from skein_process import ROOT, Skein, eventually, next_page

pytestmark = pytest.mark.embedded

FAULTS = ["full", "read-only", "torn", "unsynced"]
PICTURES = ROOT / "tests/fixtures/media"
DISK_BYTES = 48 << 20


class Disk:
    """What the control file says is what fails."""

    def __init__(self, path):
        self.path = path

    def fails(self, word: str) -> None:
        part = self.path.with_suffix(".part")
        part.write_text(word)
        part.rename(self.path)

    def works(self) -> None:
        self.fails("none")


@pytest.fixture
def disk(tmp_path) -> Disk:
    made = Disk(tmp_path / "fault")
    made.works()
    return made


@pytest.fixture
def server(make_server, disk) -> Skein:
    return make_server(database__sqlite_vfs=f"fault:{disk.path}")


def is_refused(answer) -> None:
    assert answer.status == 503, f"{answer.status}: {answer.text}"
    assert int(answer.headers["Retry-After"]) > 0
    words = answer.json["error"]
    assert len(words) > 20 and words[0].isupper(), words
    assert not any(bad in words.lower() for bad in ("sqlite", "errno", ".db", "ioerr", "/")), words


def texts_of(person) -> list[str]:
    found, url = [], f"/api/v1/accounts/{person.id}/statuses?limit=40"
    while url:
        answer = person.get(url)
        assert answer.status == 200, answer.text
        found += [post["content"] for post in answer.json]
        url = next_page(answer)
    return found


def is_whole(server: Skein) -> None:
    assert server.stop() == 0, server.log()[-3000:]
    done = server.command("check", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_while_nothing_can_be_stored_writing_is_refused_and_reading_goes_on(server, disk, fault):
    writer, reader = server.make_account("writer"), server.make_account("reader")
    reader.follows(writer)
    old = writer.says("before the disk failed")["id"]
    assert eventually(lambda: [post["id"] for post in reader.get("/api/v1/timelines/home").json] == [old])
    disk.fails(fault)
    key = str(uuid.uuid4())
    refused = writer.post("/api/v1/statuses", json={"status": "lost words"}, headers={"Idempotency-Key": key})
    is_refused(refused)
    if fault == "full":
        assert "full" in refused.json["error"].lower() or "space" in refused.json["error"].lower()
    for path, options in [(f"/api/v1/statuses/{old}/favourite", {}), (f"/api/v1/accounts/{writer.id}/unfollow", {}),
                          ("/api/v1/markers", {"json": {"home": {"last_read_id": old}}}),
                          ("/api/v1/apps", {"json": {"client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}})]:
        is_refused(reader.post(path, **options))
    for path in ("/api/v1/timelines/home", "/api/v1/timelines/public", f"/api/v1/statuses/{old}",
                 f"/api/v1/accounts/{writer.id}", "/api/v1/notifications", "/api/v2/instance"):
        assert reader.get(path).status == 200, path
    assert server.get("/auth/sign_in").status == 200
    page = server.post("/auth/sign_in", data={"login": "writer"}, headers={"Accept": "text/html"})
    assert page.status < 500 or page.status == 503
    disk.works()
    # At once, under the same key, and once only.
    again = writer.post("/api/v1/statuses", json={"status": "lost words"}, headers={"Idempotency-Key": key})
    assert again.status == 200, again.text
    assert texts_of(writer) == ["<p>lost words</p>", "<p>before the disk failed</p>"]
    assert eventually(lambda: [post["id"] for post in reader.get("/api/v1/timelines/home").json] ==
                      [again.json["id"], old])
    status = reader.get(f"/api/v1/statuses/{old}").json
    assert status["favourites_count"] == 0 and not status["favourited"]
    row = reader.get(f"/api/v1/accounts/relationships?id={writer.id}").json[0]
    assert row["following"] is True
    is_whole(server)


@pytest.mark.parametrize("fault", FAULTS)
def test_in_the_middle_of_many_writers_every_answer_is_true(server, disk, fault):
    writers = [server.make_account(f"writer{number}") for number in range(4)]
    reader = server.make_account("reader")
    for writer in writers:
        reader.follows(writer)
    answered: list[str] = []
    over = threading.Event()

    def write(writer) -> int:
        refusals = 0
        for number in itertools.count():
            if over.is_set():
                return refusals
            answer = writer.post("/api/v1/statuses", json={"status": f"{writer.name} says {number}"})
            if answer.status == 200:
                answered.append(answer.json["content"])
            else:
                is_refused(answer)
                refusals += 1

    def change_the_disk():
        for _ in range(3):
            seen = len(answered)
            assert eventually(lambda: len(answered) > seen + 12), "writing did not begin again"
            disk.fails(fault)
            for writer in writers:
                is_refused(writer.post("/api/v1/statuses", json={"status": "never"}))
            disk.works()

    with concurrent.futures.ThreadPoolExecutor(len(writers)) as pool:
        writing = [pool.submit(write, writer) for writer in writers]
        try:
            change_the_disk()
        finally:
            over.set()
        refusals = sum(one.result() for one in writing)
    stored = [text for writer in writers for text in texts_of(writer)]
    assert sorted(stored) == sorted(answered), "an answer was not true"
    assert refusals > 0
    if fault == "full":  # Once is enough.
        home = lambda: {post["content"] for post in everything(server, reader, "/api/v1/timelines/home")}
        assert eventually(lambda: home() == set(answered), 20), "a job was lost with the disk"
    counted = writers[0].get("/api/v1/accounts/verify_credentials").json["statuses_count"]
    assert counted == len(texts_of(writers[0]))
    is_whole(server)


def everything(server, person, path) -> list[dict]:
    found, url = [], path + "?limit=40"
    while url:
        answer = person.get(url)
        assert answer.status == 200, answer.text
        found += answer.json
        url = next_page(answer)
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_killed_while_the_disk_fails_it_starts_whole_afterwards(server, disk, fault):
    writer = server.make_account("writer")
    kept = [writer.says(f"kept {number}")["id"] for number in range(5)]
    disk.fails(fault)
    is_refused(writer.post("/api/v1/statuses", json={"status": "never stored"}))
    server.kill()
    disk.works()
    server.start()
    assert [writer.get(f"/api/v1/statuses/{one}").status for one in kept] == [200] * 5
    # What reached the log but was not synced may come back with it; nobody was told that it would not.
    assert fault == "unsynced" or "never stored" not in " ".join(texts_of(writer))
    writer.says("and it goes on")
    is_whole(server)


def test_a_disk_that_is_read_only_at_the_start_is_told_of_in_words(server, disk):
    server.make_account("writer")
    assert server.stop() == 0
    disk.fails("read-only")
    done = subprocess.run([*server_words(server)], capture_output=True, text=True, timeout=60,
                          env={name: value for name, value in os.environ.items() if not name.startswith("SKEIN")})
    assert done.returncode == 4, done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("skein: ") and len(last) > 30 and "sqlite" not in last.lower()
    disk.works()
    server.start()
    assert server.get("/api/v1/accounts/lookup?acct=writer").status == 200


def server_words(server: Skein) -> list[str]:
    from skein_process import PROGRAM
    return [PROGRAM, "serve", f"--listen=127.0.0.1:{server.port}", *server.arguments()]


# --- a real small disk ---

@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(place)],
                             capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(path) -> None:
    """Takes all the room that is left."""
    with open(path, "ab", buffering=0) as file:
        size = 1 << 20
        while size >= 512:
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                pass
            size //= 2


def test_a_disk_that_is_really_full_refuses_what_is_new_until_there_is_room(small_disk):
    server = Skein(small_disk / "data", "sqlite")
    server.start()
    try:
        a_full_disk_is_survived(server, small_disk / "ballast")
    finally:
        if server.process:
            server.kill()


def a_full_disk_is_survived(server: Skein, ballast) -> None:
    writer, reader = server.make_account("writer"), server.make_account("reader")
    reader.follows(writer)
    answered = [writer.says(f"before {number}")["content"] for number in range(10)]
    fill(ballast)

    def write(number: int):
        answer = writer.post("/api/v1/statuses", json={"status": f"{number} " + "long words " * 40})
        if answer.status == 200:
            answered.append(answer.json["content"])
        return answer

    # What SQLite has set aside already may still take a few.
    refusal = next((answer for answer in map(write, range(3000)) if answer.status != 200), None)
    assert refusal is not None, "the disk never got full"
    is_refused(refusal)
    assert "disk" in refusal.json["error"].lower() or "space" in refusal.json["error"].lower()
    with open(PICTURES / "large.jpg", "rb") as file:
        is_refused(writer.post("/api/v2/media", files={"file": file}))
    for path in ("/api/v1/timelines/home", "/api/v1/notifications", f"/api/v1/accounts/{writer.id}"):
        assert reader.get(path).status == 200
    assert server.get("/health").status == 200
    ready = server.get("/readyz")
    assert ready.status == 503 and "free" in ready.text
    ballast.unlink()
    assert eventually(lambda: write(9999).status == 200, 10), "no writing although there is room"
    with open(PICTURES / "large.jpg", "rb") as file:
        media = writer.post("/api/v2/media", files={"file": file})
    assert media.status == 200, media.text
    assert sorted(texts_of(writer)) == sorted(answered)
    home = lambda: {post["content"] for post in everything(server, reader, "/api/v1/timelines/home")}
    assert eventually(lambda: home() == set(answered))
    is_whole_but_small(server)


def is_whole_but_small(server: Skein) -> None:
    """`check` also says that little room is left; the database and the files must be whole."""
    assert server.stop() == 0
    done = server.command("check", check=False)
    assert done.returncode == 0 or "free on the disk" in done.stderr, done.stderr
