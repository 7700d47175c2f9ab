"""The report of a person's year, as apps ask for it in December; here the whole year is December."""

import datetime
import re

import pytest

from entities import assert_is, complaints
from skein_process import Skein, eventually

pytestmark = pytest.mark.optional

YEAR = datetime.datetime.now(datetime.timezone.utc).year
REPORTS = "/api/v1/annual_reports"
# What the second form of reports has no more.
FIRST_FORM_ONLY = ("type_distribution", "most_used_apps", "commonly_interacted_with_accounts", "most_reblogged_accounts",
                   "percentiles")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import DATABASE
    running = Skein(tmp_path_factory.mktemp("annual") / "data", DATABASE, {"annual_reports.days": "366"}).start()
    yield running
    assert running.stop() == 0


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def bob(person):
    return person("bob")


def state(who, year: int | str = YEAR) -> str:
    answer = who.get(f"{REPORTS}/{year}/state")
    assert answer.status == 200
    return assert_is(answer.json, "AnnualReportState")["state"]


def assert_complete(reports: dict) -> None:
    """Each field of what is there, as it is in the second form."""
    gone = tuple(f"].data.{name} is missing" for name in FIRST_FORM_ONLY)
    assert not [wrong for wrong in complaints(reports, "WrappedAnnualReports") if not wrong.endswith(gone)]


def made(who) -> None:
    assert who.post(f"{REPORTS}/{YEAR}/generate").status == 202
    assert eventually(lambda: state(who) == "available")


def test_a_year_is_told(server, ann, bob):
    """GET /api/v1/annual_reports, GET /api/v1/annual_reports/:year, GET /api/v1/annual_reports/:year/state,
    POST /api/v1/annual_reports/:year/generate, POST /api/v1/annual_reports/:year/read,
    GET /api/v1_alpha/async_refreshes/:id"""
    assert server.get("/api/v2/instance").json["wrapstodon"] == str(YEAR)
    assert state(ann) == "ineligible"
    far = ann.says("#Tea")
    ann.says("#tea again")
    bob.post(f"/api/v1/statuses/{far['id']}/reblog")
    bob.follows(ann)
    assert state(ann) == "eligible"
    asked = ann.post(f"{REPORTS}/{YEAR}/generate")
    assert asked.status == 202 and asked.json == {}
    header = re.fullmatch(r'id="([^"]+)", retry=2', asked.headers["Mastodon-Async-Refresh"])
    assert eventually(lambda: state(ann) == "available")
    refresh = ann.get(f"/api/v1_alpha/async_refreshes/{header.group(1)}").json
    assert_is(refresh, "WrappedAsyncRefresh")
    assert refresh == {"async_refresh": {"id": header.group(1), "status": "finished", "result_count": None}}

    answer = ann.get(f"{REPORTS}/{YEAR}").json
    assert_complete(answer)
    report = answer["annual_reports"][0]
    assert (report["year"], report["schema_version"], report["account_id"]) == (YEAR, 2, ann.id)
    assert report["data"] == {
        "archetype": "lurker", "top_hashtags": [{"name": "Tea", "count": 2}],
        "top_statuses": {"by_reblogs": far["id"], "by_favourites": None, "by_replies": None},
        "time_series": [{"month": 12, "statuses": 2, "followers": 1}]}
    assert [one["id"] for one in answer["accounts"]] == [ann.id]
    assert [one["id"] for one in answer["statuses"]] == [far["id"]]
    assert ann.get(REPORTS).json == answer
    again = ann.post(f"{REPORTS}/{YEAR}/generate")
    assert again.status == 200 and again.json == {} and "Mastodon-Async-Refresh" not in again.headers
    read = ann.post(f"{REPORTS}/{YEAR}/read")
    assert read.status == 200 and read.json == {}
    assert ann.get(REPORTS).json == {"annual_reports": [], "accounts": [], "statuses": []}
    assert ann.get(f"{REPORTS}/{YEAR}").json == answer


def test_whoever_has_the_address_sees_the_page(server, ann, bob):
    ann.says("hello")
    ann.says("for followers", visibility="private")
    made(ann)
    url = ann.get(f"{REPORTS}/{YEAR}").json["annual_reports"][0]["share_url"]
    page = server.get(url)
    assert page.status == 200 and "text/html" in page.headers["Content-Type"] and f"@{ann.name}" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, noarchive"
    assert "<dt>Posts</dt><dd>1</dd>" in page.text
    for other in (url + "x", url.replace(ann.name, bob.name), url.replace(str(YEAR), str(YEAR - 1))):
        assert server.get(other).status == 404


def test_a_report_is_its_owners_alone(server, ann, bob):
    ann.says("hello")
    made(ann)
    assert bob.get(f"{REPORTS}/{YEAR}").status == 404 and state(bob) == "ineligible"
    assert bob.post(f"{REPORTS}/{YEAR}/read").json == {"error": "Record not found"}
    reading, writing = server.token(ann.name, "read:accounts"), server.token(ann.name, "write:accounts")
    for path in (REPORTS, f"{REPORTS}/{YEAR}", f"{REPORTS}/{YEAR}/state"):
        assert server.get(path).status == 401
        assert server.get(path, reading).status == 200
        assert server.get(path, writing).status == 403
    for path in (f"{REPORTS}/{YEAR}/read", f"{REPORTS}/{YEAR}/generate"):
        assert server.post(path).status == 401
        assert server.post(path, writing).status == 200
        assert server.post(path, reading).status == 403


@pytest.mark.parametrize("year", [YEAR - 1, YEAR + 1, "0", "soon", "-1", "9" * 30])
def test_other_years_are_not_told(ann, year):
    ann.says("hello")
    assert state(ann, year) == "ineligible"
    assert ann.get(f"{REPORTS}/{year}").status == 404
    assert ann.post(f"{REPORTS}/{year}/read").status == 404
    assert ann.post(f"{REPORTS}/{year}/generate").status == 200
    assert ann.get(f"{REPORTS}/{year}").status == 404


def test_an_admin_may_do_without(make_server):
    server = make_server(annual_reports__days="366", annual_reports__enabled="false")
    assert server.get("/api/v2/instance").json["wrapstodon"] is None
    ann = server.make_account("ann")
    ann.says("hello")
    assert state(ann) == "ineligible" and ann.post(f"{REPORTS}/{YEAR}/generate").status == 200
