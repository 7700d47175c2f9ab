"""Videos, sounds and moving pictures from the upload to the player: "POST /api/v2/media", "GET /api/v1/media/:id",
"PUT /api/v1/media/:id", "POST /api/v1/media", "DELETE /api/v1/media/:id". All are made here by ffmpeg; without it
these tests fail, as the server could not do its work."""

import functools
import os
import pathlib
import struct
import subprocess
import tempfile
import time

import pytest

from skein_process import ROOT, Answer, Person, eventually

PICTURES = ROOT / "tests/fixtures/media"
SECRET = "51.4778N-0.0015W-by-Jane-Example"
FILM = "-f lavfi -i testsrc2=d=1:s=320x180:r=25"
TONE = "-f lavfi -i sine=d=1"
# Name, how it is made, what it becomes: its kind, the type that browsers get.
KINDS = [
    ("a.mp4", f"{FILM} {TONE} -c:v libx264 -pix_fmt yuv420p -c:a aac", "video", "video/mp4"),
    ("b.mp4", f"{FILM} {TONE} -c:v mpeg4 -c:a aac", "video", "video/mp4"),
    ("c.mov", f"{FILM} {TONE} -c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le", "video", "video/mp4"),
    ("d.webm", f"{FILM} {TONE} -c:v libvpx -deadline realtime -c:a libvorbis", "video", "video/mp4"),
    ("e.webm", f"{FILM} {TONE} -c:v libvpx-vp9 -deadline realtime -c:a libopus", "video", "video/mp4"),
    ("f.mp4", f"{FILM} -c:v libx264 -pix_fmt yuv420p", "gifv", "video/mp4"),
    ("g.gif", f"{FILM} -vf fps=5", "gifv", "video/mp4"),
    ("h.apng", f"{FILM} -vf fps=5 -f apng", "gifv", "video/mp4"),
    ("i.mp3", f"{TONE} -c:a libmp3lame", "audio", "audio/mpeg"),
    ("j.ogg", f"{TONE} -c:a libvorbis", "audio", "audio/mpeg"),
    ("k.opus", f"{TONE} -c:a libopus", "audio", "audio/mpeg"),
    ("l.wav", TONE, "audio", "audio/mpeg"),
    ("m.flac", TONE, "audio", "audio/mpeg"),
    ("n.m4a", f"{TONE} -c:a aac", "audio", "audio/mp4"),
    ("o.aac", f"{TONE} -c:a aac", "audio", "audio/mp4"),
]


@functools.cache
def made(name: str, arguments: str) -> bytes:
    """A file that ffmpeg makes, with a secret in its metadata."""
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / name
        subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *arguments.split(), "-metadata",
                        f"title={SECRET}", "-metadata", f"location={SECRET}", "-metadata",
                        "creation_time=2001-02-03T04:05:06Z", str(path)], check=True, timeout=120)
        return path.read_bytes()


def film() -> bytes:
    return made(*KINDS[0][:2])


def probe(data: bytes) -> str:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return subprocess.run(["ffprobe", "-v", "error", "-show_streams", "-show_format", file.name], check=True,
                              capture_output=True, text=True, timeout=60).stdout


def send(who: Person, data: bytes, path: str = "/api/v2/media", more: dict | None = None, **fields) -> Answer:
    return who.post(path, files={"file": ("x", data, "application/x-odd"), **(more or {})}, data=fields)


def ready(who: Person, accepted: Answer) -> dict:
    """The attachment once it has been processed."""
    assert accepted.status == 202, accepted.text
    assert accepted.json["url"] is None
    path = f"/api/v1/media/{accepted.json['id']}"

    def look():
        answer = who.get(path)
        assert answer.status in (200, 206), answer.text
        assert (answer.json["url"] is None) == (answer.status == 206)
        return answer.json if answer.status == 200 else None
    return eventually(look, 60)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def is_refused(answer: Answer, words: str = "") -> None:
    assert answer.status == 422, f"{answer.status}: {answer.text[:200]}"
    assert words in answer.json["error"]


@pytest.fixture(scope="module")
def ann(server):
    return server.make_account("ann")


@pytest.fixture(scope="module")
def bob(server):
    return server.make_account("bob")


