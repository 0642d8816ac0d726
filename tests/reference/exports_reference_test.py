# SPDX-License-Identifier: Apache-2.0
"""What the engine counts of exports that offices hold equals plain SQL: every count, status, change and range of every indicator, of every
school, district, county and the state, and of every student group.

Generates CALPADS reports and TOMS score files with several seeds, has `sos` take them in, reads the results through a client generated
from the contract, and counts the same files again with the SQL beside this file on SQLite. Then it shuffles rows, writes files in other
forms, puts older downloads beside them, and fills in cells that are rare: in each case both must agree again. The default run leaves out
region and wrong_rule; `tests/run.sh reference` runs all of it.
"""

import collections
import functools
import sqlite3

import pytest
from harness import exports, rare_exports
from harness.exports import results, results_by_sql, take
from harness.records import differences, run

YEAR = exports.YEARS[-1]
Case = collections.namedtuple("Case", "seed scale")
CASES = (Case(1, "county"), Case(2, "county"), Case(3, "county"), Case(4, "region"))
COUNTY = CASES[0]
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"seed_{case.seed}_{case.scale}")
# Counted once more elsewhere: continuous_enrollment_test.py has the list of Census Day, examinations_test.py those of AP and IB.
COUNTED_ELSEWHERE = ("8.1_StudentProfileList-*", "2.17*", "AP_*", "IB_*")


class Files:
    """Exports of two years, and what SQL makes of them."""

    def __init__(self, work, files):
        self.work, self.files = work, files

    @functools.cached_property
    def expected(self):
        return results_by_sql(self.files)

    def found(self, client):
        return results(client, take(self.files, self.work / f"data-{self.files.name}"))

    def made(self, change):
        """The files as `change` leaves them."""
        return Files(self.work, change(self.files, self.work / change.__name__))


@pytest.fixture(scope="module")
def generated(folder):
    """A function: the exports of a case, made once."""
    def make(case):
        work = folder / f"seed-{case.seed}"
        work.mkdir()
        run("generate", "--scale", case.scale, "--seed", case.seed, "--years", *exports.YEARS, "--reports", "--output", work / "files")
        for pattern in COUNTED_ELSEWHERE:
            for path in (work / "files").glob(f"reports-*/*/{pattern}"):
                path.unlink()
        return Files(work, work / "files")
    return functools.cache(make)


@pytest.fixture(scope="module")
def newest(generated):
    """The same with groups and days of the newest year alone."""
    return functools.cache(lambda case: generated(case).made(rare_exports.of_newest_year))


@every_case
def test_every_result_of_two_years_is_that_of_plain_sql(records_client, generated, case):
    """Of cohorts too, whose groups look back on the year before."""
    files = generated(case)
    assert sum(key[0] < YEAR for key in files.expected) > 1000, "the reference counts next to nothing"
    assert not differences(files.expected, files.found(records_client))


def test_there_are_results_of_every_indicator_with_changes_and_ranges(newest):
    expected = newest(COUNTY).expected
    assert {key[1] for key in expected if key[0] == YEAR} == set(exports.INDICATORS.values())
    assert {key[3] for key in expected} == set(exports.GROUPS.values())
    for indicator in ("ELA", "MATH", "SCIENCE"):
        of_mean = [result for key, result in expected.items() if key[1] == indicator and key[0] == YEAR]
        assert sum(result[4] != exports.NONE for result in of_mean) > 100, "changes"
        assert sum(result[5] != exports.NONE for result in of_mean) > 50, "ranges of those left out"


def test_rows_in_another_order_and_score_files_in_sheets_give_the_same(records_client, newest):
    files = newest(COUNTY)
    changed = files.made(rare_exports.shuffled).made(rare_exports.on_sheets)
    assert not differences(files.expected, changed.found(records_client))


def test_of_several_files_of_one_report_the_certified_one_counts(records_client, newest):
    """Dropped into one folder an LEA, as offices do."""
    files = newest(COUNTY)
    changed, data = files.made(rare_exports.beside_older_ones), files.work / "data-of-folders"
    run("ingest", "--data-dir", data, next(changed.files.glob("directory-*")))
    for year in exports.YEARS:
        for lea in sorted((changed.files / f"reports-{year}").iterdir()):
            run("estimate", lea, "--data-dir", data, "--lea", lea.name, "--year", year)
    assert not differences(files.expected, results(records_client, data))


def test_a_list_in_two_parts_gives_the_same(records_client, newest):
    files = newest(COUNTY)
    changed = files.made(rare_exports.halved)
    assert not differences(files.expected, changed.found(records_client))


def test_rare_cells_count_as_plain_sql_counts_them(records_client, newest):
    files = newest(COUNTY)
    rare = files.made(rare_exports.with_rare_cells)
    other = {key[1] for key in differences(files.expected, rare.expected)}
    assert other == set(exports.INDICATORS.values()), "the rare cells change every indicator"
    assert not differences(rare.expected, rare.found(records_client))


# What a rule says in the SQL, what would be wrong, and the indicators that must show it.
WRONG = [
    ("100 * days >= 10 * expected", "100 * days > 10 * expected", {"CHRO"}),
    ("expected >= 3100", "expected >= 3000", {"CHRO"}),
    ("ELSE days >= 100 END", "ELSE days >= 50 END", {"SUSP"}),
    ("i.result IN ('100', '110')", "i.result IN ('100', '110', '200')", {"SUSP"}),
    ("completion IN ('100', '102')", "completion = '100'", {"GRAD", "CCI"}),
    ("c.seal = 'Y' AND coalesce(e.english, 0) >= 3", "c.seal = 'Y'", {"CCI"}),
    ("(945 * wanted + 999) / 1000 - tested) AS more", "(945 * wanted) / 1000 - tested) AS more", {"ELA", "MATH", "SCIENCE"}),
    ("since <= census_day\n         AND NOT is_alternate", "since < census_day\n         AND NOT is_alternate", {"ELA", "MATH", "SCIENCE"}),
    ("(year - 4) || '-06-15'", "(year - 4) || '-06-16'", {"ELA", "MATH", "SCIENCE"}),
    ("now < three + (four - three) / 2", "now < three + (four - three + 1) / 2", {"ELPI"}),
    ("(now - hundred) - (before - b_hundred) >= 10", "(now - hundred) - (before - b_hundred) > 10", {"ELPI"}),
]


@pytest.mark.parametrize("right, wrong, shown_by", WRONG, ids=[wrong for _, wrong, _ in WRONG])
def test_the_rare_cells_tell_a_wrong_rule_from_the_right_one(right, wrong, shown_by, newest):
    """Else these tests could not fail: of each rule, the wrong one gives other results."""
    rare = newest(COUNTY).work / "with_rare_cells"
    if not rare.exists():
        rare_exports.with_rare_cells(newest(COUNTY).files, rare)
    assert right in exports.SQL
    other = differences(counted_rare(rare, exports.SQL), counted_rare(rare, exports.SQL.replace(right, wrong)))
    assert {key[1] for key in other} == shown_by


@functools.cache
def counted_rare(files, sql):
    return results_by_sql(files, sql=sql)


def test_sqlite_is_new_enough_for_the_reference():
    assert sqlite3.sqlite_version_info >= (3, 25), "window functions"
