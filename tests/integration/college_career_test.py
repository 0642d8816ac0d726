# SPDX-License-Identifier: Apache-2.0
"""College/Career from CALPADS reports 15.2 and 1.23 and the CAASPP scores of the year before is at least what an independent count of
their rows gives, without color, change or counties, and nothing is made where the files say nothing of readiness."""

import collections
import csv
import fractions
import io
import math
import re
import subprocess

import pytest
from harness.real_suite import SOS, sos

YEAR, SEEDS = 2025, (1, 2, 3)
# The lowest scores of levels 2, 3 and 4 in grade 11, by record type: English language arts and mathematics.
LEVELS = {"01": (2493, 2583, 2682), "02": (2543, 2628, 2718)}
MEASURES = ("UCCSURequirementsMet", "SealofBiliteracy", "PreApprenticeshipCertified")


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def reports(files, year, pattern):
    """{seven digits of an LEA: its export}"""
    return {path.parent.name: path for path in sorted((files / f"reports-{year}").glob(f"*/{pattern}"))}


def rows(path, delimiter=","):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=delimiter))


def levels_of(path):
    """{student: {record type: level}} of the scores of grade 11 that count."""
    levels = collections.defaultdict(dict)
    for row in rows(path, "^"):
        test = row["RecordType"]
        if test in LEVELS and row["GradeAssessed"] == "11" and row["IncludeIndicator"] in "YT" and row["ScaleScore"]:
            level = 1 + sum(int(row["ScaleScore"]) >= lowest for lowest in LEVELS[test])
            levels[row["SSID"]][test] = max(level, levels[row["SSID"]].get(test, 0))
    return levels


def prepared(row, levels):
    english, mathematics = levels.get("01", 0), levels.get("02", 0)
    requirements, seal, apprenticeship = (row[name] in ("Y", "Yes") for name in MEASURES)
    return ((english >= 3 and mathematics >= 3)
            or (requirements and max(english, mathematics) >= 3 and min(english, mathematics) >= 2)
            or (seal and english >= 3) or apprenticeship)


def expected(files, tests=True):
    """{cds: (prepared graduates, cohort)} of districts and schools."""
    listed = csv.DictReader(directory(files).read_text(encoding="utf-8").splitlines(), delimiter="\t")
    charters = {row["CDSCode"] for row in listed if row["Charter"] == "Y"}
    counts = collections.defaultdict(lambda: [0, 0])

    def add(lea, school, graduate, ready):
        for place in [lea + school] + ([] if lea + school in charters else [lea + "0" * 7]):
            counts[place][0] += graduate and ready
            counts[place][1] += 1

    for lea, path in reports(files, YEAR, "15.2*").items():
        scores = reports(files, YEAR - 1, "*CAASPP*").get(lea) if tests else None
        levels = levels_of(scores) if scores else {}
        for row in rows(path):
            if row["CohortCategory"] != "RemovedFromCohort":
                add(lea, row["SchoolCode"], row["CohortCategory"] == "HSDiplomaGraduate", prepared(row, levels.get(row["SSID"], {})))
        # Of the class before, no scores are loaded: they were taken two years before.
        completers = {row["SSID"]: row["SchoolCode"] for row in rows(reports(files, YEAR, "1.23*")[lea])
                      if row["SchoolCompletionStatus"][:3] in ("100", "102")}
        for row in rows(reports(files, YEAR - 1, "15.2*")[lea]):
            if row["SSID"] in completers and row["CohortCategory"] not in ("HSDiplomaGraduate", "RemovedFromCohort"):
                add(lea, completers[row["SSID"]], True, prepared(row, {}))
    return {place: tuple(count) for place, count in counts.items()}


def percent(part, whole):
    tenths = math.floor(fractions.Fraction(1000 * part, whole) + fractions.Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def directory(files):
    return next(files.glob(f"directory-{YEAR}-*"))


def listed(data):
    done = run("results", "--data-dir", data, "--year", YEAR, "--format", "csv", "--indicator", "CCI", codes=(0, 1))
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def generated(folder):
    made = {}
    for seed in SEEDS:
        made[seed] = folder / f"college-{seed}"
        sos("generate", "--years", YEAR - 1, YEAR, "--seed", seed, "--reports", "--output", made[seed])
    return made


def take(data, files, change=lambda path: path, tests=True):
    run("ingest", "--data-dir", data, directory(files))
    wanted = [(YEAR - 1, "15.2*"), (YEAR, "15.2*"), (YEAR, "1.23*")] + ([(YEAR - 1, "*CAASPP*")] if tests else [])
    for year, pattern in wanted:
        for lea, path in reports(files, year, pattern).items():
            run("ingest", "--data-dir", data, "--lea", lea, "--year", year, change(path))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_counts_what_an_independent_count_gives(seed, generated, tmp_path):
    take(tmp_path, generated[seed])
    truth = expected(generated[seed])
    found = {row["cds"]: (row["students"], row["status"]) for row in listed(tmp_path) if row["group"] == "ALL"}
    assert found == {place: (str(whole), percent(part, whole) if whole >= 11 else "") for place, (part, whole) in truth.items()}
    assert sum(part > 10 for part, _ in truth.values()) > 3, "districts and schools with prepared graduates"


def test_a_lower_bound_has_no_color_no_change_and_no_county(generated, tmp_path):
    take(tmp_path, generated[1])
    found = listed(tmp_path)
    assert found and {(row["color"], row["change"]) for row in found} == {("0", "")}
    assert not [row["cds"] for row in found if row["cds"].endswith("0" * 12)]
    said = run("estimate", reports(generated[1], YEAR, "15.2*")[found[0]["cds"][:7]], "--data-dir", tmp_path,
               "--lea", found[0]["cds"][:7], "--year", YEAR).stdout
    assert re.search(r"^CCI +at least +\d+ +[\d.]+ +none", said, re.MULTILINE), said
    assert "the rate is at least what is said" in " ".join(said.split())


def test_scores_that_come_later_are_counted_when_they_are_there(generated, tmp_path):
    take(tmp_path, generated[1], tests=False)
    counts = {row["cds"]: row["status"] for row in listed(tmp_path) if row["group"] == "ALL" and row["status"]}
    without = {place: percent(part, whole) for place, (part, whole) in expected(generated[1], tests=False).items() if whole >= 11}
    assert counts == without
    take(tmp_path, generated[1])
    assert {row["cds"]: row["status"] for row in listed(tmp_path) if row["group"] == "ALL" and row["status"]} != without


@pytest.mark.parametrize("gone", [(YEAR - 1, "15.2*"), (YEAR, "1.23*")])
def test_without_the_fifth_year_there_is_no_bound(gone, generated, tmp_path):
    run("ingest", "--data-dir", tmp_path, directory(generated[1]))
    for year, pattern in ((YEAR - 1, "15.2*"), (YEAR, "15.2*"), (YEAR, "1.23*"), (YEAR - 1, "*CAASPP*")):
        for lea, path in reports(generated[1], year, pattern).items() if (year, pattern) != gone else ():
            run("ingest", "--data-dir", tmp_path, "--lea", lea, "--year", year, path)
    assert not listed(tmp_path)


def test_without_a_word_of_readiness_nothing_is_made(generated, tmp_path):
    def without_measures(path):
        if not path.name.startswith("15.2"):
            return path
        entries = rows(path)
        to = tmp_path / path.parent.name / path.name
        to.parent.mkdir(exist_ok=True)
        with open(to, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [name for name in entries[0] if name not in MEASURES], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(entries)
        return to

    take(tmp_path / "data", generated[1], without_measures, tests=False)
    assert not listed(tmp_path / "data")
