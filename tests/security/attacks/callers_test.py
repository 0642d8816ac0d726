# SPDX-License-Identifier: Apache-2.0
"""Who calls: tokens that are expired, forged, or of another scope; keys that are taken away; a missing client certificate."""

import base64
import json
import subprocess
import time

import pytest
from harness import real_suite as real
from security.attacks.asking import FOREIGN_LEA, OK, answer, empty_request, every_method, refusal, report


def test_every_method_refuses_a_caller_without_token(suite):
    wrong = []
    for name, method, stub in every_method():
        with suite.channel(name) as channel:
            found = answer(stub(channel), method, [empty_request(method)])
            if found != ("UNAUTHENTICATED", "TOKEN_REQUIRED"):
                wrong.append((method.name, found))
    assert not wrong


def test_the_health_service_answers_without_one(suite):
    with suite.channel("reporting") as channel:
        raw = lambda value: value  # noqa: E731
        health = channel.unary_unary("/grpc.health.v1.Health/Check", request_serializer=raw, response_deserializer=raw)
        assert health(b"", timeout=10) == b"\x08\x01"


def unsigned(claims, header):
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()  # noqa: E731
    return f"{part(header)}.{part(claims)}."


def forged(suite):
    """A token that another provider has signed."""
    other = suite.folder / "other-provider"
    subprocess.run([real.ROOT / "deploy" / "development" / "certificates.sh", other], check=True)
    return subprocess.check_output([real.ROOT / "deploy" / "development" / "token.sh", other, "state"], text=True).strip()


def without_algorithm(suite):
    claims = {"iss": real.ISSUER, "aud": real.AUDIENCE, "sub": "x", "exp": int(time.time()) + 600, "sos_role": "state"}
    return unsigned(claims, {"alg": "none", "kid": "development"})


def tampered(suite):
    """Other claims under a good signature."""
    header, body, signature = suite.token("state").split(".")
    richer = json.loads(base64.urlsafe_b64decode(body + "=="))
    richer["sos_role"] = "operator"
    return f"{header}.{base64.urlsafe_b64encode(json.dumps(richer).encode()).rstrip(b'=').decode()}.{signature}"


WRONG_TOKENS = {
    "an expired token": lambda suite: suite.token("state", SOS_TOKEN_SECONDS=-120),
    "alg none": without_algorithm,
    "a token of another key": forged,
    "a token for another audience": lambda suite: suite.token("state", SOS_TOKEN_AUDIENCE="elsewhere"),
    "a token of another issuer": lambda suite: suite.token("state", SOS_TOKEN_ISSUER="https://elsewhere.example"),
    "other claims under a good signature": tampered,
    "no token at all": lambda suite: "x",
    "a token of tomorrow": lambda suite: suite.token("state", SOS_TOKEN_AGE=-86400),
    "a token for a county that does not exist": lambda suite: suite.token("county", "77"),
    "a token that claims to be a service": lambda suite: suite.token("service"),
}


def test_a_good_token_is_taken(suite):
    assert report(suite, suite.token("state")).rows


@pytest.mark.parametrize("what", WRONG_TOKENS)
def test_a_wrong_token_is_refused(suite, what):
    assert refusal(report, suite, WRONG_TOKENS[what](suite)) == ("UNAUTHENTICATED", "TOKEN_INVALID")


class Keys:
    """The file of the provider's keys, and what becomes of a caller with a good token."""

    def __init__(self, suite):
        self.suite, self.file = suite, suite.certificates / "jwks.json"
        self.good, self.token = self.file.read_text(), suite.token("state")

    def put(self, text):
        (self.suite.certificates / "new").write_text(text)
        (self.suite.certificates / "new").rename(self.file)

    def found(self):
        return refusal(report, self.suite, self.token)

    def becomes(self, expected):
        try:
            real.wait_until("another answer", lambda: self.found() == expected)
        except TimeoutError:
            assert self.found() == expected

    def errors(self):
        return [line.get("detail", "") for line in self.suite.programs["reporting", 0].lines()
                if line["level"] == "error" and line["message"].startswith("The token keys")]


@pytest.fixture
def keys(suite):
    file = Keys(suite)
    yield file
    file.put(file.good)
    file.becomes(OK)


def test_an_empty_key_set_refuses_every_token_until_the_keys_are_back(keys):
    assert keys.found() == OK
    keys.put('{"keys": []}')
    keys.becomes(("UNAUTHENTICATED", "TOKEN_INVALID"))
    keys.put(keys.good)
    keys.becomes(OK)


@pytest.mark.parametrize("wrong", (
    pytest.param(lambda good: good[:40], id="half_a_file"),
    pytest.param(lambda good: json.dumps({"keys": [json.loads(good)["keys"][0]] * 2}), id="two_keys_of_one_name")))
def test_a_wrong_file_keeps_the_keys_and_is_an_error_in_the_log(keys, wrong):
    before = len(keys.errors())
    keys.put(wrong(keys.good))
    # What looks at the file is a call.
    real.wait_until("an error in the log", lambda: keys.found() and len(keys.errors()) > before)
    assert keys.found() == OK, keys.errors()[-1:]


WITHHELD = {"sees all": (("lea", real.LEA), ("county", "99"), ("state",)),
            "sees what is shown to all": (("lea", FOREIGN_LEA), ("county", "19"), ("public",), ("operator",))}


def results_of_the_lea(suite, token):
    """Every result of an LEA of the year, as the caller sees it."""
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2
    of_lea = pb2.ResultFilter(entities=[f"entities/{real.LEA}"], dashboard_years=[real.YEAR])
    request = pb2.ListResultsRequest(page_size=1000, filter=of_lea)
    with suite.channel("indicator", suite.token(*token)) as channel:
        return list(grpc_pb2.IndicatorServiceStub(channel).ListResults(request, timeout=30).results)


@pytest.mark.parametrize("what, token", [(what, token) for what, tokens in WITHHELD.items() for token in tokens],
                         ids=lambda value: value[0] if isinstance(value, tuple) else value)
def test_results_are_open_and_small_groups_are_seen_in_scope_only(suite, what, token):
    found = results_of_the_lea(suite, token)
    assert found
    small = [r for r in found if 0 < r.measure.current_denominator < 11]
    assert bool(small) == (what == "sees all"), small[:1]


def test_without_client_certificate_there_is_no_connection_where_one_is_required(suite, extra):
    extra("indicator", "strict", SOS_TLS_CLIENTS="required")
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2

    def ask(**options):
        with suite.channel("strict", **options) as channel:
            grpc_pb2.IndicatorServiceStub(channel).ListRulebooks(pb2.ListRulebooksRequest(), timeout=10)

    found = refusal(ask, token=suite.token("state"))
    assert found[0] == "UNAVAILABLE", f"without client certificate there is no connection: {found}"
    found = refusal(ask, certificate="reporting")
    assert found == OK, "with a service's certificate there is, and it needs no token"


def test_a_new_certificate_is_shown_without_a_restart(suite):
    port = suite.ports["reporting", 0]
    before = real.certificate_serial(port)
    (suite.certificates / "reporting.pem").unlink()
    subprocess.run([real.ROOT / "deploy" / "development" / "certificates.sh", suite.certificates], check=True)
    real.wait_until("the new certificate", lambda: real.certificate_serial(port) not in (before, b""))
    assert report(suite, suite.token("state")).rows
