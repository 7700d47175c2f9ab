"""Other servers for the measurements: nginx answers for every name from files, takes every delivery, and keeps its
connections. Keys, signatures and documents are made here."""

import base64
import datetime
import hashlib
import json
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from process import free_port

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


class Actor:
    """An account of another server, with its key."""

    def __init__(self, host: str, name: str):
        self.host, self.name = host, name
        self.id = f"https://{host}/users/{name}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def document(self, statuses: int = 0) -> dict:
        pem = self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
        return {
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": self.id, "type": "Person", "preferredUsername": self.name, "name": self.name,
            "inbox": self.id + "/inbox", "outbox": self.id + "/outbox", "followers": self.id + "/followers",
            "featured": self.id + "/featured", "endpoints": {"sharedInbox": f"https://{self.host}/inbox"},
            "url": f"https://{self.host}/@{self.name}",
            "publicKey": {"id": self.id + "#main-key", "owner": self.id, "publicKeyPem": pem},
        }

    def webfinger(self) -> dict:
        return {"subject": f"acct:{self.name}@{self.host}",
                "links": [{"rel": "self", "type": "application/activity+json", "href": self.id}]}

    def note(self, number: int) -> dict:
        return {
            "id": f"{self.id}/statuses/{number}", "type": "Note", "attributedTo": self.id,
            "content": f"<p>Post {number}: the quick brown fox jumps over the lazy dog, and back again.</p>",
            "published": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "to": [PUBLIC], "cc": [self.id + "/followers"], "tag": [], "attachment": [],
        }

    def create(self, number: int) -> bytes:
        note = self.note(number)
        return json.dumps({"@context": "https://www.w3.org/ns/activitystreams", "id": note["id"] + "/activity",
                           "type": "Create", "actor": self.id, "to": note["to"], "cc": note["cc"],
                           "object": note}).encode()

    def signed_post(self, host: str, path: str, body: bytes) -> bytes:
        """A whole request, signed as most servers sign (draft-cavage)."""
        date = datetime.datetime.now(datetime.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
        text = f"(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}"
        signature = base64.b64encode(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
        head = (f"POST {path} HTTP/1.1\r\nHost: {host}\r\nDate: {date}\r\nDigest: {digest}\r\n"
                f"Content-Type: application/activity+json\r\nContent-Length: {len(body)}\r\n"
                f'Signature: keyId="{self.id}#main-key",algorithm="rsa-sha256",'
                f'headers="(request-target) host date digest",signature="{signature}"\r\n\r\n')
        return head.encode() + body


class Peers:
    """nginx, answering for every name below `.example`."""

    def __init__(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="skein-peers-"))
        self.place.chmod(0o755)
        self.port = free_port()
        self.process = None

    def put(self, host: str, path: str, document: dict) -> None:
        """A document at an address; a query is part of the file's name, as nginx is told to look."""
        file = self.place / "www" / host / (path.lstrip("/") + ".json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document))

    def put_actor(self, actor: Actor) -> None:
        self.put(actor.host, f"/users/{actor.name}", actor.document())
        self.put(actor.host, "/.well-known/webfinger", actor.webfinger())

    def settings(self) -> list[str]:
        """What a server is started with so that it finds everybody here."""
        return [f"--http.client.connect_to=::127.0.0.1:{self.port}", "--http.client.allow_private=true",
                f"--http.client.extra_ca={self.place / 'server.pem'}"]

    def __enter__(self):
        names = "subjectAltName=DNS:*.example,DNS:*.peer.example"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=peers",
                        "-addext", names, "-keyout", self.place / "server.key", "-out", self.place / "server.pem"],
                       check=True, capture_output=True)
        (self.place / "www").mkdir(exist_ok=True)
        (self.place / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {self.place}/nginx.pid; error_log {self.place}/nginx.log crit;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000; keepalive_timeout 300s; types {{ }}
  default_type application/activity+json;
  client_body_temp_path {self.place}/body; proxy_temp_path {self.place}/proxy; fastcgi_temp_path {self.place}/fastcgi;
  uwsgi_temp_path {self.place}/uwsgi; scgi_temp_path {self.place}/scgi;
  ssl_certificate {self.place}/server.pem; ssl_certificate_key {self.place}/server.key;
  server {{
    listen 127.0.0.1:{self.port} ssl; server_name _; root {self.place}/www/$host;
    location / {{
      if ($request_method = POST) {{ return 202; }}
      try_files $uri.json =404;
    }}
    location = /.well-known/webfinger {{
      default_type application/jrd+json;
      try_files $uri.json =404;
    }}
  }}
}}
""")
        self.process = subprocess.Popen(["nginx", "-p", self.place, "-c", self.place / "nginx.conf"],
                                        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise SystemExit("nginx does not start")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        subprocess.run(["rm", "-rf", self.place])
