"""The command line as scripts rely on it: what it prints, what its exit codes mean, errors that say what to do; beside a
running server and alone; a backup while serving that another directory goes on from; and nothing secret in the files."""

import json
import re
import subprocess
import threading

import pytest

from conftest import DATABASE
from skein_process import PASSWORD, PROGRAM, ROOT, Skein, environment, eventually

PASSPHRASE = "a passphrase nobody guesses"
WRONG_WORDS, NOT_FOUND, LATER = 2, 3, 4


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Skein(tmp_path_factory.mktemp("commands") / "data", DATABASE).start()
    yield running
    assert running.stop() == 0


@pytest.fixture(params=["beside the server", "alone"])
def anywhere(request, server, make_server) -> Skein:
    """Commands do the same whether a server owns the directory or nobody does."""
    if request.param == "beside the server":
        return server
    alone = make_server(start=False)
    alone.command("migrate")
    return alone


_count = iter(range(1, 10_000))


def create(server: Skein, *words: str, name: str = "", email: str = "", password: str = PASSWORD + "\n"):
    name = name or f"somebody{next(_count)}"
    return name, server.command("account", "create", name, "--email", email or f"{name}@example.org", *words,
                                stdin=password, check=False)


def fails(done: subprocess.CompletedProcess, code: int, words: str) -> None:
    assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
    last = done.stderr.strip().splitlines()
    said = "\n".join(line for line in last if not re.match(r"\d{4}-\d\d-\d\dT", line))
    assert said.startswith("skein: ") and re.search(words, said, re.IGNORECASE), said


@pytest.mark.optional
def test_every_command_explains_itself():
    whole = run("--help").stdout
    commands = ["serve", "account create", "account list", "account role", "account suspend", "account reset-password",
                "account limit", "account unlimit", "account memorial", "account delete",
                "token create", "config", "migrate", "check", "job list", "job retry", "backup", "restore", "emoji import",
                "domain block", "domain import", "report list",
                "sample", "version"]
    for command in commands:
        assert command.split()[0] in whole
        done = run(*command.split(), "--help")
        assert done.returncode == 0 and len(done.stdout) > 40 and not done.stderr, command
    assert re.fullmatch(r"skein \d+\.\d+\.\d+\S*\n", run("version").stdout)


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, env=environment())


@pytest.mark.parametrize("words", [[], ["nonsense"], ["account"], ["account", "nonsense"], ["serve", "extra"],
                                   ["token", "create"], ["version", "--nonsense"], ["sample"],
                                   ["config", "--server.node", "99"], ["config", "--server.node=x"],
                                   ["config", "--no.such", "1"], ["config", "--log.level=loud"],
                                   ["config", "--config", "/does/not/exist"]], ids=" ".join)
def test_wrong_words_are_refused_with_what_is_wrong(words):
    done = run(*words)
    assert done.returncode in ((NOT_FOUND,) if "/does/not/exist" in words else (WRONG_WORDS,)), done.stderr
    assert done.stdout == "" and done.stderr.startswith("skein: ")
    for word in words[1:]:
        if "." in word and "/" not in word:
            assert word.removeprefix("--").split("=")[0] in done.stderr


def test_all_wrong_settings_are_told_at_once(tmp_path):
    file = tmp_path / "skein.toml"
    file.write_text('[server]\nnode = 99\nnonsense = 1\n[log]\nlevel = "loud"\n')
    done = run("config", "--config", str(file))
    assert done.returncode == WRONG_WORDS
    assert all(word in done.stderr for word in ("server.node", "server.nonsense", "log.level"))
    file.write_text("[server\n")
    assert "line 1" in run("config", "--config", str(file)).stderr


