"""A browser without JavaScript: follows redirects, keeps cookies, fills the forms that a page shows."""

import html.parser
import urllib.parse

import requests

from skein_process import PASSWORD, Skein


class _Forms(html.parser.HTMLParser):
    """The forms of a page: action, method, and what their fields hold."""

    def __init__(self):
        super().__init__()
        self.forms: list[dict] = []

    def handle_starttag(self, tag, pairs):
        values = dict(pairs)
        if tag == "form":
            self.forms.append({"action": values.get("action", ""), "method": values.get("method", "get"),
                               "fields": {}, "names": set()})
        if tag in ("input", "textarea", "select", "button") and self.forms and values.get("name"):
            form = self.forms[-1]
            form["names"].add(values["name"])
            kind = values.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" not in values:
                return
            if tag != "button":
                form["fields"].setdefault(values["name"], values.get("value", ""))


class Page:
    def __init__(self, response: requests.Response):
        self.response, self.status, self.url, self.text = response, response.status_code, response.url, response.text
        parser = _Forms()
        parser.feed(self.text)
        self.forms = parser.forms

    def form(self, *names: str) -> dict:
        """The first form with all these fields."""
        for form in self.forms:
            if set(names) <= form["names"]:
                return form
        raise AssertionError(f"no form with {names} on {self.url}:\n{self.text[:3000]}")


class Browser:
    def __init__(self, server: Skein):
        self.server = server
        self.session = requests.Session()
        self.session.trust_env = False

    def open(self, path: str) -> Page:
        return Page(self.session.get(urllib.parse.urljoin(self.server.url, path), timeout=60))

    def submit(self, page: Page, form: dict, **values) -> Page:
        """Sends a form as a browser would, without following to another site."""
        data = {**form["fields"], **values}
        target = urllib.parse.urljoin(page.url, form["action"] or page.url)
        headers = {"Origin": self.server.url, "Sec-Fetch-Site": "same-origin", "Referer": page.url}
        response = self.session.post(target, data=data, headers=headers, allow_redirects=False, timeout=60)
        while response.status_code in (302, 303) and response.headers["Location"].startswith(("/", self.server.url)):
            response = self.session.get(urllib.parse.urljoin(self.server.url, response.headers["Location"]),
                                        allow_redirects=False, timeout=60)
        return Page(response)

    def sign_in(self, name: str, password: str = PASSWORD, path: str = "/auth/sign_in") -> Page:
        page = self.open(path)
        form = page.form("password")
        login = next(name for name in form["names"] if name in ("login", "username", "email", "user"))
        return self.submit(page, form, **{login: name, "password": password})

    def authorize(self, url: str, name: str, password: str = PASSWORD) -> Page:
        """Signs in on the way when asked to, and lets the app in."""
        page = self.open(url)
        if any("password" in form["names"] for form in page.forms):
            page = self.sign_in(name, password, page.url)
        allow = page.form("client_id")
        decision = "decision" if "decision" in allow["names"] else "allow"
        return self.submit(page, allow, **{decision: "allow"})
