# SPDX-License-Identifier: Apache-2.0
"""Scores count for who was enrolled from Census Day on, at the school and in the LEA, by the best that an LEA's files say: spans of
enrollment (SENR), else report 8.1 of Fall 1, else the score file. An independent count of the same rows gives the same."""

import collections
import csv
import datetime
import fractions
import io
import math
import subprocess

import pytest
from harness.real_suite import SOS, sos

YEAR, SEEDS = 2025, (1, 2, 3)
CENSUS_DAY = datetime.date(2024, 10, 2)
LONGEST_GAP = 30
STATE = "0" * 14
# {indicator: (record type, {grade: (lowest, highest, standard)}, points of who is added)}
TESTS = {
    "ELA": ("01", {"03": (2115, 2650, 2432), "04": (2140, 2690, 2473), "05": (2200, 2730, 2502), "06": (2230, 2770, 2531),
                   "07": (2260, 2810, 2552), "08": (2290, 2850, 2567), "11": (2300, 2900, 2583)}, -333),
    "MATH": ("02", {"03": (2190, 2660, 2436), "04": (2205, 2700, 2485), "05": (2220, 2740, 2528), "06": (2235, 2780, 2552),
                    "07": (2250, 2820, 2567), "08": (2265, 2860, 2586), "11": (2280, 2900, 2628)}, -348),
}
ALTERNATES = {"03": "01", "04": "02"}


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def exports(files, pattern):
    return sorted((files / f"reports-{YEAR}").glob(f"*/{pattern}"))


def directory(files):
    return next(files.glob(f"directory-{YEAR}-*"))