@pytest.mark.parametrize("name, how, kind, shown", KINDS, ids=[kind[0] for kind in KINDS])
def test_every_kind_becomes_what_browsers_play(server, ann, name, how, kind, shown):
    data = made(name, how)
    accepted = send(ann, data, description="What it is")
    assert accepted.json["type"] == kind and accepted.json["description"] == "What it is"
    media = ready(ann, accepted)
    assert media["type"] == kind and media["remote_url"] is None and media["description"] == "What it is"
    assert media["url"].startswith(server.url + "/media/")
    file = server.get(path_of(media["url"]))
    assert file.status == 200 and file.headers["Content-Type"] == shown
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    traces = [SECRET.encode(), b"2001-02-03", b"testsrc"]
    # The first frame of an MP3 names its encoder, which players read the delay of the sound from.
    traces += [] if shown == "audio/mpeg" else [b"Lavf"]
    for trace in traces:
        assert trace not in file.raw.content, trace
    facts = probe(file.raw.content)
    assert SECRET not in facts and "creation_time" not in facts
    original = media["meta"]["original"]
    assert 0.5 < original["duration"] < 1.6 and original["bitrate"] > 1000
    assert media["meta"]["length"].startswith("0:00:0") and media["meta"]["duration"] == original["duration"]
    if kind == "audio":
        assert "width" not in original and media["preview_url"] is None and media["blurhash"] is None
        assert media["meta"]["audio_encode"] and media["meta"]["audio_bitrate"].endswith(" Hz")
        assert media["meta"]["audio_channels"] in ("mono", "stereo")
        return
    assert (original["width"], original["height"]) == (320, 180)
    assert "/" in original["frame_rate"] and media["meta"]["size"] == "320x180"
    assert "codec_name=h264" in facts and "pix_fmt=yuv420p" in facts
    assert ("codec_name=aac" in facts) == (kind == "video")
    preview = server.get(path_of(media["preview_url"]))
    assert preview.status == 200 and preview.headers["Content-Type"] in ("image/jpeg", "image/png")
    assert media["meta"]["small"]["width"] > 0 and len(media["blurhash"]) >= 6


def test_a_gif_of_ours_becomes_a_video(server, ann):
    media = ready(ann, send(ann, (PICTURES / "moving.gif").read_bytes()))
    assert media["type"] == "gifv" and media["url"].endswith(".mp4")


def test_the_cover_of_a_sound_is_its_preview(server, ann):
    with tempfile.NamedTemporaryFile(suffix=".png") as cover:
        subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *"-f lavfi -i color=red:s=300x200 -frames:v 1".split(),
                        cover.name], check=True)
        data = made("art.mp3", f"{TONE} -i {cover.name} -map 0 -map 1 -c:v copy")
    media = ready(ann, send(ann, data))
    assert media["type"] == "audio" and media["blurhash"]
    assert server.get(path_of(media["preview_url"])).headers["Content-Type"] == "image/jpeg"
    assert media["meta"]["colors"]["background"].startswith("#f") and media["meta"]["colors"]["foreground"]
    assert media["meta"]["small"]["size"] == "300x200"


def test_a_chosen_preview_is_kept_and_changed(server, ann):
    picture = (PICTURES / "quarters.png").read_bytes()
    accepted = send(ann, film(), more={"thumbnail": ("t.png", picture, "image/png")}, focus="0.1,0.2")
    chosen = accepted.json["preview_url"]
    assert chosen
    media = ready(ann, accepted)
    assert media["preview_url"] == chosen and media["meta"]["focus"] == {"x": 0.1, "y": 0.2}
    path = f"/api/v1/media/{media['id']}"
    changed = ann.put(path, files={"thumbnail": ("t.jpg", (PICTURES / "large.jpg").read_bytes(), "image/jpeg")},
                      data={"description": "é" * 1500})
    assert changed.status == 200 and changed.json["preview_url"] != chosen and changed.json["url"] == media["url"]
    is_refused(ann.put(path, data={"description": "x" * 1501}))
    is_refused(send(ann, film(), description="x" * 1501))


def test_the_old_route_waits(server, ann):
    answer = send(ann, film(), "/api/v1/media")
    assert answer.status == 200 and answer.json["url"].endswith(".mp4")


