"""Web push, read by a subscriber of our own that shares no code with the server."""

import base64
import http.server
import json
import os
import ssl
import threading

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from entities import assert_is
from skein_process import ROOT, eventually

PATH = "/api/v1/push/subscription"
TLS = ROOT / "tests/fixtures/tls"
ALL_ALERTS = ["mention", "quote", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update",
              "quoted_update", "admin.sign_up", "admin.report"]


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def derived(salt: bytes, material: bytes, info: bytes, size: int) -> bytes:
    return HKDF(hashes.SHA256(), size, salt, info).derive(material)


class Subscriber:
    """What a browser keeps for one subscription."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def point(self) -> bytes:
        return point_of(self.key.public_key())

    def shared(self, sender: bytes) -> bytes:
        return self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))

    def opens(self, headers, body: bytes) -> dict:
        if headers["Content-Encoding"] == "aes128gcm":
            return self.opens_standard(body)
        assert headers["Content-Encoding"] == "aesgcm"
        salt = decoded(headers["Encryption"].removeprefix("salt="))
        keys = dict(part.split("=", 1) for part in headers["Crypto-Key"].split(";"))
        return self.opens_draft(salt, decoded(keys["dh"]), body)

    def opens_standard(self, body: bytes) -> dict:
        """RFC 8188 section 2, RFC 8291 section 3.4."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, text = body[21:21 + length], body[21 + length:]
        assert len(text) <= size
        material = derived(self.secret, self.shared(sender), b"WebPush: info\0" + self.point + sender, 32)
        key = derived(salt, material, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(salt, material, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, text, None).rstrip(b"\0").removesuffix(b"\2"))

    def opens_draft(self, salt: bytes, sender: bytes, body: bytes) -> dict:
        """draft-ietf-webpush-encryption-04."""
        material = derived(self.secret, self.shared(sender), b"Content-Encoding: auth\0", 32)
        context = b"P-256\0" + b"".join(len(one).to_bytes(2, "big") + one for one in (self.point, sender))
        key = derived(salt, material, b"Content-Encoding: aesgcm\0" + context, 16)
        nonce = derived(salt, material, b"Content-Encoding: nonce\0" + context, 12)
        text = AESGCM(key).decrypt(nonce, body, None)
        return json.loads(text[2 + int.from_bytes(text[:2], "big"):])


def claims_of(token: str, server_key: str) -> dict:
    """What a signed token says, once its signature is verified."""
    head, claims, signature = token.split(".")
    raw = decoded(signature)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(server_key))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "ES256"}
    return json.loads(decoded(claims))


class Service:
    """A push service over TLS at ok.example."""

    def __init__(self):
        self.taken, self.status = [], 201
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append((self.path, self.headers, body))
                self.send_response(service.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "good.pem", TLS / "server.key")
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def stop(self):
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def service():
    running = Service()
    yield running
    running.stop()


@pytest.fixture
def world(make_server, service):
    server = make_server(http__client__connect_to=f"ok.example:443:127.0.0.1:{service.port}",
                         http__client__allow_private="true", http__client__extra_ca=str(TLS / "ca.pem"))
    return server, server.make_account("ann"), server.make_account("bob")


def body_for(subscriber: Subscriber, endpoint: str = "https://ok.example/push/1", standard: bool = True, **data) -> dict:
    keys = {"p256dh": encoded(subscriber.point), "auth": encoded(subscriber.secret)}
    return {"subscription": {"endpoint": endpoint, "keys": keys, "standard": standard},
            "data": {"alerts": {name: True for name in ALL_ALERTS}, **data}}


def test_a_subscription_is_complete(server, person):
    """POST /api/v1/push/subscription, GET /api/v1/push/subscription, PUT /api/v1/push/subscription,
    DELETE /api/v1/push/subscription"""
    ann, other = person("ann"), person("bob")
    assert ann.get(PATH).status == 404
    made = ann.post(PATH, json=body_for(Subscriber(), policy="follower"))
    assert made.status == 200, made.text
    assert_is(made.json, "WebPushSubscription")
    assert made.json["alerts"] == {name: True for name in ALL_ALERTS} and made.json["policy"] == "follower"
    assert made.json["standard"] is True
    assert ann.get(PATH).json == made.json and other.get(PATH).status == 404
    changed = ann.put(PATH, json={"data": {"alerts": {"admin.report": True}, "policy": "none"}})
    assert_is(changed.json, "WebPushSubscription")
    assert [name for name, on in changed.json["alerts"].items() if on] == ["admin.report"]
    assert changed.json["policy"] == "none"
    again = ann.post(PATH, json=body_for(Subscriber()))
    assert again.json["id"] != made.json["id"] and again.json["policy"] == "all"
    assert ann.delete(PATH).json == {} and ann.get(PATH).status == 404
    assert ann.put(PATH, json={}).status == 404 and ann.delete(PATH).status == 200