def charters_of(files):
    listed = csv.DictReader(directory(files).read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return {row["CDSCode"] for row in listed if row["Charter"] == "Y"}


def lists_of_census_day(files):
    """{student: schools} of report 8.1 of Fall 1, as enrollments that never end."""
    stays = collections.defaultdict(list)
    for path in exports(files, "8.1_StudentProfileList-*"):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if row["EnrollmentStatusName"][:2] in ("10", "30"):
                stays[row["SSID"]].append((path.parent.name + row["SchoolCode"], CENSUS_DAY, datetime.date.max))
    return stays


def date(text):
    return datetime.datetime.strptime(text, "%Y%m%d").date()


def spans_of(files):
    """{student: (school, first day, last day)} of SENR."""
    stays = collections.defaultdict(list)
    for line in (files / f"senr-{YEAR}-synthetic.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("^")
        if cells[22] in ("10", "30"):
            last = date(cells[24]) if cells[24] else datetime.date.max
            stays[cells[7]].append((cells[3] + cells[4], date(cells[21]), last))
    return stays


def is_continuous(stays):
    """From Census Day to the last enrollment of the year, without a gap of more than thirty days."""
    stays = sorted((first, last) for _, first, last in stays if last >= CENSUS_DAY)
    if not stays or stays[0][0] > CENSUS_DAY:
        return False
    until = stays[0][1]
    for first, last in stays[1:]:
        if first > until and (first - until).days - 1 > LONGEST_GAP:
            return False
        until = max(until, last)
    return True


class Count:
    def __init__(self):
        self.points = self.counted = self.wanted = self.tested = 0

    def whole(self, added_points):
        added = max(0, math.ceil(fractions.Fraction(945, 1000) * self.wanted) - self.tested)
        return self.counted + added, self.points + added * added_points


def expected(files, stays):
    """{(cds, indicator): (students, status)} of all students."""
    charters = charters_of(files)
    counts = collections.defaultdict(Count)
    for path in exports(files, "*_CAASPP_*"):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="^", quoting=csv.QUOTE_NONE):
            test = ALTERNATES.get(row["RecordType"], row["RecordType"])
            indicator = next((name for name, (number, _, _) in TESTS.items() if number == test), None)
            if indicator is None or row["GradeAssessed"] not in TESTS[indicator][1]:
                continue
            lowest, highest, standard = TESTS[indicator][1][row["GradeAssessed"]]
            wanted = row["ConditionCode"] not in (("NTE", "NEL") if indicator == "ELA" else ("NTE",))
            wanted = wanted and row["IncludeIndicator"] != "E"
            score = int(row["ScaleScore"] or 0)
            scored = wanted and row["RecordType"] == test and row["IncludeIndicator"] in ("Y", "T") and lowest <= score <= highest
            school = row["FinalTestedSchoolCode"]
            of_student = [stay for stay in stays.get(row["SSID"], ()) if stay[0][:7] == school[:7]]
            at_school = is_continuous([stay for stay in of_student if stay[0] == school])
            in_lea = at_school if school in charters else is_continuous([stay for stay in of_student if stay[0] not in charters])
            above = [f"{school[:2]}{'0' * 12}", STATE]
            if school not in charters:
                above.append(row["SPEDAcctDist"] or f"{school[:7]}{'0' * 7}")
            for place in (school, *above):
                count = counts[place, indicator]
                count.wanted += wanted
                count.tested += wanted and row["IncludeIndicator"] in ("Y", "T", "R")
                if scored and (at_school if place == school else in_lea):
                    count.counted += 1
                    count.points += score - standard
    found = {}
    for key, count in counts.items():
        students, points = count.whole(TESTS[key[1]][2])
        if students:
            found[key] = (students, tenths(fractions.Fraction(points, students)) if students >= 11 else "")
    return found


def tenths(value):
    rounded = math.floor(abs(value) * 10 + fractions.Fraction(1, 2))
    return f"{'-' if value < 0 and rounded else ''}{rounded // 10}.{rounded % 10}"


def results(data):
    rows = csv.DictReader(io.StringIO(run("results", "--data-dir", data, "--year", YEAR, "--format", "csv").stdout))
    return {(row["cds"], row["indicator"]): (int(row["students"]), row["status"])
            for row in rows if row["indicator"] in TESTS and row["group"] == "ALL" and int(row["students"])}


@pytest.fixture(scope="module", params=SEEDS)
def generated(request, folder):
    files = folder / f"enrolled-{request.param}"
    sos("generate", "--years", YEAR, "--seed", request.param, "--reports", "--output", files)
    return files


def take_scores(data, files):
    run("ingest", "--data-dir", data, directory(files), *exports(files, "*_CAASPP_*"))


def take_lists(data, files):
    for path in exports(files, "8.1_StudentProfileList-*"):
        run("ingest", "--data-dir", data, "--lea", path.parent.name, "--year", YEAR, path)


def test_the_list_of_census_day_says_who_was_there(generated, tmp_path):
    take_scores(tmp_path, generated)
    by_score_file = results(tmp_path)
    take_lists(tmp_path, generated)
    truth = expected(generated, lists_of_census_day(generated))
    assert len(truth) > 20
    assert results(tmp_path) == truth
    assert truth != by_score_file, "who changed schools within the LEA counts for the LEA"


def test_spans_of_enrollment_come_before_the_list(generated, tmp_path):
    take_scores(tmp_path, generated)
    take_lists(tmp_path, generated)
    run("ingest", "--data-dir", tmp_path, generated / f"senr-{YEAR}-synthetic.txt")
    assert results(tmp_path) == expected(generated, spans_of(generated))


def test_an_estimate_says_by_which_of_them_it_was_made(generated, tmp_path):
    run("ingest", "--data-dir", tmp_path, directory(generated))
    path = max(exports(generated, "*_CAASPP_*"), key=lambda file: file.stat().st_size)
    lea, census = path.parent.name, next(path.parent.glob("8.1_StudentProfileList-*"))

    def said(*names):
        text = run("estimate", *names, "--data-dir", tmp_path, "--lea", lea, "--year", YEAR).stdout
        return " ".join(text.split())

    assert "who changed schools within the LEA after Census Day is left out" in said(path)
    with_list = said(path, census)
    assert "for more than 30 days" in with_list and "after Census Day is left out" not in with_list
    assert "8.1_StudentProfileList-synthetic.csv" in with_list


def test_a_list_of_one_grade_is_no_list(generated, tmp_path):
    run("ingest", "--data-dir", tmp_path, directory(generated))
    path = max(exports(generated, "8.1_StudentProfileList-*"), key=lambda file: file.stat().st_size)
    lines = path.read_text(encoding="utf-8").splitlines()
    grade = lines[0].split(",").index("Grade_Level_Code")
    rows = [row for row in csv.reader(lines[1:]) if row[grade] == "05"]
    selected = tmp_path / "8.1_StudentProfileList.csv"
    with open(selected, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(lines[0].split(","))
        writer.writerows(rows)
    done = run("ingest", "--data-dir", tmp_path / "data", "--lea", path.parent.name, "--year", YEAR, selected, codes=(2,))
    assert "selected students" in done.stdout + done.stderr
    exits = tmp_path / "8.1a_StudentProfileList.csv"
    exits.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("ingest", "--data-dir", tmp_path / "data", "--lea", path.parent.name, "--year", YEAR, exits, codes=(2,))
    assert "the name says report 8.1a" in done.stdout + done.stderr, "a list of exits is not the list of Census Day"
