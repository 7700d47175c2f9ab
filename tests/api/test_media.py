"""Pictures from the upload to the address under which they are shown: every kind, what is said about them, what is taken
out of them, what is refused, who may see and change them. Most are fixtures; those with secrets are made here."""

import itertools
import pathlib
import re
import struct
import zlib

import pytest

from skein_process import ROOT, Answer, Person, eventually

PICTURES = ROOT / "tests/fixtures/media"
# Fixture, the type that browsers get, how such a file begins.
KINDS = [("large.jpg", "image/jpeg", b"\xff\xd8\xff"), ("quarters.png", "image/png", b"\x89PNG\r\n\x1a\n"),
         ("still.gif", "image/gif", b"GIF8"),
         ("quarters.webp", "image/webp", b"RIFF"), ("moving.webp", "image/webp", b"RIFF"),
         ("quarters.avif", "image/jpeg", b"\xff\xd8\xff"), ("quarters.heic", "image/jpeg", b"\xff\xd8\xff"),
         ("sixteen_bit.png", "image/png", b"\x89PNG"), ("cmyk.jpg", "image/jpeg", b"\xff\xd8\xff")]
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}
BASE83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
SECRET = b"51.4778N-0.0015W-by-Jane-Example"
_shades = itertools.count(1)


def fixture(name: str) -> bytes:
    return (PICTURES / name).read_bytes()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, rows: bytes | None = None) -> bytes:
    """A picture in one shade that no other picture has."""
    shade = next(_shades)
    row = b"\0" + bytes((shade % 251, shade // 251 % 251, 77)) * width
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            b"".join(more) + chunk(b"IDAT", zlib.compress(row * height if rows is None else rows, 9)) +
            chunk(b"IEND", b""))


def exif(orientation: int) -> bytes:
    """Where a picture was taken, by whom, and how the camera was held."""
    entries = [(0x010F, 2, len(SECRET), 8 + 2 + 3 * 12 + 4), (0x0112, 3, 1, orientation << 16),
               (0x8825, 4, 1, 8 + 2 + 3 * 12 + 4 + len(SECRET))]
    directory = struct.pack(">H", 3) + b"".join(struct.pack(">HHII", *entry) for entry in entries) + bytes(4)
    gps = struct.pack(">HHHI4sI", 1, 0x0001, 2, 2, b"N\0\0\0", 0)
    return b"MM\0*" + struct.pack(">I", 8) + directory + SECRET + gps


def jpeg_with_secrets(orientation: int) -> bytes:
    plain = fixture("large.jpg")
    segments = [(0xE1, b"Exif\0\0" + exif(orientation)),
                (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
                (0xED, b"Photoshop 3.0\0" + SECRET), (0xFE, SECRET)]
    marked = b"".join(b"\xff" + bytes([kind]) + struct.pack(">H", len(data) + 2) + data for kind, data in segments)
    return plain[:2] + marked + plain[2:] + SECRET


def webp_with_secrets() -> bytes:
    plain, chunks, at = fixture("quarters.webp"), {}, 12
    while at < len(plain):
        size = struct.unpack_from("<I", plain, at + 4)[0]
        chunks[plain[at:at + 4]] = plain[at + 8:at + 8 + size]
        at += 8 + size + size % 2
    chunks[b"VP8X"] = bytes([chunks[b"VP8X"][0] | 0x0C]) + chunks[b"VP8X"][1:]
    chunks |= {b"EXIF": exif(1), b"XMP ": SECRET}
    whole = b"WEBP" + b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
                               for kind, data in chunks.items())
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def gif_with_secrets(name: str) -> bytes:
    plain = fixture(name)
    colours = 3 << (plain[10] & 7) + 1 if plain[10] & 0x80 else 0
    said = b"\x21\xfe" + bytes([len(SECRET)]) + SECRET + b"\0"
    return plain[:13 + colours] + said + plain[13 + colours:] + SECRET


def upload(who: Person, data: bytes, path: str = "/api/v2/media", name: str = "picture", kind: str = "image/png",
           more: dict | None = None, **fields) -> Answer:
    return who.post(path, files={"file": (name, data, kind), **(more or {})}, data=fields)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def is_refused(answer: Answer, *statuses: int) -> None:
    assert answer.status in (statuses or (422,)), f"{answer.status}: {answer.text[:200]}"
    assert answer.json["error"]


@pytest.fixture(scope="module")
def ann(server):
    return server.make_account("ann")


@pytest.fixture(scope="module")
def bob(server):
    return server.make_account("bob")


# --- Every kind ---

@pytest.mark.parametrize("path", ["/api/v1/media", "/api/v2/media"])
@pytest.mark.parametrize("name, kind, begins", KINDS, ids=[kind[0] for kind in KINDS])
def test_every_kind_is_taken_and_shown_as_browsers_can(server, ann, path, name, kind, begins):
    answer = upload(ann, fixture(name), path, name)
    assert answer.status == 200, answer.text
    made = answer.json
    assert made["type"] == "image" and made["remote_url"] is None and made["description"] is None
    assert made["url"].startswith(server.url + "/media/") and made["url"].endswith(EXTENSIONS[kind])
    assert made["preview_url"].startswith(server.url + "/media/")
    for size in ("original", "small"):
        said = made["meta"][size]
        assert said["size"] == f"{said['width']}x{said['height']}" and said["width"] > 0
        assert abs(said["aspect"] - said["width"] / said["height"]) < 0.01
    small = made["meta"]["small"]
    assert small["width"] * small["height"] <= 230_400 * 1.02
    assert 6 <= len(made["blurhash"]) and set(made["blurhash"]) <= set(BASE83)
    across = BASE83.index(made["blurhash"][0])
    assert len(made["blurhash"]) == 4 + 2 * (across % 9 + 1) * (across // 9 + 1)
    file = server.get(path_of(made["url"]))
    assert file.status == 200 and file.headers["Content-Type"] == kind and file.raw.content.startswith(begins)
    preview = server.get(path_of(made["preview_url"]))
    assert preview.status == 200 and preview.headers["Content-Type"].startswith("image/")
    assert ann.get(f"/api/v1/media/{made['id']}").json == made


def test_a_moving_picture_keeps_moving(server, ann):
    """A GIF becomes a video (test_media_av.py)."""
    shown = server.get(path_of(upload(ann, fixture("moving.webp")).json["url"])).raw.content
    assert shown.count(b"ANMF") == 5


def test_a_large_picture_has_a_small_one(server, ann):
    made = upload(ann, png(3000, 2000)).json
    assert made["meta"]["original"]["size"] == "3000x2000"
    small = made["meta"]["small"]
    assert (small["width"], small["height"]) in ((587, 391), (588, 392), (587, 392))
    assert len(server.get(path_of(made["preview_url"])).raw.content) < len(
        server.get(path_of(made["url"])).raw.content) + 2000


# --- What is said about it ---

def test_words_and_focus_come_with_the_upload(ann):
    made = upload(ann, png(8, 8), description="  ภูเขา ⛰ <b>tall</b>\nand wide ", focus="-0.42,0.69").json
    assert made["description"] == "ภูเขา ⛰ <b>tall</b>\nand wide"
    assert made["meta"]["focus"] == {"x": -0.42, "y": 0.69}


def test_words_and_focus_are_changed_one_by_one(ann):
    made = upload(ann, png(8, 8), description="first").json
    path = f"/api/v1/media/{made['id']}"
    assert ann.put(path, data={"focus": "1.0,-1.0"}).json["description"] == "first"
    changed = ann.put(path, json={"description": "second"}).json
    assert changed["description"] == "second" and changed["meta"]["focus"] == {"x": 1, "y": -1}
    assert changed["url"] == made["url"]
    assert ann.put(path, data={"description": ""}).json["description"] is None
    assert ann.get(path).json["description"] is None


def test_what_cannot_be_right_is_refused(ann):
    path = f"/api/v1/media/{upload(ann, png(8, 8), description='kept').json['id']}"
    for focus in ("2,0", "0,-1.01", "nan,0", "0,inf", "1", "a,b", "0,0,0", ",", "1e400,0"):
        is_refused(upload(ann, png(8, 8), focus=focus))
        is_refused(ann.put(path, data={"focus": focus}))
    assert upload(ann, png(8, 8), description="é" * 1500).status == 200
    is_refused(upload(ann, png(8, 8), description="é" * 1501))
    is_refused(ann.put(path, data={"description": "x" * 1501}))
    assert ann.get(path).json["description"] == "kept"
    is_refused(ann.post("/api/v2/media", data={"file": "words"}))
    is_refused(ann.post("/api/v2/media", files={"other": ("a.png", png(8, 8))}), 400, 422)
    is_refused(upload(ann, b""))


def test_a_preview_of_ones_own_is_shown_in_place(server, ann):
    plain = upload(ann, fixture("large.jpg")).json
    made = upload(ann, fixture("large.jpg"), more={"thumbnail": ("t.png", fixture("quarters.png"), "image/png")}).json
    assert made["meta"]["original"] == plain["meta"]["original"]
    assert made["meta"]["small"]["size"] == "60x40" and plain["meta"]["small"]["size"] == "640x360"
    assert made["blurhash"] != plain["blurhash"]
    assert server.get(path_of(made["preview_url"])).headers["Content-Type"] == "image/png"
    path = f"/api/v1/media/{made['id']}"
    changed = ann.put(path, files={"thumbnail": ("t.png", png(30, 30), "image/png")}).json
    assert changed["meta"]["small"]["size"] == "30x30" and changed["preview_url"] != made["preview_url"]
    assert changed["url"] == made["url"] and changed["meta"]["original"] == made["meta"]["original"]
    assert server.get(path_of(made["preview_url"])).status == 404, "the preview before is still shown"
    assert server.get(path_of(changed["preview_url"])).status == 200
    is_refused(ann.put(path, files={"thumbnail": ("t.png", b"no picture", "image/png")}))
    is_refused(upload(ann, png(8, 8), more={"thumbnail": ("t.png", fixture("bomb.png"), "image/png")}))
    assert ann.get(path).json == changed


# --- What is taken out, what is refused ---

WITH_SECRETS = {
    "jpeg": lambda: jpeg_with_secrets(1), "jpeg lying": lambda: jpeg_with_secrets(6), "webp": webp_with_secrets,
    "gif": lambda: gif_with_secrets("still.gif"),
    "png": lambda: png(16, 16, chunk(b"eXIf", exif(1)), chunk(b"tEXt", b"Author\0" + SECRET),
                       chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET)) + SECRET,
    "camera": lambda: fixture("gps_lying.jpg"), "page and picture": lambda: fixture("polyglot.jpg")}


@pytest.mark.parametrize("name", WITH_SECRETS)
def test_nothing_but_the_picture_is_kept(server, ann, name):
    answer = upload(ann, WITH_SECRETS[name]())
    assert answer.status == 200, answer.text
    for url in (answer.json["url"], answer.json["preview_url"]):
        shown = server.get(path_of(url)).raw.content
        for trace in (SECRET, b"Exif", b"EXIF", b"eXIf", b"XMP", b"ICCP", b"adobe", b"Photoshop", b"tEXt", b"iTXt", b"<script",
                      b"ecret"):
            assert trace not in shown, f"{trace} in {name}"


def test_a_picture_lying_on_its_side_is_set_upright(ann):
    lying, upright = upload(ann, jpeg_with_secrets(6)).json, upload(ann, jpeg_with_secrets(1)).json
    assert lying["meta"]["original"]["size"] == "540x960" and upright["meta"]["original"]["size"] == "960x540"


def test_the_content_decides_and_not_the_name(server, ann):
    for name, kind in (("page.html", "text/html"), ("../../etc/passwd", "image/svg+xml"), ("a.exe\0.png", "x/y"),
                       ("a.jpg", "image/jpeg"), ("", "application/octet-stream"), ("n" * 5000 + ".png", "image/png")):
        answer = upload(ann, png(8, 8), name=name or "x", kind=kind)
        assert answer.status == 200, f"{name}: {answer.text}"
        assert re.fullmatch(r".*/media/[\w-]+\.png", answer.json["url"])
        assert server.get(path_of(answer.json["url"])).headers["Content-Type"] == "image/png"
    for data in (fixture("page_named.jpg"), fixture("svg_named.png"), b"<svg xmlns='http://www.w3.org/2000/svg'/>",
                 b"%PDF-1.7\n", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b"BM" + bytes(60),
                 b"II*\0" + bytes(60), bytes(1000), b"%!PS\n", b"\x1a\x45\xdf\xa3....\x42\x82",
                 b"\x00\x00\x00\x20ftypmp42" + bytes(40)):
        is_refused(upload(ann, data, name="a.png"))


def test_bombs_are_refused_at_once(server, ann):
    """A few bytes that would be gigabytes of pixels, or that say so."""
    huge = png(50_000, 50_000, rows=b"")
    bombs = [fixture("bomb.png"), huge, png(6000, 5600), fixture("too_many_frames.gif"),
             struct.pack("<6sHHBBB", b"GIF89a", 65535, 65535, 0, 0, 0) + b";"]
    for bomb in bombs:
        answer = upload(ann, bomb)
        is_refused(answer)
        assert answer.raw.elapsed.total_seconds() < 20
    assert upload(ann, png(8, 8)).status == 200, "nobody makes pictures any more"


def test_damaged_files_are_refused(ann):
    for name in ("truncated.jpg", "truncated.gif", "truncated.webp", "truncated.avif"):
        is_refused(upload(ann, fixture(name)))
    whole = png(200, 200)
    is_refused(upload(ann, whole[:len(whole) // 2]))
    is_refused(upload(ann, whole[:-40]))
    wrong_sum = bytearray(whole)
    wrong_sum[60] ^= 0xFF
    is_refused(upload(ann, bytes(wrong_sum)))
    for name in ("quarters.heic", "quarters.avif", "quarters.webp"):
        is_refused(upload(ann, fixture(name)[:60]))
    assert upload(ann, fixture("quarters.heic")).status == 200


def test_too_large_is_too_large(make_server):
    server = make_server(media__image_bytes_max=100_000)
    who = server.make_account("painter")
    assert upload(who, png(8, 8)).status == 200
    padding = chunk(b"prVt", bytes(100_000))
    is_refused(upload(who, png(8, 8, padding)), 413, 422)
    is_refused(upload(who, png(8, 8), more={"thumbnail": ("t.png", png(8, 8, padding), "image/png")}), 413, 422)
    is_refused(upload(who, bytes(2_000_000)), 413, 422)
    is_refused(who.put("/api/v1/media/1", data={"description": "x" * 2_000_000}), 413)
    assert server.get("/api/v2/instance").json["configuration"]["media_attachments"]["image_size_limit"] == 100_000
    spool = pathlib.Path(server.directory) / "spool"
    assert eventually(lambda: not list(spool.iterdir())), "an upload was left behind"


def test_nobody_uploads_without_a_token(server, ann):
    for token in (None, "made-up", server.token(ann.name, "read"), server.token(ann.name, "write:statuses")):
        answer = server.post("/api/v2/media", token, files={"file": ("a.png", png(8, 8))})
        assert answer.status in (401, 403)
    assert server.post("/api/v2/media", server.token(ann.name, "write:media"),
                       files={"file": ("a.png", png(8, 8))}).status == 200


# --- The address ---

def test_an_address_is_served_as_what_it_is_and_for_ever(server, ann):
    path = path_of(upload(ann, png(8, 8)).json["url"])
    headers = server.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in headers["Cache-Control"] and "public" in headers["Cache-Control"]
    assert headers["Access-Control-Allow-Origin"] == "*" and headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in headers
    head = server.ask("HEAD", path)
    assert head.status == 200 and head.headers["Content-Length"] == headers["Content-Length"] and head.text == ""
    same = server.get(path, headers={"If-None-Match": headers["ETag"]})
    assert same.status == 304 and same.text == ""
    assert server.get(path, headers={"If-None-Match": '"another"'}).status == 200


def test_parts_of_a_file_are_given(server, ann):
    path = path_of(upload(ann, fixture("large.jpg")).json["url"])
    whole = server.get(path)
    data, size = whole.raw.content, len(whole.raw.content)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, begin, end in (("0-9", 0, 10), ("5-", 5, size), ("-7", size - 7, size), (f"{size - 1}-", size - 1, size),
                              (f"10-{size + 500}", 10, size), ("0-0", 0, 1)):
        part = server.get(path, headers={"Range": f"bytes={asked}"})
        assert part.status == 206 and part.raw.content == data[begin:end], asked
        assert part.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{size}"
    beyond = server.get(path, headers={"Range": f"bytes={size}-"})
    assert beyond.status == 416 and beyond.headers["Content-Range"] == f"bytes */{size}"
    for nonsense in ("bytes=9-3", "bytes=a-b", "pixels=0-1", "bytes=", "bytes=" + "0-1," * 500):
        answer = server.get(path, headers={"Range": nonsense})
        assert answer.status in (200, 416), nonsense
    stale = server.get(path, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert stale.status == 200 and stale.raw.content == data
    fresh = server.get(path, headers={"Range": "bytes=0-9", "If-Range": whole.headers["ETag"]})
    assert fresh.status == 206


def test_nobody_guesses_an_address(server, ann, bob):
    data = png(8, 8)
    keys = set()
    for who in (ann, ann, bob):
        made = upload(who, data, name="holiday.png").json
        for url in (made["url"], made["preview_url"]):
            key = url.rsplit("/", 1)[1].split(".")[0]
            assert len(key) >= 22 and made["id"] not in key and "holiday" not in key
            keys.add(key)
    assert len(keys) == 6, "one picture, one address: whoever has it can prove that others have it too"
    key = sorted(keys)[0]
    for guess in ("nothing.png", key[:-1] + ".png", key.swapcase() + ".png", "1", made["id"], "..%2F..%2Fskein.db", "",
                  key + ".html", "%00", key + "%00.png", "a" * 3000):
        assert server.get(f"/media/{guess}").status in (400, 404), guess


# --- Whose it is ---

def test_only_its_owner_sees_changes_uses_and_removes_it(server, ann, bob):
    made = upload(ann, png(8, 8), description="mine").json
    path = f"/api/v1/media/{made['id']}"
    is_refused(bob.get(path), 404)
    is_refused(bob.put(path, data={"description": "stolen"}), 404)
    is_refused(bob.put(path, files={"thumbnail": ("t.png", png(8, 8))}), 404)
    is_refused(bob.delete(path), 404)
    is_refused(bob.post("/api/v1/statuses", json={"status": "look", "media_ids": [made["id"]]}))
    theirs = bob.says("words")["id"]
    is_refused(bob.put(f"/api/v1/statuses/{theirs}", json={"status": "words", "media_ids": [made["id"]]}))
    is_refused(server.get(path), 401)
    assert ann.get(path).json == made


def test_a_removed_one_is_gone_with_its_files(server, ann):
    made = upload(ann, png(8, 8)).json
    path = f"/api/v1/media/{made['id']}"
    assert ann.delete(path).json == {}
    is_refused(ann.get(path), 404)
    is_refused(ann.delete(path), 404)
    is_refused(ann.post("/api/v1/statuses", json={"status": "x", "media_ids": [made["id"]]}))
    for url in (made["url"], made["preview_url"]):
        assert server.get(path_of(url)).status == 404


def test_a_post_shows_it_and_keeps_it(server, ann, bob):
    made = upload(ann, png(8, 8), description="before", focus="0.5,0.5").json
    post = ann.says("look", media_ids=[made["id"]])
    assert [media["id"] for media in post["media_attachments"]] == [made["id"]]
    is_refused(ann.delete(f"/api/v1/media/{made['id']}"))
    is_refused(ann.post("/api/v1/statuses", json={"status": "again", "media_ids": [made["id"]]}))
    ann.put(f"/api/v1/media/{made['id']}", data={"description": "after"})
    ann.put(f"/api/v1/media/{made['id']}", files={"thumbnail": ("t.png", png(5, 5))})
    seen = bob.get(f"/api/v1/statuses/{post['id']}").json["media_attachments"][0]
    assert seen["description"] == "after" and seen["meta"]["small"]["size"] == "5x5"
    assert seen["meta"]["focus"] == {"x": 0.5, "y": 0.5}


def test_the_picture_of_a_private_post_is_found_by_nobody(server, ann, bob):
    made = upload(ann, png(8, 8), description="for friends").json
    post = ann.says("look", "private", media_ids=[made["id"]])
    key = made["url"].rsplit("/", 1)[1]
    for path in (f"/api/v1/statuses/{post['id']}", f"/api/v1/media/{made['id']}"):
        is_refused(bob.get(path), 404)
    for path in ("/api/v1/timelines/public", "/api/v1/timelines/public?only_media=true", f"/@{ann.name}",
                 f"/api/v1/accounts/{ann.id}/statuses?only_media=true"):
        assert key not in bob.get(path).text and key not in server.get(path).text, path


def test_four_in_one_post_in_the_order_asked(ann):
    ids = [upload(ann, png(8, 8)).json["id"] for _ in range(5)]
    order = [ids[2], ids[0], ids[3], ids[1]]
    post = ann.says("", media_ids=order)
    assert [media["id"] for media in post["media_attachments"]] == order
    is_refused(ann.post("/api/v1/statuses", json={"status": "x", "media_ids": ids}))
    assert len(ann.says("x", media_ids=[ids[4], ids[4]])["media_attachments"]) == 1


def test_pictures_are_kept_for_who_writes_a_post_anew(server, ann):
    made = upload(ann, png(8, 8), description="twice").json
    post = ann.says("first try", media_ids=[made["id"]])
    gone = ann.delete(f"/api/v1/statuses/{post['id']}")
    assert gone.status == 200 and gone.json["text"] == "first try"
    assert [media["id"] for media in gone.json["media_attachments"]] == [made["id"]]
    assert ann.get(f"/api/v1/media/{made['id']}").status == 200
    again = ann.says("second try", media_ids=[made["id"]])
    shown = again["media_attachments"][0]
    assert shown["url"] == made["url"] and shown["description"] == "twice"
    assert server.get(path_of(shown["url"])).status == 200


def test_whoever_wants_them_gone_says_so(server, ann):
    made = upload(ann, png(8, 8)).json
    post = ann.says("with all", media_ids=[made["id"]])
    assert ann.delete(f"/api/v1/statuses/{post['id']}?delete_media=true").status == 200
    is_refused(ann.get(f"/api/v1/media/{made['id']}"), 404)
    assert server.get(path_of(made["url"])).status == 404


def test_an_edit_changes_words_about_a_picture_and_leaves_others_out(ann):
    first, second = (upload(ann, png(8, 8)).json["id"] for _ in range(2))
    post = ann.says("two", media_ids=[first, second])
    edited = ann.put(f"/api/v1/statuses/{post['id']}", json={
        "status": "one", "media_ids": [second], "media_attributes": [
            {"id": second, "description": "a shade", "focus": "-1,1"}]})
    assert edited.status == 200, edited.text
    shown = edited.json["media_attachments"]
    assert [media["id"] for media in shown] == [second] and shown[0]["description"] == "a shade"
    assert shown[0]["meta"]["focus"] == {"x": -1, "y": 1}