def test_a_setting_says_where_it_came_from(tmp_path):
    file = tmp_path / "skein.toml"
    file.write_text('[instance]\ntitle = "From the file"\nlanguages = ["th", "ar"]\n[mail]\nsmtp_password = "hush"\n')
    shown = subprocess.run([PROGRAM, "config", "--config", str(file), "--posts.characters_max=777"], text=True,
                           capture_output=True, env={**environment(), "SKEIN_INSTANCE_REGISTRATIONS": "closed"}).stdout
    assert "instance.title = From the file  (file)" in shown and "instance.languages = th, ar  (file)" in shown
    assert "instance.registrations = closed  (environment)" in shown and "posts.characters_max = 777  (flag)" in shown
    assert "(default)" in shown and "hush" not in shown


def test_accounts_are_made_listed_and_changed(anywhere):
    name, done = create(anywhere, "--password-stdin", "--confirmed")
    assert done.returncode == 0, done.stderr
    listed = anywhere.command("account", "list").stdout
    assert re.search(rf"^{name} +user +active", listed, re.MULTILINE) and "@example.org" not in listed
    anywhere.command("account", "role", name, "moderator")
    assert re.search(rf"^{name} +moderator", anywhere.command("account", "list").stdout, re.MULTILINE)
    anywhere.command("account", "suspend", name)
    assert re.search(rf"^{name} .*suspended", anywhere.command("account", "list").stdout, re.MULTILINE)
    anywhere.command("account", "suspend", name, "--undo")
    assert re.search(rf"^{name} +moderator +active", anywhere.command("account", "list").stdout, re.MULTILINE)


def test_accounts_that_cannot_be_are_refused(anywhere):
    taken, done = create(anywhere, "--password-stdin")
    assert done.returncode == 0
    fails(create(anywhere, "--password-stdin", name=taken)[1], 1, "taken")
    fails(create(anywhere, "--password-stdin", email=f"{taken}@example.org")[1], 1, "taken|in use|already")
    fails(create(anywhere, "--password-stdin", name="bad name", email="bad@example.org")[1], 1, "name")
    fails(create(anywhere, "--password-stdin", name="admin")[1], 1, "reserved")
    fails(create(anywhere, "--password-stdin", email="nonsense")[1], WRONG_WORDS, "name@example.org")
    fails(create(anywhere, "--password-stdin", password="short\n")[1], WRONG_WORDS, "12 characters")
    fails(create(anywhere)[1], WRONG_WORDS, "--password-stdin")
    fails(create(anywhere, "--password-stdin", "--role", "king")[1], WRONG_WORDS, "moderator, admin or owner")
    for words in (["role", "nobody", "admin"], ["suspend", "nobody"]):
        fails(anywhere.command("account", *words, check=False), NOT_FOUND, "nobody")
    fails(anywhere.command("account", "role", taken, "king", check=False), WRONG_WORDS, "moderator, admin or owner")
    fails(anywhere.command("account", "reset-password", "nobody", "--password-stdin", stdin=PASSWORD + "\n",
                           check=False), NOT_FOUND, "nobody")


def test_a_token_is_all_that_is_printed_and_it_works(server):
    name, _ = create(server, "--password-stdin", "--confirmed")
    done = server.command("token", "create", name, "--scopes", "read:accounts push")
    assert re.fullmatch(r"[\w-]{32,}\n", done.stdout) and done.stderr == ""
    token = done.stdout.strip()
    assert server.get("/api/v1/accounts/verify_credentials", token).json["username"] == name
    assert server.get("/api/v1/timelines/home", token).status == 403
    fails(server.command("token", "create", "nobody", check=False), NOT_FOUND, "nobody")
    fails(server.command("token", "create", name, "--scopes", "read nonsense", check=False), WRONG_WORDS, "scope")


def test_a_token_made_alone_works_once_the_server_runs(make_server):
    server = make_server(start=False)
    person_name, done = create(server, "--password-stdin", "--confirmed")
    assert done.returncode == 0, done.stderr
    token = server.token(person_name)
    assert re.fullmatch(r"[\w-]{32,}", token)
    server.start()
    assert server.get("/api/v1/accounts/verify_credentials", token).json["username"] == person_name


