# SPDX-License-Identifier: Apache-2.0
"""`--county`, `--kind`, `--group`, `--indicator` and `--color` on every list: what is left are rows of the whole list, all of those
that were asked for, and no others."""

import csv
import io
import subprocess

import pytest
from harness.real_suite import SOS, YEAR, sos


@pytest.fixture(scope="module")
def data(folder):
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))
    return folder / "data"


def table(data, *words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words), "--format", "csv", "--data-dir", data], capture_output=True, text=True, check=False)
    assert done.returncode in codes, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


# The command, a filter of it, and how one sees in a row that it was asked for.
CASES = [
    (("eligibility", "--year", YEAR), ("--group", "SWD"), lambda row: "SWD" in row["groups"].replace(":", " ").split()),
    (("lists", "--year", YEAR, "--pivot", "results"), ("--group", "EL"), lambda row: row["group"] == "EL"),
    (("lists", "--year", YEAR, "--pivot", "results"), ("--indicator", "suspension"), lambda row: row["indicator"] == "SUSP"),
    (("lists", "--year", YEAR, "--pivot", "groups"), ("--indicator", "CHRO"), lambda row: row["indicator"] == "CHRO"),
    (("targets", "--year", YEAR, "--county", "Synthetic"), ("--group", "SED"), lambda row: row["group_code"] == "SED"),
    (("changes", "--from", YEAR - 1, "--to", YEAR, "--county", "Synthetic", "--of", "colors"), ("--group", "EL"),
     lambda row: row["group_code"] == "EL"),
    (("changes", "--from", YEAR - 1, "--to", YEAR, "--county", "Synthetic", "--of", "colors"), ("--indicator", "SUSP"),
     lambda row: row["indicator_code"] == "SUSP"),
    (("results", "--year", YEAR), ("--color", "red"), lambda row: row["color"] == "1"),
    (("results", "--year", YEAR), ("--group", "EL"), lambda row: row["group"] == "EL"),
]


@pytest.mark.parametrize("command, words, asked", CASES, ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else "")
def test_a_filter_leaves_exactly_the_rows_that_were_asked_for(command, words, asked, data):
    whole = table(data, *command)
    left = table(data, *command, *words)
    assert left and len(left) < len(whole)
    assert left == [row for row in whole if asked(row)]


KINDS = ("state", "county", "district", "county-office", "charter-school", "school")


@pytest.mark.parametrize("command", [("eligibility", "--program", "essa", "--year", YEAR), ("history",), ("nearest", "--year", YEAR),
                                     ("lists", "--year", YEAR, "--pivot", "results"), ("targets", "--year", YEAR, "--county", "Synthetic"),
                                     ("find", "synthetic", "--limit", "100")], ids=lambda words: words[0])
def test_the_rows_of_all_kinds_together_are_the_whole_list(command, data):
    whole = table(data, *command)
    parts = {kind: table(data, *command, "--kind", kind, codes=(0, 1)) for kind in KINDS}
    assert sum(bool(rows) for rows in parts.values()) > 1, "a list of one kind alone shows nothing"
    assert sorted(map(str, whole)) == sorted(str(row) for rows in parts.values() for row in rows)
    for row in parts["district"] + parts["county-office"]:
        assert row["cds"].endswith("0000000"), row
    for row in parts["school"] + parts["charter-school"]:
        assert not row["cds"].endswith("0000000"), row


@pytest.mark.parametrize("command", [("eligibility", "--year", YEAR), ("history",), ("nearest", "--year", YEAR),
                                     ("lists", "--year", YEAR), ("targets", "--year", YEAR, "--county", "Synthetic"),
                                     ("find", "unified"), ("results", "--year", YEAR)], ids=lambda words: words[0])
def test_a_kind_that_is_none_is_refused_with_those_that_are(command, data):
    done = subprocess.run([SOS, *map(str, command), "--kind", "academy", "--data-dir", data], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "charter-school" in done.stderr + done.stdout


def test_find_looks_behind_better_matches_for_those_of_the_county(data):
    found = table(data, "find", "school", "--county", "Synthetic", "--limit", 3)
    assert 0 < len(found) <= 3 and {row["county"] for row in found} == {"Synthetic"}


def test_nearest_of_a_group_changes_that_group(data):
    whole = table(data, "nearest", "--year", YEAR)
    group = next(row["changes"].split()[0] for row in whole if row["changes"])
    left = table(data, "nearest", "--year", YEAR, "--group", group)
    assert left == [row for row in whole if any(change.split()[0] == group for change in row["changes"].split("; ") if change)]
