# SPDX-License-Identifier: Apache-2.0
"""Score files of TOMS give English language arts, mathematics and science as an independent count of the same rows does: of every
school, district, county and group of synthetic counties, in whatever order and form the rows stand."""

import collections
import csv
import datetime
import fractions
import io
import json
import math
import random
import re
import subprocess

import pytest
from harness.real_suite import SOS, sos
from harness.workbook import write_workbook

YEAR, SEEDS = 2025, (1, 2, 3)
STATE = "0" * 14
# {indicator: (record type, alternate, {grade: (lowest, highest, standard)}, points of who is added, the group of its takers)}
TESTS = {
    "ELA": ("01", "03", {"03": (2115, 2650, 2432), "04": (2140, 2690, 2473), "05": (2200, 2730, 2502), "06": (2230, 2770, 2531),
                         "07": (2260, 2810, 2552), "08": (2290, 2850, 2567), "11": (2300, 2900, 2583)}, -333, "SBA"),
    "MATH": ("02", "04", {"03": (2190, 2660, 2436), "04": (2205, 2700, 2485), "05": (2220, 2740, 2528), "06": (2235, 2780, 2552),
                          "07": (2250, 2820, 2567), "08": (2265, 2860, 2586), "11": (2280, 2900, 2628)}, -348, "SBA"),
    "SCIENCE": ("06", "05", {"05": (150, 250, 150), "08": (350, 450, 350), "11": (550, 650, 550)}, 0, "CAST"),
}
RACES = {"100": "AI", "200": "AS", "300": "PI", "400": "FI", "500": "HI", "600": "AA", "700": "WH", "800": "MR"}
CENSUS_DAYS = {2024: "2023-10-04", 2025: "2024-10-02"}


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def groups_of(row, year, taken):
    groups = {"ALL", RACES.get(row["EthnicityforTesting"])} - {None}
    flags = {"SWD": "SpecialEducationforTesting", "SED": "EconomicDisadvantageTesting", "HOM": "HomelessStatusforTesting",
             "FOS": "FosterStatusforTesting"}
    groups |= {group for group, column in flags.items() if row[column] == "Yes"}
    if row["ELAS"] == "EL":
        groups |= {"EL", "ELO"}
        if row["ELEntryDate"] and row["ELEntryDate"] <= f"{year - 7}-06-30":
            groups.add("LTEL")
    elif row["RFEPDate"] >= f"{year - 4}-06-15":
        groups |= {"EL", "RFP"}
    if row["ELAS"] == "EO":
        groups.add("EO")
    return groups | {taken} if taken else groups


def places_of(row, charters):
    school = row["FinalTestedSchoolCode"]
    places = [school, f"{school[:2]}{'0' * 12}", STATE]
    if school not in charters:
        places.append(row["SPEDAcctDist"] or f"{school[:7]}{'0' * 7}")
    return places


class Count:
    """The points of those who count in an entity's group, and how many of those to be tested were."""

    def __init__(self):
        self.points = self.counted = self.wanted = self.tested = 0

    def whole(self, added_points):
        """(students, the sum of points) with those who are added."""
        added = max(0, math.ceil(fractions.Fraction(945, 1000) * self.wanted) - self.tested)
        return self.counted + added, self.points + added * added_points


def counted(files, year, charters):
    """{(cds, indicator, group): (students, sum of points)} of the rows of these files, counted by themselves."""
    counts = collections.defaultdict(Count)
    for path in files:
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="^", quoting=csv.QUOTE_NONE):
            for indicator, (test, alternate, scales, _, group) in TESTS.items():
                if row["RecordType"] not in (test, alternate) or row["GradeAssessed"] not in scales:
                    continue
                lowest, highest, standard = scales[row["GradeAssessed"]]
                wanted = row["ConditionCode"] not in ("NTE", "NEL")
                score = int(row["ScaleScore"] or 0)
                counts_itself = (row["RecordType"] == test and wanted and row["IncludeIndicator"] in ("Y", "T")
                                 and lowest <= score <= highest and "" < row["EnrollmentEffectiveDate"] <= CENSUS_DAYS[year])
                for of_group in groups_of(row, year, group if row["RecordType"] == test else ""):
                    for place in places_of(row, charters):
                        count = counts[place, indicator, of_group]
                        count.wanted += wanted
                        count.tested += wanted and row["IncludeIndicator"] in ("Y", "T", "R")
                        count.counted += counts_itself
                        count.points += score - standard if counts_itself else 0
    whole = {key: count.whole(TESTS[key[1]][3]) for key, count in counts.items()}
    return {key: count for key, count in whole.items() if count[0]}


