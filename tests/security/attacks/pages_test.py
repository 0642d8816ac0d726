# SPDX-License-Identifier: Apache-2.0
"""Pages and files of `sos-web`, as whoever has nothing but its address attacks them."""

import re

import pytest
from harness import real_suite as real
from security.attacks.browsing import ERRORS, EVERYTHING, FILES, MOVED, OF_LEA, PAGES, RPC, Web

MARKUP = "\"><script>alert(1)</script>'"
IN_QUERY = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%27"
ARGUMENTS = ("q", "c", "with", "lang", "release", "revision", "pick", "n", "return", "sort", "bom", "program")


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_answer_forbids_frames_and_what_is_foreign_and_sets_no_cookie(browser, path):
    answer = browser.ask(path)
    names = [name.lower() for name, _ in answer.headers]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "set-cookie" not in names and "server" not in names and not [n for n in names if n.startswith("access-control")]
    assert len(names) == len(set(names)), "no header is said twice"
    assert answer["Content-Type"] or not answer.body
    assert answer.status < 500


HOSTILE_PATHS = (
    "/../etc/passwd", "/%2e%2e/etc/passwd", "/..%2fetc%2fpasswd", "/%252e%252e%252fetc/passwd", "/assets/../../etc/passwd",
    "/assets/%2e%2e/site.css", "/assets/..%5c..%5cetc", "/assets/..;/site.css", "/assets//etc/passwd", "/assets/site.css%00.html",
    "/%c0%ae%c0%ae/etc/passwd", "/%c0%af", "/%e0%80%af", "/%ed%a0%80", "/%f4%90%80%80", "/%ff%fe", "/%", "/%u002e", "/leas/%00",
    "/leas//99600020000000", "//leas/99600020000000", "/leas/99600020000000//groups", "/LEAS/99600020000000", "/leas/99600020000000/GROUPS",
    "/leas/99600020000000;x=1", "/leas/99600020000000/.", "/leas/99600020000000/..", "/leas/99600020000000/groups/..%3b/",
    "/leas/+99600020000000",
    "/leas/99600020000000.json.csv", "/leas/99600020000000.json/", "/leas/99600020000000/.json", "/.json", "/.", "/..", "/leas/.csv",
    "/leas/９９６０００２００００００００", "/leas/%EF%BC%99%EF%BC%99", "/leas/-1", "/leas/1e14", "/leas/0x99600020000000", "/leas/99600020000000%20",
    "/leas/99600020000000%0a", "/leas/99600020000000%0d%0aSet-Cookie:a=b", "/leas/99600020000000/99999999999999999999",
    "/leas/99600020000000/-2024",
    "/leas/99600020000000/2024/2024", "/leas/99600020000000/indicators", "/leas/99600020000000/indicators/chronic/all/all", "/counties/100",
    "/counties/%39%39%39", "/schools/99600020000000/x", "/e/", "/e/%2f%2fattacker.example", "/e/http://attacker.example", "/leas/{{7*7}}",
    "/leas/$(id)", "/leas/'%20OR%201=1--", "/" + "a/" * 3000, "/leas/" + "9" * 6000, "/" + "%41" * 2000, "/" + "x" * 9000,
    "/healthz", "/metrics",
    "/readyz", "/.env", "/.git/config", "/sos.", "/sos.ingestion.v1.IngestionService/", "/sos.ingestion.v1.IngestionService/GetSnapshot/",
    "/sos.ingestion.v1.IngestionService%2fGetSnapshot",
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.health.v1.Health/Check")


@pytest.mark.parametrize("path", HOSTILE_PATHS, ids=lambda path: ascii(path)[1:40])
def test_an_address_that_is_none_is_refused_or_leads_to_one_of_this_site(browser, path):
    answer = browser.ask(path)
    assert answer.status in (301, 303, 400, 404, 405, 414), answer.status
    assert b"root:" not in answer.body
    assert answer["Set-Cookie"] == ""
    if answer.status in (301, 303):
        assert re.match(r"/(?![/\\])", answer["Location"])


def test_what_answers_after_all_of_them(browser):
    assert browser.ask(OF_LEA).status == 200


@pytest.mark.parametrize("host", ("attacker.example", "localhost.attacker.example", "attacker.example:80", "localhost@attacker.example",
                                  "127.0.0.1.nip.io", "0.0.0.0", "192.168.0.1", "[::ffff:192.168.0.1]", "localhost:99:99",
                                  "xn--localhost", "unix:/x"))
@pytest.mark.parametrize("path", (OF_LEA, RPC, "/assets/icon.svg"))
def test_another_name_of_this_machine_reads_nothing(browser, host, path):
    assert browser.ask(path, host=host).status in (400, 421)


UNKEYED = ("X-Forwarded-Host: attacker.example", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: http", "X-Forwarded-Prefix: /attacker",
           "Forwarded: for=192.0.2.1;host=attacker.example;proto=http", "X-Original-URL: /about/data", "X-Rewrite-URL: /about/data",
           "X-HTTP-Method-Override: POST", "X-Method-Override: DELETE", "X-Host: attacker.example", "True-Client-IP: 192.0.2.1",
           "Origin: https://attacker.example", "Referer: https://attacker.example/\"><script>", "User-Agent: <script>alert(1)</script>",
           "X-Sos-View: state", "X-Sos-End-User: somebody", "X-Sos-Role: state", "X-Request-Id: <script>", "traceparent: 00-<script>-x-01",
           "Upgrade: h2c", "TE: trailers", "Range: bytes=0-10", "Prefer: safe", "Cookie: lang=es; sos-session=eyJ; __Host-sos-session=x",
           "Accept: application/json", "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT", "Sec-Fetch-Site: cross-site")


@pytest.mark.parametrize("path", (OF_LEA, f"{OF_LEA}.csv", "/search?q=valley", "/e/" + real.LEA))
def test_a_header_that_no_cache_knows_changes_nothing(browser, path):
    expected = browser.ask(path)
    assert not [header for header in UNKEYED if not browser.ask(path, header).same_as(expected)]


@pytest.mark.parametrize("names", ("Authorization", "Cookie, Authorization", "X-Sos-View", "Host", "close, Vary"))
def test_a_header_that_is_named_as_hop_by_hop_changes_nothing(browser, names):
    assert browser.ask(OF_LEA, f"Connection: {names}").body == browser.ask(OF_LEA).body


@pytest.mark.parametrize("header", (b"Authorization: Bearer caf\xc3\xa9", b"Authorization: Bearer \x80\xff", b"Authorization: Bearer a\tb",
                                    b"Authorization: Bearer " + b"a" * 15000, b"Authorization: Bearer",
                                    b"Authorization: Bearer a, Bearer b",
                                    b"Authorization: Basic c29zOnNvcw==", b"Cookie: sos-session=\xff\xfe",
                                    b"Accept-Language: \xff;q=nan, es;q=1e999",
                                    b"Accept-Encoding: gzip;q=nan", b"If-None-Match: \"\xff\", W/, *x", b"traceparent: \xff"))
@pytest.mark.parametrize("path", (OF_LEA, f"{OF_LEA}.json", RPC))
def test_bytes_in_a_header_that_grpc_would_not_send_on_do_no_harm(browser, path, header):
    assert browser.ask(path, header).status in (200, 304, 400, 401, 413, 429, 431)
    assert browser.ask("/").status == 200


@pytest.mark.parametrize("path", (*PAGES, *FILES[:5], *MOVED))
def test_a_query_injects_no_header(browser, path):
    mark = "&" if "?" in path else "?"
    for line in ("%0d%0aX-Injected:1%0d%0a%0d%0a<script>", "%0aX-Injected:1", "%E5%98%8A%E5%98%8DX-Injected:1", "%00", "a%0d%0a%20b"):
        answer = browser.ask(path + mark + "&".join(f"{name}={line}" for name in ARGUMENTS) + f"&{line}={line}")
        assert answer["X-Injected"] == "" and answer["Set-Cookie"] == ""
        assert answer.status < 500


@pytest.mark.parametrize("path", (*PAGES, f"{OF_LEA}/compare?with={real.LEA}", f"{OF_LEA}/indicators/chronic.svg", "/nowhere", "/sign-in"))
def test_what_was_asked_is_shown_as_text_only(browser, path):
    mark = "&" if "?" in path else "?"
    for name in ARGUMENTS:
        if f"{name}=" in path:
            path = path.replace(f"{name}=", f"{name}={IN_QUERY}")
            mark, name = "&", "x"
        answer = browser.ask(f"{path}{mark}{name}={IN_QUERY}&{IN_QUERY}={IN_QUERY}")
        assert MARKUP.encode() not in answer.body and b"<script>alert" not in answer.body, name
        assert answer.status < 500, name


@pytest.mark.parametrize("name, value", (("q", "9" * 3000), ("q", "%F0%9F%92%A9" * 200), ("c", "chronic-ALL-n:99999999999999999999"),
                                         ("c", "x" * 3000),
                                         ("with", ",".join([real.LEA] * 400)), ("with", "," * 3000), ("lang", "../en"),
                                         ("release", "../" * 500),
                                         ("release", "%E2%80%AE"), ("revision", "0" * 32), ("revision", "g" * 32), ("revision", "-1")))
def test_hostile_values_are_refused_or_do_nothing(browser, name, value):
    for path in ("/search", f"{OF_LEA}/compare", f"{OF_LEA}/what-if", OF_LEA, f"{OF_LEA}.json"):
        answer = browser.ask(f"{path}?{name}={value}")
        assert answer.status < 500, path
        if name in ("release", "revision"):
            assert answer.status in (400, 404) and answer["Cache-Control"] == "no-store", "an error may be kept by nobody"


def test_too_many_arguments_are_refused(browser):
    assert browser.ask("/search?" + "&".join(f"a{i}=1" for i in range(300))).status in (400, 414)


@pytest.mark.parametrize("method", ("POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "get", "GETX"))
@pytest.mark.parametrize("path", (OF_LEA, f"{OF_LEA}.csv", "/assets/icon.svg"))
def test_pages_are_read_and_nothing_else(browser, path, method):
    answer = browser.ask(path, "X-Secret: echo", method=method, body=b"echo")
    assert answer.status in (400, 405, 501) and b"echo" not in answer.body
    assert answer.status != 405 or answer["Allow"]


@pytest.mark.parametrize("target", ("//attacker.example", "/\\attacker.example", "https://attacker.example", "https:attacker.example",
                                    "/%09/attacker.example", "/%2f/attacker.example", "%2f%2fattacker.example",
                                    "/x/../..//attacker.example"))
def test_no_address_leads_elsewhere(browser, target):
    for path in (f"/e/{target}", f"/e{target}", f"/e/{real.LEA}?return={target}", f"/e/{real.LEA}?next={target}",
                 f"/sign-in?return={target}",
                 f"/sign-in/callback?return={target}&state=x&code=y", f"/search?q={target}", f"{OF_LEA}/what-if?pick={target}", target):
        answer = browser.ask(path)
        assert answer["Location"] == "" or re.match(r"/(?![/\\])", answer["Location"]), path
        assert answer.status < 500


@pytest.mark.parametrize("path", (*PAGES, FILES[1], FILES[3]))
def test_a_page_in_one_language_is_not_kept_for_readers_of_another(browser, path):
    english, spanish = (browser.ask(path, f"Accept-Language: {code}") for code in ("en", "es"))
    for answer in (english, spanish):
        assert {"accept-language", "authorization", "cookie"} <= {name.strip().lower() for name in answer["Vary"].split(",")}
    if path in PAGES:
        assert b'<html lang="en"' in english.body and b'<html lang="es"' in spanish.body
        assert english["ETag"] != spanish["ETag"]
    again = browser.ask(path, "Accept-Language: es", f"If-None-Match: {english['ETag']}")
    assert again.status == (304 if english.body == spanish.body else 200)


@pytest.mark.parametrize("path", (*PAGES, *FILES[:9], *ERRORS[:6], RPC))
@pytest.mark.parametrize("role", ("state", "nobody's"))
def test_nothing_that_is_answered_to_a_token_is_kept(suite, browser, path, role):
    answer = browser.ask(path, f"Authorization: Bearer {suite.token('state') if role == 'state' else 'x'}")
    assert "no-store" in answer["Cache-Control"] and "public" not in answer["Cache-Control"]
    assert answer["ETag"] == ""


def test_what_the_state_is_told_is_told_to_nobody_else(suite, browser):
    """Whoever signs in is told the submissions of the files."""
    path, token = "/about/data.json", f"Authorization: Bearer {suite.token('state')}"
    assert "submissions/" not in browser.ask(path).text
    real.sos("sample", "--output", suite.folder / "files")
    assert "submissions/" in browser.ask(path, token).text
    assert "submissions/" not in browser.ask(path).text
    assert "submissions/" in browser.ask(path, token).text, "nor does the state read what the public is told"


@pytest.mark.parametrize("path", FILES[:5])
def test_the_name_of_a_file_is_that_of_its_address(browser, path):
    answer = browser.ask(path + "?x=%22%3B%20filename=%22evil.exe")
    assert re.fullmatch(r'(attachment|inline); filename="[a-z0-9.-]+\.(json|csv|xlsx|svg|png)"', answer["Content-Disposition"])


@pytest.fixture(scope="module")
def limited(suite):
    """Pages whose readers may ask little, and for which few connections of one address are served."""
    port = real.free_port()
    log = suite.folder / "reporting-for-pages.log"
    program = suite.server("reporting", port, log, {"SOS_CALLER_RATE": "1", "SOS_CALLER_BURST": "5"})
    suite.programs["reporting for pages"] = program
    real.wait_until("reporting", lambda: real.accepts(port))
    settings = {**suite.settings_of("web"), "SOS_REPORTING_TARGET": f"ipv4:127.0.0.1:{port}", "SOS_HTTP_CONNECTIONS_PER_ADDRESS": "8"}
    web = Web(suite, "web-limited", suite.certificates / "ca.pem", **settings)
    yield web
    web.program.kill()
    program.kill()


def test_who_asks_too_often_is_told_when_to_come_again_and_nobody_else(suite, limited, browser_of):
    greedy, modest = browser_of(limited.port, "127.0.0.1"), browser_of(limited.port, "127.0.0.2")
    # The address that it claims is not the one that counts.
    # Nobody keeps what-if pages, so each of these costs something.
    answers = [greedy.ask(f"{OF_LEA}/what-if?c=chronic-ALL-n:{n}", f"X-Forwarded-For: 192.0.2.{n}", f"X-Sos-End-User: {n}")
               for n in range(12)]
    refused = [a for a in answers if a.status == 429]
    assert refused and all(int(a["Retry-After"]) > 0 and "no-store" in a["Cache-Control"] for a in refused)
    assert modest.ask(f"{OF_LEA}/what-if").status == 200, "and another address is served"


def test_connections_of_one_address_leave_others_theirs(suite, limited, browser_of):
    import socket
    held = [socket.create_connection(("127.0.0.1", limited.port), source_address=("127.0.0.3", 0)) for _ in range(200)]
    try:
        assert browser_of(limited.port, "127.0.0.4").ask("/about/colors").status == 200
    finally:
        for connection in held:
            connection.close()
