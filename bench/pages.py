"""What browsers ask for: public pages, and the web app's page with its first answers."""

import http.client
import re
import urllib.parse

import scenarios
from load import wrk
from process import Server

PASSWORD = "correct horse battery"


def sign_in(server: Server, name: str) -> str:
    """Signs in as the form does; the cookies to send from then on."""
    server.command("account", "reset-password", name, "--password-stdin", stdin=PASSWORD + "\n")
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/auth/sign_in")
    page = connection.getresponse()
    form = re.search(r'name="csrf" value="([^"]+)"', page.read().decode()).group(1)
    before = page.headers["Set-Cookie"].split(";")[0]
    connection.request("POST", "/auth/sign_in", urllib.parse.urlencode({"csrf": form, "login": name, "password": PASSWORD}),
                       {"Content-Type": "application/x-www-form-urlencoded", "Cookie": before})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise SystemExit(f"signing in: {answer.status}")
    return answer.headers["Set-Cookie"].split(";")[0]


def all_rows() -> scenarios.Rows:
    with Server() as server:
        server.sample(1000, scenarios.FOLLOWS, 20_000, 0.0)
        server.start()
        reader = scenarios.a_reader(server)
        scenarios.fill_home(server, server.token(reader))
        author, post = server.query(
            "SELECT a.username, s.id FROM statuses s JOIN accounts a ON a.id = s.account_id JOIN users u ON u.account_id = a.id "
            "WHERE s.visibility = 0 AND s.boost_of_id IS NULL GROUP BY a.id ORDER BY COUNT(*) DESC LIMIT 1")[0]
        cookie = "Cookie: " + sign_in(server, reader)
        server.wait_until_idle()
        html = "Accept: text/html"
        return [(what, wrk(server, path, headers=headers).row(), reach) for what, path, headers, reach in (
            ("page of a profile, 20 posts", f"/@{author}", [html], "≤ 150 µs CPU"),
            ("page of a post", f"/@{author}/{post}", [html], "≤ 150 µs CPU"),
            ("the app's page, without a timeline", "/lists", [html, cookie], "≤ 120 µs CPU"),
            ("the app's page with home in it", "/home", [html, cookie], "≤ 120 µs CPU"))]
