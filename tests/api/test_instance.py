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


def test_the_servers_own_words(make_server):
    """`GET /api/v1/instance/extended_description`, `GET /api/v1/instance/privacy_policy`"""
    server = make_server()
    for name, entity in (("extended_description", "ExtendedDescription"), ("privacy_policy", "PrivacyPolicy")):
        path = f"/api/v1/instance/{name}"
        before = server.get(path)
        assert before.status == 200
        assert_is(before.json, entity, reader=False)
        server.command("instance", "text", name, stdin="Behave <well> & be kind\n\nAlways")
        text = assert_is(server.get(path).json, entity, reader=False)
        assert "Behave &lt;well&gt; &amp; be kind" in text["content"] and "Always" in text["content"]
        assert text["updated_at"] and text["updated_at"] != before.json["updated_at"]
        assert server.get(path, "nonsense").status in (200, 401)
        assert server.post(path).status in (404, 405)


def test_languages_one_may_choose(server):
    """`GET /api/v1/instance/languages`"""
    answer = server.get("/api/v1/instance/languages")
    assert answer.status == 200 and len(answer.json) > 100
    for one in answer.json:
        assert set(one) >= {"code", "name"} and all(isinstance(word, str) and word for word in one.values())
    codes = [one["code"] for one in answer.json]
    assert len(set(codes)) == len(codes) and {"en", "de", "ja"} <= set(codes)


def test_what_crawlers_are_told(server):
    """`GET /nodeinfo/2.0`"""
    links = {link["rel"]: link["href"] for link in server.get("/.well-known/nodeinfo").json["links"]}
    schema = "http://nodeinfo.diaspora.software/ns/schema/"
    assert links[schema + "2.0"] == server.url + "/nodeinfo/2.0"
    answer = server.get("/nodeinfo/2.0")
    assert answer.status == 200 and f'profile="{schema}2.0#"' in answer.headers["Content-Type"]
    told = answer.json
    assert told["version"] == "2.0" and told["software"]["name"] == "skein" and told["software"]["version"]
    assert set(told["software"]) == {"name", "version"}, "2.0 knows no more"
    assert told["openRegistrations"] is True
    figures = [*told["usage"]["users"].values(), told["usage"]["localPosts"]]
    assert set(told["usage"]["users"]) == {"total", "activeMonth", "activeHalfyear"}
    assert all(isinstance(figure, int) and figure >= 0 for figure in figures), "counted now and then"
    assert told["services"] == {"inbound": [], "outbound": []} and isinstance(told["metadata"], dict)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
