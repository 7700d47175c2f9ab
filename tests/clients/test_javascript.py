"""npm's masto (as deployed, and current) and megalodon, each in a script of its own under Node's test runner."""

import base64
import hashlib
import os
import subprocess
import urllib.parse

import pytest

from pages import Browser
from skein_process import ROOT

HERE = ROOT / "tests/clients"


def run_node(script: str, server, **environment) -> None:
    done = subprocess.run(
        ["node", "--test", "--test-reporter=tap", str(HERE / script)], capture_output=True, text=True, timeout=300,
        cwd=ROOT / "tests", env={**os.environ, "SKEIN_URL": server.url, **environment})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# fail 0" in done.stdout and "# pass 0" not in done.stdout, done.stdout


def make_tokens(server, stem: str) -> dict:
    return {f"SKEIN_TOKEN_{letter}": server.make_account(stem + letter.lower()).token for letter in "ABC"}


@pytest.fixture(scope="module")
def tokens(server):
    return make_tokens(server, "js")


@pytest.mark.parametrize("package", ["masto", "masto-current"])
def test_masto(server, tokens, package):
    run_node("masto.mjs", server, MASTO=package, **tokens)


@pytest.mark.parametrize("package", ["masto", "masto-current"])
def test_a_day_with_masto(server, package):
    """People of its own, so that the day begins with nothing."""
    stem = package.replace("-", "_")
    run_node("masto_day.mjs", server, MASTO=package, **make_tokens(server, stem))


def test_megalodon(server, tokens):
    run_node("megalodon.mjs", server, **tokens)


def test_a_day_with_megalodon(server):
    run_node("megalodon_day.mjs", server, **make_tokens(server, "mega"))


def test_an_app_registered_by_json_signs_in_with_a_challenge(server):
    """As web clients do it: JSON everywhere, PKCE with S256, a redirect to another site."""
    person = server.make_account("pkce")
    app = server.post("/api/v1/apps", json={"client_name": "Web", "redirect_uris": ["https://client.example/back"],
                                            "scopes": "read write"}).json
    verifier = "a" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = urllib.parse.urlencode({
        "response_type": "code", "client_id": app["client_id"], "redirect_uri": "https://client.example/back",
        "scope": "read write", "state": "xyz", "code_challenge": challenge, "code_challenge_method": "S256"})
    page = Browser(server).authorize("/oauth/authorize?" + query, person.name)
    location = urllib.parse.urlsplit(page.response.headers["Location"])
    answer = dict(urllib.parse.parse_qsl(location.query))
    assert location.netloc == "client.example" and answer["state"] == "xyz"
    ask = {"grant_type": "authorization_code", "code": answer["code"], "client_id": app["client_id"],
           "client_secret": app["client_secret"], "redirect_uri": "https://client.example/back"}
    wrong = server.post("/oauth/token", json={**ask, "code_verifier": "b" * 50})
    assert wrong.status == 400 and wrong.json["error"] == "invalid_grant"
