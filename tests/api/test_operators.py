"""What whoever runs a server relies on: the files are theirs alone, a start that cannot go well says so, words written
by command are shown, and a stranger costs neither disk nor patience."""

import os
import pathlib
import socket
import sqlite3
import stat
import subprocess

from pages import Browser
from skein_process import PROGRAM, ROOT, Skein, environment, eventually

WRONG_WORDS = 2
CALLBACK = "https://app.example/callback"


def rows_changed_behind(server: Skein, statement: str) -> None:
    """Changes the database as another process would that the running one knows nothing of."""
    if server.database_url:
        subprocess.run(["psql", "-q", server.database_url, "-c", statement], check=True)
        return
    with sqlite3.connect(server.directory / "skein.db", timeout=20) as database:
        database.execute(statement)
    database.close()


def open_to_others(directory: pathlib.Path) -> list[str]:
    return [f"{path}: {stat.filemode(path.lstat().st_mode)}" for path in directory.rglob("*")
            if not path.is_symlink() and path.lstat().st_mode & 0o077]


def test_every_file_is_for_its_owner_alone_however_the_shell_is_set_up(make_server, tmp_path):
    before = os.umask(0)
    try:
        server = make_server()
        ann = server.make_account("ann")
        picture = (ROOT / "tests/fixtures/media/cmyk.jpg").read_bytes()
        media = ann.post("/api/v2/media", files={"file": ("hill.jpg", picture)})
        assert media.status == 200, media.text
        ann.says("look", media_ids=[media.json["id"]])
        assert server.get(media.json["url"]).raw.content
        kept = tmp_path / "kept.backup"
        if "backup" in subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, env=environment()).stdout:
            server.command("backup", str(kept), "--passphrase-stdin", stdin="a passphrase nobody guesses\n")
            assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        server.stop()
        server.command("check")
        assert (server.directory / "secret.key").exists() and list(server.directory.rglob("*"))
        assert open_to_others(server.directory) == []
        assert server.directory.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


def test_more_addresses_than_a_restart_can_hand_over_are_refused(make_server):
    server = make_server(start=False)
    many = ",".join(["127.0.0.1:0"] * 17)
    done = subprocess.run([PROGRAM, "serve", f"--listen={many}", *server.arguments()], capture_output=True, text=True,
                          timeout=120, env=environment())
    assert done.returncode == WRONG_WORDS
    assert "server.listen names 17 addresses; at most 16" in done.stderr


def test_sixteen_addresses_are_served_and_handed_over(make_server):
    server = make_server(start=False)
    listen = ",".join([f"127.0.0.1:{server.port}"] + ["127.0.0.1:0"] * 15)
    server.settings["server.listen"] = listen
    server.start()
    old = server.process
    server.start("--take-over")
    assert old.wait(timeout=60) == 0
    assert eventually(lambda: server.get("/health").status == 200)


def test_texts_written_by_command_are_shown(server):
    server.command("instance", "text", "title", stdin="The Goose Pond")
    server.command("instance", "text", "terms_of_service", stdin="Behave <well>.\n\nBe kind.")
    assert server.get("/api/v2/instance").json["title"] == "The Goose Pond"
    terms = server.get("/api/v1/instance/terms_of_service").json["content"]
    assert "Behave &lt;well&gt;." in terms and "Be kind." in terms
    assert "The Goose Pond" in server.get("/").text
    refused = server.command("instance", "text", "motto", stdin="x", check=False)
    assert refused.returncode == WRONG_WORDS and "motto" in refused.stderr
    # Again, in place of the first.
    server.command("instance", "text", "title", stdin="The Other Pond")
    assert server.get("/api/v2/instance").json["title"] == "The Other Pond"


def test_a_session_that_has_ended_lets_no_app_in_although_it_is_still_remembered(make_server):
    server = make_server()
    ann = server.make_account("ann")
    app = server.post("/api/v1/apps", json={"client_name": "Quill", "redirect_uris": CALLBACK}).json
    browser = Browser(server)
    browser.sign_in(ann.name)
    page = browser.open(f"/oauth/authorize?response_type=code&client_id={app['client_id']}&redirect_uri={CALLBACK}")
    rows_changed_behind(server, "DELETE FROM sessions")
    answer = browser.submit(page, page.form("client_id"))
    assert answer.status == 403 and "signed out" in answer.text
    assert "Location" not in answer.response.headers
    # It was the memory that let the request come so far.
    server.restart()
    assert browser.open("/settings/sessions").url.startswith(server.url + "/auth/sign_in")


def test_a_strangers_upload_is_refused_by_its_head_before_any_of_it_is_kept(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as stranger:
        stranger.sendall(b"POST /api/v2/media HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                         b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 4000000\r\n\r\n")
        assert stranger.recv(4096).startswith(b"HTTP/1.1 401 ")
    assert list((server.directory / "spool").iterdir()) == []


def test_an_upload_with_a_made_up_token_leaves_nothing(server):
    answer = server.post("/api/v2/media", "made-up", files={"file": ("a.png", bytes(2 << 20))})
    assert answer.status == 401
    assert eventually(lambda: not list((server.directory / "spool").iterdir()))
