# SPDX-License-Identifier: Apache-2.0
"""What the logs say of all attacks; these tests come last."""

import json

import pytest
from harness import real_suite as real

WANTED = {"TOKEN_REQUIRED", "TOKEN_INVALID", "ROLE_NOT_PERMITTED", "OUTSIDE_SCOPE", "REVISION_NOT_PUBLIC", "CALLER_LIMITED", "STREAM_IDLE"}


@pytest.fixture(scope="module")
def calls(suite):
    return [line for program in suite.programs.values() for line in program.lines() if line.get("message") == "call"]


def test_every_kind_of_refusal_is_in_a_log(calls):
    assert not WANTED - {line.get("reason") for line in calls}


def test_every_line_of_a_call_has_a_trace_and_a_request(calls):
    assert calls and not [c for c in calls if len(c["trace_id"]) != 32 or not c["request_id"]]


def test_no_secret_is_in_any_log(suite):
    text = "".join(path.read_text(errors="replace") for path in suite.folder.glob("*.log"))
    assert not [what for what, secret in (("a token", "eyJ"), ("the password", suite.redis_password)) if secret in text]


def test_every_write_is_in_the_audit_log_with_who_and_in_what_role_and_refused_ones_too(suite):
    real.sos("audit", "--data-dir", suite.folder / "data")
    entries = [json.loads(line) for line in (suite.folder / "data" / "audit.jsonl").read_text().splitlines()]
    assert [e for e in entries if e["action"] == "CommitSubmission" and e["scope"] == "state" and e["outcome"] == "OK"]
    assert [e for e in entries if e["outcome"] in ("refused", "PERMISSION_DENIED")]
