"""What a server says of itself: rules in several languages, terms by their day, and who may join."""

from entities import assert_is


def test_rules_in_several_languages(make_server):
    """`GET /api/v1/instance/rules`"""
    server = make_server()
    server.command("instance", "rules", stdin="Be kind | Always\nNo spam\n")
    server.command("instance", "rules", "--language", "de", stdin="Sei nett | Immer\nKein Spam\n")
    rules = assert_is(server.get("/api/v1/instance/rules").json, "[Rule]")
    assert [rule["translations"]["de"]["text"] for rule in rules] == ["Sei nett", "Kein Spam"]
    assert assert_is(server.get("/api/v2/instance").json, "Instance", reader=False)["rules"] == rules


def test_terms_by_their_day(make_server):
    """`GET /api/v1/instance/terms_of_service`, `GET /api/v1/instance/terms_of_service/:date`"""
    server = make_server()
    assert server.get("/api/v1/instance/terms_of_service").status == 404
    server.command("instance", "terms", "2020-01-01", stdin="First")
    server.command("instance", "terms", "2099-01-01", stdin="Second")
    current = assert_is(server.get("/api/v1/instance/terms_of_service").json, "TermsOfService")
    assert current["effective"] and current["succeeded_by"] == "2099-01-01"
    later = assert_is(server.get("/api/v1/instance/terms_of_service/2099-01-01").json, "TermsOfService")
    assert not later["effective"] and "Second" in later["content"]
    assert "2099-01-01" in server.command("instance", "terms").stdout


def test_who_is_too_young_cannot_join(make_server):
    """`POST /api/v1/accounts`"""
    server = make_server(instance__registrations="open", sign_up__age_min="16")
    assert server.get("/api/v2/instance").json["registrations"]["min_age"] == 16
    app = server.post("/api/v1/apps", json={"client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                                            "scopes": "read write"}).json
    token = server.post("/oauth/token", data={"grant_type": "client_credentials", "client_id": app["client_id"],
                                              "client_secret": app["client_secret"], "scope": "read write"}).json
    asked = {"username": "young", "email": "young@example.org", "password": "seven quiet geese at dawn",
             "agreement": True, "locale": "en", "date_of_birth": "2024-01-01"}
    refused = server.post("/api/v1/accounts", token["access_token"], json=asked)
    assert refused.status == 422 and refused.json["details"]["date_of_birth"][0]["error"] == "ERR_BELOW_LIMIT"
    assert server.post("/api/v1/accounts", token["access_token"], json={**asked, "date_of_birth": "1990-01-01"}).status == 200
