# SPDX-License-Identifier: Apache-2.0
"""How long every command takes that reads part of all published data. Run with `-s`, it prints the milliseconds of each, the best
of three, and marks those over 300. `tests/run.sh season` does. Commands that read a whole state are not among them."""

import subprocess
import time

import pytest
from harness.real_suite import SOS, sos

# In milliseconds: what a person takes for at once.
AT_ONCE = 300
RUNS = 3
YEAR, LEA, SCHOOL, COUNTY = 2023, "27661590000000", "27661592730109", "Monterey"

OF_COUNTY = ("--year", YEAR, "--county", COUNTY)
OF_LEA = ("--year", YEAR, "--entity", LEA)
COMMANDS = [
    ("status",),
    ("show",),
    ("find", "salinas", "union"),
    ("find", "Salinas Hihg"),
    ("readiness", "--year", YEAR),
    ("results", *OF_LEA),
    ("results", *OF_COUNTY),
    ("results", "--year", YEAR, "--entity", SCHOOL),
    ("explain", *OF_LEA, "--group", "EL", "--indicator", "SUSP"),
    ("explain", "--determination", f"lcff-{YEAR}", "--entity", LEA),
    ("eligibility", "--program", "lcff", *OF_COUNTY),
    ("eligibility", "--program", "essa", "--year", 2022, "--county", COUNTY),
    ("eligibility", "--program", "lcff", "--year", YEAR, "--entity", LEA),
    ("nearest", "--program", "lcff", *OF_COUNTY),
    ("whatif", "--year", YEAR, "--change", f"{LEA},SUSP,SWD,numerator=12"),
    ("targets", *OF_LEA),
    ("targets", *OF_COUNTY),
    ("lists", *OF_LEA),
    ("lists", *OF_COUNTY),
    ("changes", "--from", 2018, "--to", YEAR, "--entity", LEA),
    ("changes", "--from", 2018, "--to", YEAR, "--county", COUNTY),
    ("similar", "--entity", LEA, "--year", YEAR),
    ("gaps", "--entity", LEA, "--indicator", "SUSP", "--year", YEAR),
    ("lcap", "--entity", LEA, "--year", YEAR),
    ("history", "--program", "lcff", "--entity", LEA),
    ("report", *OF_LEA),
    ("report", *OF_LEA, "--format", "html"),
    ("report", "--year", YEAR, "--entity", SCHOOL),
    ("rulebook", "--year", YEAR),
]


@pytest.fixture(scope="module")
def data(published_data, tmp_path_factory):
    """A store with every published file that is there."""
    folder = tmp_path_factory.mktemp("all") / "data"
    files = sorted(path for path in published_data.rglob("*") if path.suffix in (".txt", ".csv", ".xlsx", ".gz"))
    subprocess.run([SOS, "ingest", "--data-dir", folder, *files], capture_output=True, check=False, timeout=1200)
    return folder


def milliseconds(data, command):
    """(the best time, what the last run said)"""
    best = None
    for _ in range(RUNS):
        begun = time.monotonic()
        run = subprocess.run([SOS, *map(str, command), "--data-dir", data], capture_output=True, check=False, timeout=120)
        took = (time.monotonic() - begun) * 1000
        best = took if best is None else min(best, took)
    return best, run


def test_every_command_answers_and_how_long_it_takes(data):
    sos("status", "--data-dir", data)
    failed = []
    print(f"\n{'milliseconds':>12}  command")
    for command in COMMANDS:
        took, run = milliseconds(data, command)
        words = " ".join(map(str, command))
        print(f"{took:12.0f}  {words}{'  (over ' + str(AT_ONCE) + ')' if took > AT_ONCE else ''}", flush=True)
        if run.returncode not in (0, 1):
            failed.append(f"{words}: {run.stderr.decode()[-200:]}")
    assert failed == []