def test_what_is_not_ready_goes_into_no_post(server, ann, bob):
    long = made("long.webm", "-f lavfi -i testsrc2=d=8:s=640x360:r=25 -f lavfi -i sine=d=8 "
                             "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libvorbis")
    accepted = send(ann, long)
    path = f"/api/v1/media/{accepted.json['id']}"
    early = ann.post("/api/v1/statuses", json={"status": "too early", "media_ids": [accepted.json["id"]]})
    is_refused(early, "not finished processing")
    assert bob.get(path).status == 404 and bob.put(path, data={"description": "x"}).status == 404
    waiting = ann.get(path)
    if waiting.status == 206:
        assert 0 <= waiting.json["processing_progress"] <= 1
    media = ready(ann, accepted)
    post = ann.post("/api/v1/statuses", json={"status": "now", "media_ids": [media["id"]]})
    assert post.status == 200 and post.json["media_attachments"] == [media]
    assert bob.get(f"/api/v1/statuses/{post.json['id']}").json["media_attachments"] == [media]
    is_refused(ann.delete(path))


def test_a_video_stands_alone_in_its_post(server, ann):
    video = ready(ann, send(ann, film()))
    picture = ann.post("/api/v2/media", files={"file": ("a.png", (PICTURES / "quarters.png").read_bytes())}).json
    moving = ready(ann, send(ann, (PICTURES / "moving.gif").read_bytes()))
    both = ann.post("/api/v1/statuses", json={"status": "", "media_ids": [video["id"], picture["id"]]})
    is_refused(both, "Cannot attach a video to a post that already contains images")
    fine = ann.post("/api/v1/statuses", json={"status": "", "media_ids": [moving["id"], picture["id"]]})
    assert fine.status == 200, fine.text


def test_as_many_files_as_the_server_says(make_server):
    server = make_server(posts__media_max=16)
    who = server.make_account("painter")
    said = server.get("/api/v2/instance").json["configuration"]["statuses"]["max_media_attachments"]
    assert said == 16
    data = (PICTURES / "quarters.png").read_bytes()
    ids = [who.post("/api/v2/media", files={"file": ("a.png", data)}).json["id"] for _ in range(17)]
    is_refused(who.post("/api/v1/statuses", json={"status": "", "media_ids": ids}))
    post = who.post("/api/v1/statuses", json={"status": "", "media_ids": ids[:16]})
    assert [one["id"] for one in post.json["media_attachments"]] == ids[:16]


def test_the_instance_says_what_is_taken(server):
    for path in ("/api/v1/instance", "/api/v2/instance"):
        limits = server.get(path).json["configuration"]["media_attachments"]
        assert {"video/mp4", "video/webm", "video/quicktime", "audio/mpeg", "audio/ogg", "audio/wav", "audio/flac",
                "audio/mp4", "image/gif", "image/heic", "image/avif"} <= set(limits["supported_mime_types"])
        assert limits["video_size_limit"] == 99 << 20 and limits["video_matrix_limit"] == 8294400
        assert limits["video_frame_rate_limit"] == 120


def test_limits_are_refused_in_words(make_server):
    server = make_server(media__video_pixels_max=320 * 180 - 1, media__video_bytes_max=300_000,
                         media__playing_seconds_max=2)
    who = server.make_account("filmer")
    is_refused(send(who, film()))
    is_refused(send(who, bytes(film()) + bytes(400_000)), "File size")
    is_refused(send(who, made("three.mp3", "-f lavfi -i sine=d=3")), "longer than")
    fast = made("fast.mp4", "-f lavfi -i testsrc2=d=0.2:s=64x64:r=240 -c:v libx264 -pix_fmt yuv420p")
    is_refused(send(who, fast), "240fps videos are not supported")