def test_a_password_reset_by_command_ends_what_was_open(server):
    from pages import Browser
    name, _ = create(server, "--password-stdin", "--confirmed")
    browser = Browser(server)
    browser.sign_in(name)
    assert "password" not in browser.open("/settings/sessions").url
    server.command("account", "reset-password", name, "--password-stdin", stdin="another good password\n")
    assert "/auth/sign_in" in browser.open("/settings/sessions").url
    assert "/auth/sign_in" in Browser(server).sign_in(name).url
    fresh = Browser(server)
    fresh.sign_in(name, "another good password")
    assert fresh.open("/settings/sessions").url.endswith("/settings/sessions")


def test_jobs_are_listed_and_tried_again(anywhere):
    assert anywhere.command("job", "list").returncode == 0
    assert anywhere.command("job", "list", "--dead").stdout.strip()
    fails(anywhere.command("job", "retry", "123", check=False), NOT_FOUND, "123")
    fails(anywhere.command("job", "retry", "abc", check=False), WRONG_WORDS, "abc")
    fails(anywhere.command("job", "retry", check=False), WRONG_WORDS, "--all")
    assert "0 jobs" in anywhere.command("job", "retry", "--all").stdout


def test_emojis_are_imported_and_what_is_no_picture_is_named(anywhere, tmp_path):
    for name, source in [("blob.png", "quarters.png"), ("turn.gif", "moving.gif"), ("fake.png", "page_named.jpg")]:
        (tmp_path / name).write_bytes((ROOT / "tests/fixtures/media" / source).read_bytes())
    done = anywhere.command("emoji", "import", str(tmp_path), "--category", "Blobs", check=False)
    assert done.returncode == 1 and "2 of 3" in done.stdout and "fake.png" in done.stdout, done.stdout
    fails(anywhere.command("emoji", "import", "/does/not/exist", check=False), NOT_FOUND, "/does/not/exist")
    if anywhere.process:
        assert {emoji["shortcode"] for emoji in anywhere.get("/api/v1/custom_emojis").json} == {"blob", "turn"}


def test_check_and_migrate_say_how_it_stands(anywhere):
    checked = anywhere.command("check").stdout
    assert "whole" in checked.splitlines()[-1]
    assert re.search(r"\d+ migrations applied, 0 waiting", anywhere.command("migrate").stdout)


@pytest.mark.optional
@pytest.mark.embedded
def test_check_finds_damage(make_server):
    server = make_server()
    author = server.make_account("author")
    with open(ROOT / "tests/fixtures/media/large.jpg", "rb") as file:
        assert author.post("/api/v2/media", files={"file": file}).status == 200
    server.stop()
    assert server.command("check").returncode == 0
    largest = max((path for path in (server.directory / "files").rglob("*") if path.is_file()),
                  key=lambda path: path.stat().st_size)
    whole = largest.read_bytes()
    largest.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    fails(server.command("check", check=False), LATER, "file")
    largest.unlink()
    fails(server.command("check", check=False), LATER, "file")
    largest.write_bytes(whole)
    assert server.command("check").returncode == 0
    key = server.directory / "secret.key"
    kept = key.read_bytes()
    key.unlink()
    assert server.command("check", check=False).returncode != 0, "another key opens nothing that the old one closed"
    key.write_bytes(kept)
    database = server.directory / "skein.db"
    data = bytearray(database.read_bytes())
    for place in range(8 * 4096, len(data) - 4096, 4096):
        data[place:place + 64] = b"\xff" * 64
    database.write_bytes(data)
    assert server.command("check", check=False).returncode != 0


