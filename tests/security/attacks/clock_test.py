# SPDX-License-Identifier: Apache-2.0
"""The clock of a server is set while it checks tokens and limits callers."""

import pathlib
import shutil
import subprocess
import time

import pytest
from harness import real_suite as real
from security.attacks.asking import OK, refusal, report


def test_a_clock_that_goes_back_and_forth_neither_stops_callers_nor_keeps_a_key(suite, folder, extra):
    """It is set back by an hour under callers that have limits, and a key is taken away meanwhile."""
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    library, clock = folder / "set_clock.so", folder / "clock"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, pathlib.Path(__file__).parents[1] / "set_clock.c"], check=True)
    clock.write_text("0")
    keys = folder / "keys of the clock"
    keys.write_text((suite.certificates / "jwks.json").read_text())
    extra("reporting", "clock", LD_PRELOAD=str(library), SOS_TEST_CLOCK=str(clock), SOS_AUTH_JWKS=str(keys),
          # A sanitized server wants to be the first library of its process, and is not.
          ASAN_OPTIONS="verify_asan_link_order=0",
          SOS_CALLER_RATE="100", SOS_CALLER_BURST="100", SOS_CALLER_CONCURRENCY="32")
    # It is not yet valid to a server whose clock is slow, unless it was made before that.
    token = suite.token("state", SOS_TOKEN_AGE=7200, SOS_TOKEN_SECONDS=7200)

    def ask():
        return refusal(report, suite, channel=suite.channel("clock", token))

    assert ask() == OK, "a caller is served before the clock is set"
    for what, seconds in (("back by an hour", "-3600"), ("right again", "0"), ("forward by an hour", "3600")):
        clock.write_text(seconds)
        assert [ask() for _ in range(5)] == [OK] * 5, f"and when the clock is {what}"
    clock.write_text("-3600")
    ask()
    keys.write_text('{"keys": []}')
    began = time.monotonic()
    real.wait_until("the key to be refused", lambda: ask() == ("UNAUTHENTICATED", "TOKEN_INVALID"))
    assert time.monotonic() - began < 15, "a key that is taken away under a clock that went back is refused within seconds"