def test_hostile_files_are_refused(server, ann):
    secret = pathlib.Path(server.directory) / "secret.txt"
    secret.write_text("nobody may read this")
    whole = film()
    hostile = [
        whole[:len(whole) // 2], whole[:40], whole[:32] + bytes(1 << 20),
        f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode(),
        f"ffconcat version 1.0\nfile '{secret}'\n".encode(),
        f"<?xml version='1.0'?><MPD><BaseURL>file://{secret}</BaseURL></MPD>".encode(),
        bytes(1 << 20), b"RIFF\xff\xff\xff\xffWAVE" + bytes(1 << 16), b"OggS" + bytes(1 << 16),
        b"fLaC" + b"\xff" * (1 << 16), b"PK\x03\x04" + bytes(1 << 16), b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(1000),
        b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + bytes(4000),
        struct.pack("<6sHHBBB", b"GIF89a", 65535, 65535, 0, 0, 0) + b";",
    ]
    for data in hostile:
        answer = send(ann, data)
        if answer.status == 202:
            done = eventually(lambda: (a := ann.get(f"/api/v1/media/{answer.json['id']}")).status != 206 and a, 60)
            assert done.status in (200, 422)
        else:
            is_refused(answer)
    assert ready(ann, send(ann, film())), "nobody processes videos any more"


def test_an_endless_duration_is_refused(server, ann):
    """A movie header that says it plays for years."""
    data = bytearray(film())
    at = data.index(b"mvhd") + 4 + 12
    scale, = struct.unpack_from(">I", data, at)
    for box, offset in ((b"mvhd", 16), (b"mdhd", 16)):
        begin = 0
        while (found := data.find(box, begin)) >= 0:
            struct.pack_into(">I", data, found + 4 + offset, 0x7FFFFFFF)
            begin = found + 4
    is_refused(send(ann, bytes(data)))
    assert scale


def test_a_video_is_served_in_parts(server, ann):
    path = path_of(ready(ann, send(ann, film()))["url"])
    whole = server.get(path)
    data, size = whole.raw.content, len(whole.raw.content)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, begin, end in (("0-1", 0, 2), ("100-", 100, size), ("-50", size - 50, size)):
        part = server.get(path, headers={"Range": f"bytes={asked}"})
        assert part.status == 206 and part.raw.content == data[begin:end]
        assert part.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{size}"
        assert part.headers["Content-Type"] == "video/mp4"
    assert server.get(path, headers={"Range": f"bytes={size}-"}).status == 416
    tag = whole.headers["ETag"]
    assert server.get(path, headers={"Range": "bytes=0-1", "If-Range": tag}).status == 206
    assert server.get(path, headers={"Range": "bytes=0-1", "If-Range": '"other"'}).status == 200
    head = server.http.head(server.url + path, timeout=20)
    assert head.status_code == 200 and int(head.headers["Content-Length"]) == size and not head.content


def test_nothing_stays_of_what_was_sent(make_server):
    server = make_server()
    who = server.make_account("filmer")
    media = ready(who, send(who, made(*KINDS[3][:2])))
    spool = pathlib.Path(server.directory) / "spool"
    assert eventually(lambda: not list(spool.iterdir())), list(spool.iterdir())
    assert who.delete(f"/api/v1/media/{media['id']}").status == 200
    assert server.get(path_of(media["url"])).status == 404
    assert server.get(path_of(media["preview_url"])).status == 404


def tools_of(pid: int) -> list[str]:
    """The tools that a server has running."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid and "ff" in (entry / "cmdline").read_bytes().split(b"\0")[0].decode():
                found.append(entry.name)
        except (OSError, ValueError, IndexError):
            continue
    return found


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_processing_goes_on_after_the_server_ended(make_server, how):
    server = make_server()
    who = server.make_account("filmer")
    long = made("longer.mp4", "-f lavfi -i testsrc2=d=40:s=640x360:r=30 -c:v mpeg4 -f lavfi -i sine=d=40")
    accepted = send(who, long)
    pid = server.process.pid
    running = eventually(lambda: tools_of(pid), 20)
    begun = time.monotonic()
    getattr(server, how)()
    assert time.monotonic() - begun < 20
    for tool in running:
        assert eventually(lambda: not os.path.exists(f"/proc/{tool}") or
                          "Z" in pathlib.Path(f"/proc/{tool}/stat").read_text().rsplit(")", 1)[1][:3]), \
            "a tool outlived its server"
    server.start()
    path = f"/api/v1/media/{accepted.json['id']}"
    media = eventually(lambda: (a := who.get(path)).status == 200 and a.json, 120)
    assert media and media["url"].endswith(".mp4")


def test_without_ffmpeg_pictures_alone_are_taken(make_server):
    server = make_server(media__ffmpeg="/nonexistent/ffmpeg")
    who = server.make_account("painter")
    is_refused(send(who, film()), "only pictures can be uploaded")
    gif = send(who, (PICTURES / "moving.gif").read_bytes())
    assert gif.status == 200 and gif.json["type"] == "image" and gif.json["url"].endswith(".gif")
    types = server.get("/api/v2/instance").json["configuration"]["media_attachments"]["supported_mime_types"]
    assert "video/mp4" not in types and "image/png" in types
    checked = server.command("check", check=False)
    assert "ffmpeg" in checked.stdout + checked.stderr