@pytest.mark.optional
def test_sample_is_the_same_each_time_and_refuses_a_server_in_use(make_server):
    seen = []
    for name in ("one", "two"):
        server = make_server(name, start=False)
        done = server.command("sample", "--accounts", "30", "--follows", "5", "--statuses", "120")
        assert "Done" in done.stdout
        server.start()
        public = server.get("/api/v1/timelines/public?limit=40").json
        assert len(public) == 40
        seen.append([post["content"] for post in public])
        lines = server.command("account", "list").stdout
        assert re.search(r"^\w+ +user +active", lines, re.MULTILINE)
    assert [re.sub(r"127\.0\.0\.1:\d+", "", text) for text in seen[0]] == \
        [re.sub(r"127\.0\.0\.1:\d+", "", text) for text in seen[1]]
    fails(server.command("sample", "--accounts", "x", "--statuses", "5", check=False), WRONG_WORDS, "--accounts")
    again = server.command("sample", "--accounts", "30", "--statuses", "50", check=False)
    assert again.returncode != 0, "a server in use was filled with made-up people"


# --- backup and restore ---

@pytest.fixture(scope="module")
def lived_in(server, tmp_path_factory):
    """A server with something to lose, and its backup made while people post."""
    author = server.make_account("author")
    with open(ROOT / "tests/fixtures/media/quarters.png", "rb") as file:
        media = author.post("/api/v2/media", files={"file": file}, data={"description": "four"}).json
    kept = author.says("kept for ever", media_ids=[media["id"]])
    over, done = threading.Event(), []

    def post_on():
        while not over.is_set():
            done.append(author.says(f"meanwhile {len(done)}")["id"])

    posting = threading.Thread(target=post_on)
    posting.start()
    eventually(lambda: len(done) > 5)
    file = tmp_path_factory.mktemp("backup") / "skein.backup"
    made = server.command("backup", str(file), "--passphrase-stdin", stdin=PASSPHRASE + "\n", check=False)
    during = len(done)
    over.set()
    posting.join()
    assert made.returncode == 0, made.stderr
    return author, kept, media, file, done[:5], during


def restore(make_server, file, passphrase: str, name: str = "elsewhere"):
    other = make_server(name, start=False)
    return other, other.command("restore", str(file), "--passphrase-stdin", stdin=passphrase + "\n", check=False)