def tenths(value):
    """Rounded to tenths, ties away from zero."""
    scaled = abs(value) * 10
    rounded = math.floor(scaled + fractions.Fraction(1, 2))
    return f"{'-' if value < 0 and rounded else ''}{rounded // 10}.{rounded % 10}"


def expected(now, before):
    """{(cds, indicator, group): (students, status, change)}; a status is of eleven students or more."""
    table = {}
    for key, (students, points) in now.items():
        mean = fractions.Fraction(points, students)
        last_students, last_points = before.get(key, (0, 0))
        status = tenths(mean) if students >= 11 else ""
        changed = students >= 11 and last_students >= 11
        change = tenths(mean - fractions.Fraction(last_points, last_students)) if changed else ""
        table[key] = (students, status, change)
    return table


def results(data):
    rows = csv.DictReader(io.StringIO(run("results", "--data-dir", data, "--year", YEAR, "--format", "csv").stdout))
    return {(row["cds"], row["indicator"], row["group"]): (int(row["students"]), row["status"], row["change"])
            for row in rows if row["indicator"] in TESTS and int(row["students"])}


def score_files(files, year):
    return sorted((files / f"reports-{year}").glob("*/*_CAASPP_*"))


def directory(files):
    return next(files.glob(f"directory-{YEAR}-*"))


@pytest.fixture(scope="module")
def generated(folder):
    """{seed: a folder with the score files of two years}"""
    made = {}
    for seed in SEEDS:
        made[seed] = folder / f"files-{seed}"
        sos("generate", "--years", YEAR - 1, YEAR, "--seed", seed, "--reports", "--output", made[seed])
    return made


@pytest.fixture(scope="module")
def truth(generated):
    """{seed: what the rows give by the count of this file}"""
    table = {}
    for seed, files in generated.items():
        listed = csv.DictReader(directory(files).read_text(encoding="utf-8").splitlines(), delimiter="\t")
        charters = {row["CDSCode"] for row in listed if row["Charter"] == "Y"}
        now, before = (counted(score_files(files, year), year, charters) for year in (YEAR, YEAR - 1))
        table[seed] = expected(now, before)
    return table


def take(data, files, years=(YEAR - 1, YEAR)):
    run("ingest", "--data-dir", data, directory(files), *(path for year in years for path in score_files(files, year)))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_counts_what_an_independent_count_gives(seed, generated, truth, tmp_path):
    take(tmp_path, generated[seed])
    assert len(truth[seed]) > 500, "schools, districts and groups"
    assert sum(bool(change) for _, _, change in truth[seed].values()) > 100
    assert results(tmp_path) == truth[seed]


def rewritten(path, folder, change):
    """A copy of the file, with what `change` makes of its lines."""
    to = folder / path.name
    to.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    return to


def with_rows(change):
    return lambda lines: [lines[0], *change(lines[1:])]


def shuffled(rows):
    rows = list(rows)
    random.Random(7).shuffle(rows)
    return rows


def test_rows_in_any_order_give_the_same(generated, truth, tmp_path):
    files = generated[1]
    take(tmp_path / "data", files, (YEAR - 1,))
    paths = [rewritten(path, tmp_path, with_rows(shuffled)) for path in score_files(files, YEAR)]
    run("ingest", "--data-dir", tmp_path / "data", *paths)
    assert results(tmp_path / "data") == truth[1]


def workbook(path, folder):
    """The file as TOMS gives it in Excel: a line above the header, and the rows of a large LEA on two sheets."""
    table = [line.split("^") for line in path.read_text(encoding="utf-8").splitlines()]
    half = len(table) // 2
    sheets = [[["CAASPP Student Score Data File"], *table[:half]], [["continued"], table[0], *table[half:]]]
    return write_workbook(folder / f"{path.stem}.xlsx", [list(enumerate(rows, 1)) for rows in sheets])


def test_the_workbooks_of_toms_give_the_same(generated, truth, tmp_path):
    files = generated[1]
    take(tmp_path / "data", files, (YEAR - 1,))
    run("ingest", "--data-dir", tmp_path / "data", *(workbook(path, tmp_path) for path in score_files(files, YEAR)))
    assert results(tmp_path / "data") == truth[1]