def test_a_form_does_as_well(person):
    who, subscriber = person("ann"), Subscriber()
    made = who.post(PATH, data={
        "subscription[endpoint]": "https://ok.example/1", "subscription[keys][p256dh]": encoded(subscriber.point),
        "subscription[keys][auth]": encoded(subscriber.secret), "data[alerts][mention]": "true",
        "data[alerts][admin.sign_up]": "true", "data[policy]": "all"})
    assert made.status == 200, made.text
    assert [name for name, on in made.json["alerts"].items() if on] == ["mention", "admin.sign_up"]


def test_the_key_is_announced_everywhere(server, person):
    key = person("ann").post(PATH, json=body_for(Subscriber())).json["server_key"]
    assert len(decoded(key)) == 65
    assert server.get("/api/v2/instance").json["configuration"]["vapid"]["public_key"] == key
    app = server.post("/api/v1/apps", json={"client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"})
    assert app.json["vapid_key"] == key


def test_what_breaks_a_rule_is_refused(server, person):
    who = person("ann")
    for endpoint in ("", "http://ok.example/", "nonsense", "https://a:b@ok.example/"):
        assert who.post(PATH, json=body_for(Subscriber(), endpoint)).status == 422, endpoint
    wrong = body_for(Subscriber())
    wrong["subscription"]["keys"]["p256dh"] = encoded(b"\4" + bytes(64))
    assert who.post(PATH, json=wrong).status == 422
    assert who.post(PATH, json=body_for(Subscriber(), policy="friends")).status == 422
    assert server.get(PATH).status == 401
    assert server.get(PATH, server.token(who.name, "read write follow")).status == 403


@pytest.mark.parametrize("standard", [True, False])
def test_a_notification_is_read_by_its_subscriber_alone(world, service, standard):
    server, ann, bob = world
    subscriber = Subscriber()
    # A private word of somebody one does not follow would wait as a request, untold.
    ann.follows(bob)
    key = ann.post(PATH, json=body_for(subscriber, standard=standard)).json["server_key"]
    bob.says(f"@{ann.name} hello <you> & me", "direct")
    assert eventually(lambda: service.taken)
    path, headers, body = service.taken[0]
    assert path == "/push/1" and b"hello" not in body
    assert int(headers["TTL"]) > 0 and headers["Urgency"] in ("very-low", "low", "normal", "high")
    message = assert_is(subscriber.opens(headers, body), "PushPayload")
    (notice,) = ann.get("/api/v1/notifications").json
    assert message["access_token"] == ann.token and str(message["notification_id"]) == notice["id"]
    assert message["notification_type"] == "mention" and message["title"] == "You were mentioned by bob"
    assert message["body"] == "@ann hello <you> & me" and message["preferred_locale"] == "en"
    if standard:
        parts = dict(part.split("=", 1) for part in headers["Authorization"].removeprefix("vapid ").split(", "))
        assert parts["k"] == key
        token = parts["t"]
    else:
        assert f"p256ecdsa={key}" in headers["Crypto-Key"]
        token = headers["Authorization"].removeprefix("WebPush ")
    claims = claims_of(token, key)
    assert claims["aud"] == "https://ok.example" and claims["sub"].startswith(("https:", "http:", "mailto:"))


def test_a_subscriber_who_is_gone_is_forgotten(world, service):
    _, ann, bob = world
    service.status = 410
    ann.post(PATH, json=body_for(Subscriber()))
    bob.says(f"@{ann.name} hello")
    assert eventually(lambda: ann.get(PATH).status == 404)
    assert len(service.taken) == 1


@pytest.mark.parametrize("endpoint", ["https://localhost/push/1", "https://printer.local/push/1"])
def test_no_other_address_than_a_public_one_is_asked(server, person, endpoint):
    ann, bob = person("ann"), person("bob")
    assert ann.post(PATH, json=body_for(Subscriber(), endpoint)).status == 200
    bob.says(f"@{ann.name} hello")
    assert eventually(lambda: ann.get(PATH).status == 404)