@pytest.mark.optional
def test_a_backup_lives_on_elsewhere(lived_in, make_server):
    author, kept, media, file, early, _ = lived_in
    other, done = restore(make_server, file, PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert other.command("check").returncode == 0
    other.settings["server.public_url"] = other.url
    other.start()
    assert other.get("/api/v1/accounts/verify_credentials", author.token).json["id"] == author.id
    status = other.get(f"/api/v1/statuses/{kept['id']}", author.token).json
    assert status["content"] == "<p>kept for ever</p>" and status["media_attachments"][0]["description"] == "four"
    picture = re.sub(r"^https?://[^/]+", other.url, status["media_attachments"][0]["url"])
    assert other.get(picture).status == 200
    for identity in early:
        assert other.get(f"/api/v1/statuses/{identity}").status == 200
    from pages import Browser
    browser = Browser(other)
    browser.sign_in("author")
    assert browser.open("/settings/sessions").url.endswith("/settings/sessions")
    answer = other.post("/api/v1/statuses", author.token, json={"status": "and it goes on"})
    assert answer.status == 200 and int(answer.json["id"]) > int(early[-1])
    assert other.stop() == 0
    assert other.command("check").returncode == 0


@pytest.mark.optional
def test_a_backup_opens_to_its_passphrase_alone(lived_in, make_server, tmp_path):
    *_, file, _, _ = lived_in
    data = file.read_bytes()
    for secret in (b"kept for ever", b"author", b"SQLite format", b"example.org", b"BEGIN", b"meanwhile"):
        assert secret not in data
    other, done = restore(make_server, file, "not the right passphrase")
    fails(done, 1, "passphrase")
    assert not (other.directory / "skein.db").exists()
    damaged = tmp_path / "damaged"
    for change in (data[:len(data) // 2], data[:-1], data[:5000] + bytes([data[5000] ^ 1]) + data[5001:],
                   data + b"more", b"", b"no backup at all"):
        damaged.write_bytes(change)
        other, done = restore(make_server, damaged, PASSPHRASE, f"from {len(change)}")
        assert done.returncode != 0 and done.stderr.startswith("skein: "), f"{len(change)} bytes: {done.stdout}"
        assert not (other.directory / "skein.db").exists() and not (other.directory / "secret.key").exists()
    fails(restore(make_server, "/does/not/exist", PASSPHRASE, "nowhere")[1], NOT_FOUND, "/does/not/exist")


@pytest.mark.optional
def test_nothing_is_restored_over_what_is_there(lived_in, server, tmp_path):
    *_, file, _, _ = lived_in
    done = server.command("restore", str(file), "--passphrase-stdin", stdin=PASSPHRASE + "\n", check=False)
    assert done.returncode in (1, LATER) and done.stderr.startswith("skein: ")
    assert server.get("/health").status == 200
    weak = server.command("backup", str(tmp_path / "x"), "--passphrase-stdin", stdin="short\n", check=False)
    fails(weak, WRONG_WORDS, "12 characters")
    fails(server.command("backup", str(tmp_path / "x"), check=False), WRONG_WORDS, "--passphrase-stdin")
    assert not (tmp_path / "x").exists()
    nowhere = server.command("backup", "/does/not/exist/x", "--passphrase-stdin", stdin=PASSPHRASE + "\n", check=False)
    assert nowhere.returncode != 0 and "/does/not/exist" in nowhere.stderr


@pytest.mark.embedded
def test_the_files_hold_no_address_token_or_password(make_server):
    server = make_server(instance__registrations="open")
    person = server.make_account("careful", password="a most secret password")
    app = server.post("/api/v1/apps", json={"client_name": "Leaky", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                                            "scopes": "read write:accounts"}).json
    token = server.post("/oauth/token", json={**{key: app[key] for key in ("client_id", "client_secret")},
                                              "grant_type": "client_credentials", "scope": "write:accounts"}).json
    joined = server.post("/api/v1/accounts", token["access_token"], json={
        "username": "joiner", "email": "joiner@secret-address.example", "password": "a most secret password",
        "agreement": True, "locale": "en", "reason": "x"})
    assert joined.status == 200, joined.text
    from pages import Browser
    browser = Browser(server)
    browser.sign_in("careful", "a most secret password")
    cookies = [cookie.value for cookie in browser.session.cookies]
    assert cookies and all(len(value) > 20 for value in cookies)
    person.says("words that are meant to be found")
    secrets = ["careful@example.org", "secret-address", "most secret password", person.token, token["access_token"],
               joined.json["access_token"], app["client_secret"], *cookies]

    def search() -> None:
        files = [path for path in server.directory.rglob("*") if path.is_file()]
        assert any(path.name.startswith("skein.db") for path in files)
        content = {path: path.read_bytes() for path in files}
        assert any(b"words that are meant to be found" in data for data in content.values())
        for path, data in content.items():
            for secret in secrets:
                assert secret.encode() not in data, f"{secret} in {path.name}"
                assert secret.encode("utf-16-le") not in data
            assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0 or \
                server.directory.stat().st_mode & 0o077 == 0, f"others read {path}"

    search()
    assert server.stop() == 0
    search()
    log = server.log() + server.printed()
    for secret in secrets:
        assert secret not in log
    assert "words that are meant to be found" not in log


def test_the_log_as_json_is_json(make_server):
    server = make_server(log__format="json", log__requests="true")
    server.get("/api/v1/accounts/lookup?acct=somebody-private")
    assert server.stop() == 0
    lines = [json.loads(line) for line in server.log().splitlines()]
    assert any(line.get("route") == "/api/v1/accounts/lookup" for line in lines)
    assert "somebody-private" not in server.log()
