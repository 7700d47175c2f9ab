"""Asking whether work in the background has ended. That it begins and ends is seen where it does: beside the thread that
is fetched (src/features/activitypub/backfill/), at the report of a year (test_annual_reports.py)."""

import pytest


def test_what_never_was_is_not_found(server, person):
    """GET /api/v1_alpha/async_refreshes/:id"""
    ann = person("ann")
    for name in ("1", "A" * 22, "A" * 5000, "..%2f", "%00", "a'b"):
        answer = ann.get(f"/api/v1_alpha/async_refreshes/{name}")
        assert answer.status in (400, 404, 414), answer.text
    assert ann.get("/api/v1_alpha/async_refreshes/1").json == {"error": "Record not found"}


@pytest.mark.parametrize("scopes, status", [("read", 404), ("read:statuses", 403), ("write", 403)])
def test_the_scope_that_opens_it(server, person, scopes, status):
    """GET /api/v1_alpha/async_refreshes/:id"""
    ann = person("ann")
    assert server.get("/api/v1_alpha/async_refreshes/1", server.token(ann.name, scopes)).status == status
    assert server.get("/api/v1_alpha/async_refreshes/1").status == 401
