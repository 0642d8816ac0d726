# SPDX-License-Identifier: Apache-2.0
"""What a second file of the same year does to the first: a file that was cut is refused, one that is meant to be
smaller is taken with an option, and a correction changes its own rows and no others, also where several come at once.
"""

import csv
import io
import json
import subprocess

import pytest
from harness import records
from harness.real_suite import SOS

HEADER = "cds,rtype,districtname,countyname,studentgroup,currnumer,currdenom,currstatus,type,indicator,reportingyear"
GROUPS = ("AA", "AI", "ALL", "AS", "EL", "FI", "FOS", "HI", "HOM", "MR", "PI", "SED", "SWD", "WH")
FIRST, SECOND = "99990010000000", "99990020000000"
ROWS = {(lea, group): 100 + number for lea in (FIRST, SECOND) for number, group in enumerate(GROUPS)}


def write(path, rows):
    """A suspension file with the numerators of `rows`, by LEA and group."""
    lines = [f"{lea},D,Alder Creek Unified,Made Up,{group},{count},1000,{count / 10},UD,SUSP,2023" for (lea, group), count in rows.items()]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="ascii")
    return path


class Store:
    """A data directory that has taken in the whole file."""

    def __init__(self, work):
        self.work, self.data = work, work / "data"
        self.whole, self.said = self.ingest("susp2023.csv", ROWS)

    def ingest(self, name, rows, *options, code=0):
        """What `sos` reports and says of a file of these rows."""
        path = write(self.work / name, rows)
        done = subprocess.run([SOS, "ingest", "--format", "json", path, "--data-dir", self.data, *options],
                              capture_output=True, text=True, check=False)
        assert done.returncode == code, f"exit {done.returncode}: {done.stderr}"
        return json.loads(done.stdout), done.stderr

    def rows(self):
        listed = subprocess.run([SOS, "results", "--data-dir", self.data, "--year", "2023", "--format", "csv"],
                                capture_output=True, text=True, check=True)
        return {(row["cds"], row["group"]): round(float(row["status"]) * 10) for row in csv.DictReader(io.StringIO(listed.stdout))}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


# Cut at a line end: the second LEA has lost all but three rows.
CUT = dict(list(ROWS.items())[:len(GROUPS) + 3])
ONE = {(FIRST, "SWD"): 777}


def test_a_first_file_replaces_nothing_and_every_row_counts(store):
    assert store.whole["replacements"] == [] and "replace" not in store.said, store.said
    assert store.rows() == ROWS


def test_a_dry_run_says_what_would_vanish(store):
    dry, said = store.ingest("cut_susp2023.csv", CUT, "--validate-only", code=2)
    assert dry["state"] == "rejected"
    assert f"would replace 14 rows of LEA {SECOND} (suspension 2023) by 3; 11 rows and 11 groups vanish" in said
    assert "would replace 14 rows of 1 other LEA by 14; nothing vanishes" in said


def test_a_file_that_was_cut_is_refused_and_nothing_vanishes(store):
    refused, said = store.ingest("cut_susp2023.csv", CUT, code=2)
    assert refused["state"] == "rejected" and "--allow-shrink" in said
    assert SECOND in refused["message"] and "11 of 14 rows" in refused["message"], refused["message"]
    assert store.rows() == ROWS


def test_a_smaller_file_is_taken_and_named_where_that_is_meant(store):
    allowed, said = store.ingest("cut_susp2023.csv", CUT, "--allow-shrink")
    assert store.rows() == CUT
    assert [(r["lea"], r["vanishedGroups"]) for r in allowed["replacements"]] == [(SECOND, 11), (FIRST, 0)], allowed["replacements"]
    assert f"replaces 14 rows of LEA {SECOND} (suspension 2023) by 3; 11 rows and 11 groups vanish" in said
    store.ingest("susp2023.csv", ROWS)


def test_one_changed_row_alone_is_refused(store):
    alone, _ = store.ingest("one_susp2023.csv", ONE, code=2)
    assert "--correct" in alone["message"], alone["message"]


def test_a_correction_changes_its_row_and_no_other_and_says_so(store):
    _, said = store.ingest("one_susp2023.csv", ONE, "--correct")
    assert store.rows() == {**ROWS, **ONE}
    assert "corrects 14 rows of 1 LEA, which are now 14; nothing vanishes" in said


def test_corrections_that_come_at_once_are_all_taken_and_none_is_lost(store):
    """Each corrects another row of one LEA."""
    store.ingest("one_susp2023.csv", ONE, "--correct")
    corrections = {(FIRST, group): 500 + number for number, group in enumerate(GROUPS[:6])}
    with records.serving(store.data) as address:
        senders = []
        for (lea, group), count in corrections.items():
            path = write(store.work / f"{group}_susp2023.csv", {(lea, group): count})
            senders.append(subprocess.Popen([SOS, "ingest", "--server", address, "--correct", path], stdout=subprocess.DEVNULL))
        codes = [sender.wait(timeout=120) for sender in senders]
    assert codes == [0] * len(corrections)
    assert store.rows() == {**ROWS, **ONE, **corrections}
