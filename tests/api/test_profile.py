"""One's own profile in the form of Mastodon 4.6, whole and field by field."""

from entities import assert_is
from skein_process import ROOT

PICTURE = (ROOT / "tests/fixtures/media/cmyk.jpg").read_bytes()


def test_the_profile_is_complete(person):
    """`GET /api/v1/profile`"""
    ann = person("ann")
    assert_is(ann.get("/api/v1/profile").json, "Profile")
    assert ann.server.get("/api/v1/profile").status == 401


def test_everything_can_be_changed(person):
    """`PATCH /api/v1/profile`, `DELETE /api/v1/profile/avatar`, `DELETE /api/v1/profile/header`"""
    ann = person("ann")
    answer = ann.patch("/api/v1/profile", data={"display_name": "Ann", "avatar_description": "Myself",
                                                "show_featured": "false", "attribution_domains[]": "a.example"},
                       files={"avatar": ("me.jpg", PICTURE)})
    assert answer.status == 200, answer.text
    profile = assert_is(answer.json, "Profile")
    assert profile["avatar_description"] == "Myself" and not profile["show_featured"] and profile["header"] is None
    seen = assert_is(ann.get("/api/v1/accounts/verify_credentials").json, "CredentialAccount")
    assert seen["avatar_description"] == "Myself" and not seen["show_featured"]
    assert seen["source"]["attribution_domains"] == ["a.example"]
    for picture in ("avatar", "header"):
        answer = ann.delete(f"/api/v1/profile/{picture}")
        assert answer.status == 200
        assert_is(answer.json, "CredentialAccount")
    assert ann.get("/api/v1/profile").json["avatar"] is None


def test_the_rest_of_the_credentials(person):
    """`PATCH /api/v1/accounts/update_credentials`"""
    ann = person("ann")
    answer = ann.patch("/api/v1/accounts/update_credentials", json={
        "discoverable": True, "indexable": True, "hide_collections": True, "attribution_domains": ["a.example"]})
    source = assert_is(answer.json, "CredentialAccount")["source"]
    assert source["discoverable"] and source["indexable"] and source["hide_collections"]
    assert source["attribution_domains"] == ["a.example"]


def test_choices_are_kept_with_the_account(person):
    """`GET /api/v1/skein/choices`, `PUT /api/v1/skein/choices`"""
    ann, bob = person("ann"), person("bob")
    assert ann.get("/api/v1/skein/choices").json == {}
    choices = {"theme": "dark", "columns": [{"of": "home", "wide": True}], "seen": 12, "size": 1.5, "none": None, "ü": "ไทย"}
    assert ann.put("/api/v1/skein/choices", json={"choices": choices}).json == choices
    assert ann.get("/api/v1/skein/choices").json == choices and bob.get("/api/v1/skein/choices").json == {}
    assert ann.put("/api/v1/skein/choices", json={"choices": {"theme": "light"}}).json == {"theme": "light"}
    assert ann.get("/api/v1/skein/choices").json == {"theme": "light"}
    for wrong in ({}, {"choices": []}, {"choices": {"a": "x" * 16384}}, {"choices": {"a": [[[[[[[[]]]]]]]]}}):
        answer = ann.put("/api/v1/skein/choices", json=wrong)
        assert answer.status == 422 and answer.json["error"].startswith("Validation failed: "), answer.text
    assert ann.get("/api/v1/skein/choices").json == {"theme": "light"}


def test_an_account_without_a_picture_says_so(person):
    ann = person("ann")
    seen = assert_is(ann.get(f"/api/v1/accounts/{ann.id}").json, "Account")
    assert seen["skein_has_avatar"] is False and seen["skein_has_header"] is False
    ann.patch("/api/v1/profile", files={"avatar": ("me.jpg", PICTURE)})
    seen = ann.get(f"/api/v1/accounts/{ann.id}").json
    assert seen["skein_has_avatar"] is True and seen["skein_has_header"] is False
