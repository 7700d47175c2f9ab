"""The web app on two of our servers, each in a browser of its own: people find, follow, read and answer each other."""

import os
import pathlib
import subprocess

WEB = pathlib.Path(__file__).resolve().parents[2] / "web"


def test_people_on_two_servers_meet_in_the_web_app(one, two, person):
    ann, bob = person(one, "ann"), person(two, "bob")
    for somebody in (ann, bob):
        # Newcomers are asked whom to follow before they see anything else.
        assert somebody.put("/api/v1/skein/choices", json={"choices": {"welcomed": True}}).status == 200
    run = subprocess.run(
        ["node", "node_modules/@playwright/test/cli.js", "test", "--config", "playwright.federated.config.ts"], cwd=WEB,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        env={**os.environ, "SKEIN_ONE": "https://one.example", "SKEIN_TWO": "https://two.example", "SKEIN_ANN": ann.name,
             "SKEIN_BOB": bob.name})
    assert run.returncode == 0, run.stdout[-8000:]
