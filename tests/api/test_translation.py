"""Translation on a server that translates nothing: apps are told so, and nothing is sent anywhere."""

from entities import assert_is


def test_a_server_without_a_service_says_so(server, person):
    """`POST /api/v1/statuses/:id/translate`, `GET /api/v1/instance/translation_languages`"""
    ann = person("ann")
    post = ann.says("Hello")
    assert ann.post(f"/api/v1/statuses/{post['id']}/translate", data={"lang": "de"}).status == 404
    languages = server.get("/api/v1/instance/translation_languages")
    assert languages.status == 200 and assert_is(languages.json, "TranslationLanguages") == {}
    assert server.get("/api/v2/instance").json["configuration"]["translation"] == {"enabled": False}
