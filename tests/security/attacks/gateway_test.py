# SPDX-License-Identifier: Apache-2.0
"""The RPCs as JSON: what a browser, or whoever writes like one, makes `sos-web` call, and in whose name."""

import json

import pytest
from harness import real_suite as real
from harness.served import served_sample
from security.attacks.asking import every_method
from security.attacks.browsing import OF_LEA, RPC, Browser, Web, Witness

SMUGGLED = ("X-Sos-View: state", "x-sos-view: ", "X-Sos-End-User: somebody", "X-Sos-Replica-Token: x", "X-Sos-Role: state",
            "X-Sos-Subject: state",
            "Grpc-Timeout: 1H", "Grpc-Metadata-X-Sos-View: state", "Grpc-Encoding: gzip", "Grpc-Status: 0", "grpc-status-details-bin: AA==",
            ":authority: attacker.example", "X-Request-Id: mine", "Te: trailers", "X-Forwarded-For: 192.0.2.1",
            "Cookie: sos-session=eyJ.x.y",
            "Cookie: __Host-sos-session=eyJ.x.y; authorization=Bearer x", "Proxy-Authorization: Bearer x", "X-Authorization: Bearer x",
            "Authorization-Bearer: x", "Connect-Protocol-Version: 1")
# What a service hears of a caller without a token, beside what gRPC itself and the trace say.
HEARD = {"x-sos-view": "public", "x-sos-end-user": "127.0.0.1"}
OF_GRPC = {"user-agent", "traceparent", "x-request-id", "grpc-accept-encoding", "accept-encoding", "te"}


@pytest.fixture(scope="module")
def witnessed(suite):
    """(browser, witness): pages whose four services are one that tells what it hears."""
    witness = Witness()
    web = Web(suite, "web-witnessed", **{f"SOS_{name.upper()}_TARGET": f"127.0.0.1:{witness.port}" for name in real.SERVICES})
    yield web.browser, witness
    web.program.kill()
    witness.server.stop(None)


def path_of(method):
    return f"/{method.containing_service.full_name}/{method.name}"


def roles_of(method):
    from sos.access.v1 import access_pb2
    rule = method.GetOptions().Extensions[access_pb2.access]
    return {access_pb2.Role.Name(role).removeprefix("ROLE_") for role in rule.roles}


@pytest.mark.parametrize("path", (RPC, "/"))
@pytest.mark.parametrize("header", SMUGGLED)
def test_no_header_becomes_metadata(witnessed, path, header):
    browser, witness = witnessed
    witness.heard()
    browser.ask(path, header)
    calls = witness.heard()
    assert calls
    for call in calls:
        said = {key: value for key, value in call.items() if key not in OF_GRPC}
        # The site itself asks for the newest revision, for nobody in particular.
        assert said in (HEARD, {"x-sos-view": "public"})
        assert "mine" not in call.values() and call.get("te", "trailers") == "trailers"


@pytest.mark.parametrize("header", ("Authorization: Bearer a.b.c", "authorization:   bearer a.b.c  ", "AUTHORIZATION: BEARER a.b.c"))
def test_a_token_is_passed_on_in_one_spelling_and_is_nobody_elses(witnessed, header):
    browser, witness = witnessed
    witness.heard()
    browser.ask(RPC, header)
    assert [call["authorization"] for call in witness.heard()] == ["Bearer a.b.c"]
    browser.ask(RPC)
    assert "authorization" not in witness.heard()[0]


@pytest.mark.parametrize("header", ("Authorization: Basic c29z", "Authorization: Bearer", "Authorization: Bearera.b.c",
                                    "Authorization: a.b.c",
                                    "Authorization: Bearer a\r\nAuthorization: Bearer b"))
def test_what_is_no_token_is_refused_and_not_taken_for_the_public(witnessed, header):
    browser, witness = witnessed
    witness.heard()
    assert browser.ask(RPC, header).status in (400, 401)
    assert not witness.heard()


def test_every_method_answers_the_public_as_the_access_table_says(suite, browser):
    wrong, closed, opened = [], 0, 0
    for _, method, _ in every_method():
        roles = roles_of(method)
        body, kind = b"{}", "application/json"
        found = browser.post(path_of(method), body, f"Content-Type: {kind}", *SMUGGLED[:5])
        reason = json.loads(found.body.splitlines()[0] or b"{}") if found.body else {}
        reasons = {d.get("debug", {}).get("reason") for d in reason.get("details", [])} if found.status != 200 else {"OK"}
        if roles == {"SERVICE"}:
            right = found.status == 404
        elif method.client_streaming:
            right = reasons == {"METHOD_NEEDS_GRPC"}
        elif "PUBLIC" in roles:
            right = not reasons & {"ROLE_NOT_PERMITTED", "TOKEN_REQUIRED", "TOKEN_INVALID", "METHOD_NOT_FOUND"}
            opened += right
        else:
            right = found.status == 403 and reasons == {"ROLE_NOT_PERMITTED"}
            closed += right
        if not right:
            wrong.append((method.full_name, sorted(roles), found.status, reasons))
    assert not wrong
    assert closed > 5 and opened > 20, (closed, opened)


def test_nothing_is_written_by_an_address(browser):
    """A link, an image or a prefetch writes nothing, whatever it says."""
    for _, method, _ in every_method():
        if method.name.startswith(("Create", "Commit", "Delete", "Upload", "Update")):
            assert browser.ask(f"{path_of(method)}?encoding=json&message=%7B%7D").status in (400, 404, 405, 501), method.full_name


