"""What belongs to one reader alone: lists, notifications, conversations and marks. Reaches are not given by anybody; they
are those of timelines."""

import scenarios
from load import wrk
from process import Server

MEMBERS = 40
ADMIRERS = 60


def prepare(server: Server, reader: str, token: str) -> str:
    """A list of people the reader follows, and sixty people who favourite and answer the reader's posts. The list's id."""
    followed = [str(row[0]) for row in server.query(
        "SELECT f.target_id FROM follows f JOIN accounts a ON a.id = f.account_id WHERE a.username = ? AND a.domain = '' "
        "ORDER BY f.target_id LIMIT ?", reader, MEMBERS)]
    wanted = scenarios.ask(server, "POST", "/api/v1/lists", token, {"title": "Friends"})["id"]
    scenarios.ask(server, "POST", f"/api/v1/lists/{wanted}/accounts", token, {"account_ids": followed})
    posts = [scenarios.ask(server, "POST", "/api/v1/statuses", token, {"status": f"post {number}"})["id"]
             for number in range(3)]
    admirers = [row[0] for row in server.query(
        "SELECT a.username FROM accounts a JOIN users u ON u.account_id = a.id WHERE a.username <> ? ORDER BY a.id "
        "LIMIT ?", reader, ADMIRERS)]
    for number, name in enumerate(admirers):
        theirs, post = server.token(name), posts[number % len(posts)]
        scenarios.ask(server, "POST", f"/api/v1/statuses/{post}/favourite", theirs)
        scenarios.ask(server, "POST", "/api/v1/statuses", theirs,
                      {"status": f"@{reader} well said", "in_reply_to_id": post})
    for (status,) in server.query("SELECT id FROM statuses WHERE visibility = 0 AND boost_of_id IS NULL ORDER BY id DESC "
                                  "LIMIT 40"):
        scenarios.ask(server, "POST", f"/api/v1/statuses/{status}/bookmark", token)
    server.wait_until_idle()
    return wanted


def all_rows() -> scenarios.Rows:
    with Server() as server:
        server.sample(1000, scenarios.FOLLOWS, 20_000)
        server.start()
        reader = scenarios.a_reader(server)
        token = server.token(reader)
        scenarios.fill_home(server, token)
        wanted = prepare(server, reader, token)
        return [(what, wrk(server, path, token).row(), reach) for what, path, reach in (
            ("list timeline, 20 posts", f"/api/v1/timelines/list/{wanted}", "≤ 70 µs CPU"),
            ("40 notifications", "/api/v1/notifications", "≤ 150 µs CPU"),
            ("notifications in groups", "/api/v2/notifications", "≤ 150 µs CPU"),
            ("count of unread notifications", "/api/v2/notifications/unread_count", "≤ 30 µs CPU"),
            ("20 bookmarks", "/api/v1/bookmarks", "≤ 70 µs CPU"))]