def test_an_older_file_has_the_names_of_its_year(generated, truth, tmp_path):
    """The columns of 2022-23 and before, of which those that were locked when testing began count first."""
    names = {"EthnicityforTesting": "ReportingEthnicity", "SpecialEducationforTesting": "IDEAIndicatorforTesting",
             "FosterStatusforTesting": "FosterStatus", "HomelessStatusforTesting": "HomelessStatus", "ELEntryDate": "ELIDDate"}

    def older(lines):
        return ["^".join(names.get(name, name) for name in lines[0].split("^")), *lines[1:]]

    files = generated[1]
    take(tmp_path / "data", files, (YEAR - 1,))
    run("ingest", "--data-dir", tmp_path / "data", *(rewritten(path, tmp_path, older) for path in score_files(files, YEAR)))
    assert results(tmp_path / "data") == truth[1]


@pytest.fixture
def office(generated, tmp_path):
    """(data with the directory, LEA, a folder with the LEA's score file of one year)"""
    path = max(score_files(generated[1], YEAR), key=lambda file: file.stat().st_size)
    (tmp_path / "exports").mkdir()
    copy = tmp_path / "exports" / path.name
    copy.write_bytes(path.read_bytes())
    run("ingest", "--data-dir", tmp_path / "data", directory(generated[1]))
    return tmp_path / "data", path.parent.name, copy


def estimate(data, lea, path, *words, codes=(0,)):
    return run("estimate", path.parent, "--data-dir", data, "--lea", lea, "--year", YEAR, *words, codes=codes)


def test_an_estimate_says_what_score_files_cannot(office):
    said = estimate(*office).stdout
    for indicator in TESTS:
        assert re.search(rf"^{indicator} +estimate +\d+ +-?[\d.]+", said, re.MULTILINE), said
    for word in ("alternate assessments", "Census Day", "test window"):
        assert word in said
    reasons = said.split("Why the state")[1].split("\n\n")[0].splitlines()[1:]
    assert len(reasons) > 3 and max(map(len, reasons)) <= 80


def test_no_score_and_no_student_is_in_any_output(office):
    said = estimate(*office)
    for line in office[2].read_text(encoding="utf-8").splitlines()[1:300]:
        assert line.split("^")[1] not in said.stdout + said.stderr


def without_column(name):
    def change(lines):
        at = lines[0].split("^").index(name)
        return ["^".join(cell for i, cell in enumerate(line.split("^")) if i != at) for line in lines]
    return change


def with_cell(name, value):
    """The first row with another value."""
    def change(lines):
        at = lines[0].split("^").index(name)
        cells = lines[1].split("^")
        cells[at] = value
        return [lines[0], "^".join(cells), *lines[2:]]
    return change


@pytest.mark.parametrize("column", ["EnrollmentEffectiveDate", "ConditionCode", "CALPADSSchoolCode"])
def test_a_file_without_a_column_that_the_rules_need_is_refused_by_its_name(column, office):
    data, lea, path = office
    rewritten(path, path.parent, without_column(column))
    said = estimate(data, lea, path, "--wide", codes=(1,)).stdout
    assert column.lower() in said.lower()
    assert re.search(r"^ELA +not made", said, re.MULTILINE)


@pytest.mark.parametrize("column, value", [("ConditionCode", "XYZ"), ("IncludeIndicator", "Q"), ("ScaleScore", "high"),
                                           ("RecordType", "77"), ("EnrollmentEffectiveDate", "last year")])
def test_a_cell_that_nobody_knows_puts_its_row_into_quarantine(column, value, office):
    data, _, path = office
    rewritten(path, path.parent, with_cell(column, value))
    taken = json.loads(run("ingest", "--data-dir", data, "--format", "json", path, codes=(0, 1)).stdout)
    rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
    assert (taken["accepted"], taken["quarantined"]) == (rows - 1, 1)
    assert column.lower() in json.dumps(taken["issues"]).lower() and value not in json.dumps(taken["issues"])


def test_the_file_by_enrolled_lea_is_refused_and_never_added(office):
    data, lea, path = office
    enrolled = path.with_name(path.name.replace("TestedStudent", "EnrolledStudent"))
    enrolled.write_bytes(path.read_bytes())
    both = estimate(data, lea, path, "--format", "json").stdout
    enrolled.unlink()
    assert estimate(data, lea, path, "--format", "json").stdout == both
    path.rename(enrolled)
    said = run("ingest", "--data-dir", data.with_name("other"), enrolled, codes=(2,))
    assert "By Enrolled LEA" in said.stdout + said.stderr


def test_dates_of_census_day_are_first_wednesdays_in_october():
    for year, day in CENSUS_DAYS.items():
        date = datetime.date.fromisoformat(day)
        assert (date.year, date.month, date.isoweekday()) == (year - 1, 10, 3) and date.day <= 7
