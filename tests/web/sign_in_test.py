# SPDX-License-Identifier: Apache-2.0
"""Sign-in, whole, over HTTP: a browser with cookies, the site (sign_in_site.cc) and a provider that others wrote.

The provider is npm oidc-provider. Its pages for login and consent are two forms, which the browser here sends.
"""

import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import urllib.parse

import pytest
from clients.partner import npm_install
from harness import real_suite as real

HERE = pathlib.Path(__file__).resolve().parent
SITE = real.BIN.parent / "tests" / "sign_in_site"
MAX_STEPS = 12


class Program:
    """A program that prints a line when it serves and ends with its standard input."""

    def __init__(self, *command, **settings):
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, env={**os.environ, **settings})
        self.line = self.process.stdout.readline().strip()

    def close(self):
        """Ends it; what it logged."""
        return self.process.communicate(timeout=30)[1]


class Page:
    def __init__(self, url, status, headers, body):
        self.url, self.status, self.headers, self.body = url, status, headers, body


class Browser:
    """Keeps cookies by host and port, and their paths out of account. Follows redirects."""

    def __init__(self):
        self.cookies, self.visited = {}, []

    def request(self, url, method="GET", form=None):
        parts = urllib.parse.urlsplit(url)
        mine = self.cookies.setdefault(parts.netloc, {})
        headers = {"Accept": "text/html"}
        if mine:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in mine.items())
        body = None
        if form is not None:
            body, headers["Content-Type"] = urllib.parse.urlencode(form), "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        connection.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        response = connection.getresponse()
        page = Page(url, response.status, response.headers, response.read().decode())
        connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            name, value = line.split(";")[0].split("=", 1)
            if value and "1970" not in line and "Max-Age=0" not in line:
                mine[name] = value
            else:
                mine.pop(name, None)
        self.visited.append(url)
        return page

    def open(self, url, method="GET", form=None):
        for _ in range(MAX_STEPS):
            page = self.request(url, method, form)
            if page.status not in (301, 302, 303):
                return page
            url, method, form = urllib.parse.urljoin(url, page.headers["Location"]), "GET", None
        raise AssertionError(f"more than {MAX_STEPS} redirects: {self.visited[-3:]}")

    def submit(self, page, **fields):
        """Sends the form of the provider's page."""
        form = re.search(r"<form[^>]*action=\"([^\"]+)\"(.*?)</form>", page.body, re.DOTALL)
        hidden = dict(re.findall(r"<input type=\"hidden\" name=\"(\w+)\" value=\"([^\"]*)\"", form[2]))
        return self.open(urllib.parse.urljoin(page.url, form[1]), "POST", {**hidden, **fields})

    def sign_in(self, site, name, path="/who"):
        """The first page after the login and, where it is asked for, the consent."""
        login = self.open(f"{site}/sign-in?return={path}")
        page = self.submit(login, login=name, password="any")
        return self.submit(page) if "consent" in page.body and page.url.startswith(login.url.split("/interaction")[0]) else page


def claims_of(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@pytest.fixture(scope="module")
def modules(folder):
    """A folder with the provider and its packages."""
    folder = folder / "provider"
    folder.mkdir()
    for source in (HERE / "provider").iterdir():
        if source.is_file():
            shutil.copy(source, folder)
    npm_install(folder, "ci")
    return folder


@pytest.fixture(scope="module", params=["public-client", "secret-client"])
def site(request, modules):
    """The address of a site whose provider knows it, with or without a secret."""
    if not SITE.exists():
        pytest.skip(f"{SITE.name} is not built")
    port = real.free_port()
    url = f"http://127.0.0.1:{port}"
    provider = Program("node", modules / "provider.mjs", url)
    secret = "p@ss:w%rd/+ &" if request.param == "secret-client" else ""
    program = Program(SITE, port, SOS_OIDC_ISSUER=provider.line, SOS_OIDC_CLIENT_ID=request.param, SOS_OIDC_CLIENT_SECRET=secret,
                      SOS_AUTH_AUDIENCE="sos", SOS_WEB_EXTERNAL_URL=url)
    assert program.line == "serving"
    yield url
    log = program.close()
    provider.close()
    # The log says what failed, and never has a token (they begin so), a code or a secret.
    assert "sign-in failed" in log
    assert "eyJ" not in log and "p@ss" not in log


def test_signs_in_with_the_role_of_the_account(site):
    browser = Browser()
    page = browser.sign_in(site, "lea")

    assert (page.status, page.url) == (200, f"{site}/who")
    claims = claims_of(json.loads(page.body)["token"])
    assert (claims["sos_role"], claims["sos_leas"], claims["aud"]) == ("lea", ["99600020000000"], "sos")
    # The second time, the provider remembers the login, and no form is shown.
    assert browser.open(f"{site}/sign-in?return=/who").url == f"{site}/who"


def test_uses_pkce_state_and_nonce(site):
    browser = Browser()
    start = browser.request(f"{site}/sign-in")
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(start.headers["Location"]).query))

    assert start.status == 303
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == 43 and len(asked["nonce"]) == 43


def test_is_public_before_sign_in_and_after_sign_out(site):
    browser = Browser()
    assert json.loads(browser.open(f"{site}/who").body) == {"token": "", "csrf": ""}
    signed_in = json.loads(browser.sign_in(site, "state").body)

    assert browser.open(f"{site}/sign-out", "POST", {"csrf": "forged"}).status == 403
    assert json.loads(browser.open(f"{site}/who").body)["token"] == signed_in["token"]
    page = browser.open(f"{site}/sign-out", "POST", {"csrf": signed_in["csrf"]})
    assert page.status == 200 and "You are signed out" in page.body
    assert json.loads(browser.open(f"{site}/who").body)["token"] == ""
    # The link leads to the provider's own page for it.
    link = re.search(r"href=\"([^\"]+)\"", page.body)[1].replace("&amp;", "&")
    assert browser.open(link).status == 200


@pytest.mark.parametrize("name", ["nobody", "unscoped"])
def test_tells_an_account_without_role_or_scope(site, name):
    page = Browser().sign_in(site, name)

    assert page.status == 403 and "Your account has no role on this site" in page.body


def test_tells_an_account_with_more_permissions_than_a_cookie_holds(site):
    page = Browser().sign_in(site, "many")

    assert page.status == 400 and "Your account has too many permissions for a browser" in page.body


def test_uses_no_response_twice_nor_in_another_browser(site):
    browser = Browser()
    browser.sign_in(site, "state")
    callback = next(url for url in browser.visited if "/sign-in/callback" in url)

    assert "The sign-in has expired" in browser.open(callback).body
    assert "The sign-in has expired" in Browser().open(callback).body


def test_uses_no_code_of_another_sign_in(site):
    """An attacker has a code of their own and gives it to somebody whose sign-in has begun."""
    attacker, victim = Browser(), Browser()
    attacker.sign_in(site, "state")
    callback = next(url for url in attacker.visited if "/sign-in/callback" in url)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(callback).query)["code"][0]
    start = victim.request(f"{site}/sign-in?return=/who")
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(start.headers["Location"]).query)["state"][0]

    page = victim.open(f"{site}/sign-in/callback?" + urllib.parse.urlencode({"code": code, "state": state}))
    assert page.status == 400 and "The sign-in was rejected" in page.body
    assert json.loads(victim.open(f"{site}/who").body)["token"] == ""


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/%5Cevil.example", "/%0d%0aLocation:%20x"])
def test_returns_to_no_other_site(site, path):
    page = Browser().request(f"{site}/sign-in?return={path}")

    assert page.status == 400 and "Location" not in page.headers
