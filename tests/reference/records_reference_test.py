# SPDX-License-Identifier: Apache-2.0
"""The engine that counts students equals plain SQL: every count of every indicator, entity and group.

Generates synthetic records with several seeds, has `sos` take them in, reads the results through a client
generated from the contract, and counts the same files again with `reference.sql` on SQLite. Then it shuffles the rows
and splits the files by LEA, and takes away the rows that are wrong: nothing may change.
"""

import collections
import functools
import json
import shutil
import subprocess

import pytest
from harness import records
from harness.records import YEARS, counts_by_sql, differences, ingest, run

Case = collections.namedtuple("Case", "seed scale errors years")
COUNTY = Case(1, "county", 0, YEARS)
WRONG_ROWS = Case(3, "region", 200, YEARS)  # Of 10,000.
CASES = (COUNTY, Case(2, "region", 0, YEARS), WRONG_ROWS, Case(4, "region", 0, (2018, 2019)))
every_case = pytest.mark.parametrize("case", CASES, ids=lambda c: f"seed_{c.seed}_{c.scale}_{c.years[0]}_{c.errors}_wrong")


class Counted:
    """Synthetic records, taken in and counted by SQL."""

    def __init__(self, case, work):
        self.work, self.files, self.data = work, work / "files", work / "data"
        work.mkdir()
        run("generate", "--scale", case.scale, "--seed", case.seed, "--errors", case.errors, "--output", self.files, "--years", *case.years)
        self.expected = counts_by_sql(self.files, case.years)
        assert len(self.expected) > 1000, "the reference counts next to nothing"
        ingest(self.files, self.data)


@pytest.fixture(scope="module")
def counted(folder):
    """A function: the records of a case, made once."""
    return functools.cache(lambda case: Counted(case, folder / f"seed-{case.seed}"))


@every_case
def test_every_count_is_that_of_plain_sql(records_client, counted, case):
    of = counted(case)
    assert not differences(of.expected, records_client.counts(of.data))


@every_case
def test_there_are_counts_of_every_indicator(records_client, counted, case):
    assert {key[1] for key in counted(case).expected} >= set(records_client.codes.values())


@every_case
def test_student_records_do_not_leave_sos_serve(records_client, counted, case):
    assert records_client.record_columns_seen(counted(case).data) == "PERMISSION_DENIED"


def test_the_year_before_in_the_newest_results_is_counted_from_the_same_records(records_client, counted):
    """By the newest year's rules. Where those of the two years differ (long-term English learners, the alternative
    pathway's diploma), nothing is compared."""
    of = counted(COUNTY)

    def comparable(counts):
        return {key: count for key, count in counts.items() if key[0] == YEARS[0] and key[1] != "GRAD" and key[3] != "LTEL"}

    assert not differences(comparable(of.expected), comparable(records_client.prior_counts(of.data, YEARS[-1])))


def test_shuffled_rows_in_files_by_lea_count_the_same(records_client, counted):
    of = counted(WRONG_ROWS)
    again = ingest(records.shuffled_by_lea(of.files, of.work / "shuffled"), of.work / "data-shuffled")
    assert not differences(of.expected, records_client.counts(again))


def test_without_the_wrong_rows_everything_counts_the_same(records_client, counted):
    of = counted(WRONG_ROWS)
    clean = ingest(records.without_wrong_rows(of.files, of.work / "clean"), of.work / "data-clean")
    assert not differences(of.expected, records_client.counts(clean))


def test_sos_diff_names_the_groups_whose_students_a_correction_changed_and_no_others(counted):
    of = counted(COUNTY)
    data = shutil.copytree(of.data, of.work / "data-released")
    run("release", "before", "--data-dir", data)
    correction = records.corrected_lea(of.files, of.work / "corrected")
    run("ingest", "--data-dir", data, "--allow-shrink", correction)
    run("release", "after", "--data-dir", data)
    before, after = counts_by_sql(of.files), counts_by_sql(of.work / "corrected")
    size = {key: count[1] for key, count in before.items()}, {key: count[1] for key, count in after.items()}
    expected = {key for key in size[0].keys() | size[1].keys() if size[0].get(key) != size[1].get(key)}
    done = subprocess.run([records.SOS, "diff", "before", "after", "--data-dir", data, "--format", "json"],
                          capture_output=True, text=True, check=False)
    found = {(row["year"], row["of"], row["cds"], row["group"])
             for row in json.loads(done.stdout) if row["field"] == "students"}
    assert expected and found == expected
    assert done.returncode == 1, done.stderr