@pytest.mark.parametrize("origin", ("https://attacker.example", "null", "http://localhost", "https://localhost.attacker.example"))
def test_no_other_site_reads_an_answer(browser, origin):
    path = RPC.partition("?")[0]
    asked = f"Origin: {origin}"
    answers = [browser.ask(RPC, asked), browser.post(path, b"{}", asked), browser.ask(OF_LEA, asked),
               browser.ask(path, asked, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization",
                           method="OPTIONS")]
    assert not [name for answer in answers for name, _ in answer.headers if name.lower().startswith("access-control")]
    assert answers[-1].status in (204, 405)


@pytest.mark.parametrize("kind", ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/json",
                                  "application/json; charset=utf-16", "application/json, text/plain", "text/plain; application/json",
                                  "application/grpc", "application/grpc-web+proto", "application/connect+json", "application/xml", "*/*"))
def test_what_a_form_of_another_site_can_send_is_no_call(witnessed, kind):
    browser, witness = witnessed
    witness.heard()
    assert browser.post(RPC.partition("?")[0], b"{}", f"Content-Type: {kind}").status == 415
    assert not witness.heard()


BODIES = {
    "nothing": b"", "half an object": b"{", "a list": b"[]", "a number": b"1", "null": b"null", "another field": b'{"isAdmin": true}',
    "a prototype": b'{"__proto__": {"revision": 1}}', "a field twice": b'{"revision": 1, "revision": 2}',
    "infinity": b'{"revision": 1e999}',
    "beyond 64 bits": b'{"revision": 99999999999999999999}', "no UTF-8": b'{"revisionIdentity": "\xff\xfe"}',
    "a NUL": b'{"revisionIdentity": "\\u0000"}',
    "half a surrogate": b'{"revisionIdentity": "\\ud800"}', "deep lists": b"[" * 100_000, "deep objects": b'{"a":' * 100_000,
    "a deep value": b'{"filter":' * 50_000 + b"{}" + b"}" * 50_000, "a comment": b"{/**/}", "a byte order mark": b"\xef\xbb\xbf{}",
    "2 MB of blanks": b" " * 2_000_000, "a long text": b'{"revisionIdentity": "' + b"x" * 3_000_000 + b'"}',
    "a type": b'{"@type": "type.googleapis.com/google.protobuf.Any"}'}


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.parametrize("method", ("ingestion.v1.IngestionService/GetSnapshot", "reporting.v1.ReportingService/GetReport",
                                    "indicator.v1.IndicatorService/ListResults"))
def test_a_hostile_body_is_refused_in_words_and_others_are_served(browser, method, what):
    answer = browser.post(f"/sos.{method}", BODIES[what])
    assert answer.status in (200, 400, 403, 404, 413), answer.body[:200]
    if answer.status != 200:
        assert len(answer.body) < 5000, "what was sent is not sent back"
    assert browser.ask(RPC).status == 200


def test_a_body_beyond_the_limit_is_refused(browser):
    assert browser.post(RPC.partition("?")[0], b'{"revisionIdentity": "' + b"x" * 5_000_000 + b'"}').status in (400, 413)


@pytest.mark.parametrize("header", ("Connect-Timeout-Ms: -1", "Connect-Timeout-Ms: 99999999999999999999", "Connect-Timeout-Ms: 1e3",
                                    "Connect-Protocol-Version: 2", "Content-Encoding: gzip", "Content-Encoding: br"))
def test_what_the_protocol_does_not_have_is_refused(browser, header):
    assert browser.post(RPC.partition("?")[0], b"{}", "Content-Type: application/json", header).status in (400, 415, 501)


@pytest.mark.parametrize("header", ("Connect-Timeout-Ms: 0", "Connect-Timeout-Ms: 9999999999"))
def test_no_deadline_does_harm(browser, header):
    assert browser.post(RPC.partition("?")[0], b"{}", "Content-Type: application/json", header).status in (200, 504)


def test_a_cookie_is_no_token(suite, browser):
    """Another site's form sends cookies along."""
    path, token = "/sos.ingestion.v1.IngestionService/ListSubmissions", suite.token("state")
    assert browser.post(path, b"{}", "Content-Type: application/json", f"Authorization: Bearer {token}").status == 200
    for name in ("sos-session", "__Host-sos-session", "authorization", "token"):
        assert browser.post(path, b"{}", "Content-Type: application/json", f"Cookie: {name}={token}").status == 403


def test_a_token_that_nobody_verifies_opens_nothing(folder):
    """`sos serve` has no keys: whoever sends a token is nobody it knows, and must not be taken for its user."""
    (folder / "serve").mkdir()
    with served_sample(folder / "serve") as addresses:
        browser = Browser(int(addresses["http"].rpartition(":")[2]))
        assert browser.ask(OF_LEA).status == 200
        writes = "/sos.ingestion.v1.IngestionService/CreateRelease"
        assert browser.post(writes).status == 403
        for token in ("x", "a.b.c", "null", "caf\u00e9"):
            header = f"Authorization: Bearer {token}".encode()
            assert browser.post(writes, b"{}", "Content-Type: application/json", header).status == 401
            for path in (RPC, f"{OF_LEA}.json", OF_LEA):
                answer = browser.ask(path, header)
                assert answer.status == 401 and "no-store" in answer["Cache-Control"], path
        assert browser.ask(OF_LEA).status == 200
