# SPDX-License-Identifier: Apache-2.0
"""CALPADS reports 15.2 of two classes and 1.23 give the combined graduation rate as an independent count of their rows does, and
without one of them a rate that says what it lacks."""

import collections
import csv
import fractions
import io
import math
import random
import re
import subprocess

import pytest
from harness.real_suite import SOS, sos

YEAR, SEEDS = 2025, (1, 2, 3)
RACES = {"Am Indian/Alskn Nat": "AI", "Asian": "AS", "Nat Hwiin/Othr Pac Islndr": "PI", "Filipino": "FI", "Hispanic": "HI",
         "Black/African Am": "AA", "White": "WH", "Multiple": "MR"}
# What the two kinds of reports can be compared in: other groups have windows of their own.
GROUPS = {"ALL", *RACES.values()}


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def reports(files, year, number):
    """{seven digits of an LEA: its export}"""
    return {path.parent.name: path for path in sorted((files / f"reports-{year}").glob(f"*/{number}*"))}


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def cohort_of(files, charters):
    """{(cds, group): (graduates, students)} of the rows of reports 15.2 and 1.23, counted by themselves."""
    students = collections.defaultdict(lambda: collections.defaultdict(list))

    def add(lea, school, row, outcome):
        places = [lea + school, f"{lea[:2]}{'0' * 12}", "0" * 14]
        if lea + school not in charters:
            places.append(lea + "0" * 7)
        for place in places:
            students[place][row["SSID"]].append((outcome, RACES.get(row["EthnicityRace"])))

    completers = {lea: {row["SSID"]: row["SchoolCode"] for row in rows(path) if row["SchoolCompletionStatus"][:3] in ("100", "102")}
                  for lea, path in reports(files, YEAR, "1.23").items()}
    for lea, path in reports(files, YEAR, "15.2").items():
        for row in rows(path):
            add(lea, row["SchoolCode"], row, {"HSDiplomaGraduate": 2, "RemovedFromCohort": 0}.get(row["CohortCategory"], 1))
    for lea, path in reports(files, YEAR - 1, "15.2").items():
        for row in rows(path):
            school = completers.get(lea, {}).get(row["SSID"])
            if school and row["CohortCategory"] not in ("HSDiplomaGraduate", "RemovedFromCohort"):
                add(lea, school, row, 2)
    counts = collections.defaultdict(lambda: [0, 0])
    for place, of_place in students.items():
        for entries in of_place.values():
            outcome, race = max(entries, key=lambda entry: entry[0])
            for group in {"ALL", race} - {None} if outcome else ():
                counts[place, group][0] += outcome == 2
                counts[place, group][1] += 1
    return counts


def percent(graduates, students):
    tenths = math.floor(fractions.Fraction(1000 * graduates, students) + fractions.Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def expected(files):
    listed = csv.DictReader(directory(files).read_text(encoding="utf-8").splitlines(), delimiter="\t")
    charters = {row["CDSCode"] for row in listed if row["Charter"] == "Y"}
    return {key: (students, percent(graduates, students) if students >= 11 else "")
            for key, (graduates, students) in cohort_of(files, charters).items()}


def results(data):
    listed = csv.DictReader(io.StringIO(run("results", "--data-dir", data, "--year", YEAR, "--format", "csv").stdout))
    return {(row["cds"], row["group"]): (int(row["students"]), row["status"])
            for row in listed if row["indicator"] == "GRAD" and row["group"] in GROUPS and int(row["students"])}


def directory(files):
    return next(files.glob(f"directory-{YEAR}-*"))


@pytest.fixture(scope="module")
def generated(folder):
    made = {}
    for seed in SEEDS:
        made[seed] = folder / f"files-{seed}"
        sos("generate", "--years", YEAR - 1, YEAR, "--seed", seed, "--reports", "--output", made[seed])
    return made


def take(data, files, change=lambda path: path):
    run("ingest", "--data-dir", data, directory(files))
    for year, number in ((YEAR - 1, "15.2"), (YEAR, "15.2"), (YEAR, "1.23")):
        for lea, path in reports(files, year, number).items():
            run("ingest", "--data-dir", data, "--lea", lea, "--year", year, change(path))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_counts_what_an_independent_count_gives(seed, generated, tmp_path):
    take(tmp_path, generated[seed])
    truth = expected(generated[seed])
    assert sum(bool(status) for _, status in truth.values()) > 20, "districts, schools and groups"
    assert results(tmp_path) == truth


def test_rows_in_any_order_give_the_same(generated, tmp_path):
    def shuffled(path):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        random.Random(7).shuffle(lines)
        to = tmp_path / path.name
        to.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return to

    take(tmp_path / "data", generated[1], shuffled)
    assert results(tmp_path / "data") == expected(generated[1])


@pytest.fixture
def office(generated, tmp_path):
    """(data with the directory, LEA, a folder with its two classes and its completers)"""
    files = generated[1]
    lea, path = max(reports(files, YEAR, "15.2").items(), key=lambda item: item[1].stat().st_size)
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / f"15.2_Class of {YEAR}.csv").write_bytes(path.read_bytes())
    (exports / f"15.2_Class of {YEAR - 1}.csv").write_bytes(reports(files, YEAR - 1, "15.2")[lea].read_bytes())
    (exports / "1.23.csv").write_bytes(reports(files, YEAR, "1.23")[lea].read_bytes())
    run("ingest", "--data-dir", tmp_path / "data", directory(files))
    return tmp_path / "data", lea, exports


def estimate(data, lea, exports):
    return run("estimate", exports, "--data-dir", data, "--lea", lea, "--year", YEAR, codes=(0, 1)).stdout


def test_an_office_drops_two_classes_into_one_folder(office, generated):
    data, lea, exports = office
    said = estimate(data, lea, exports)
    students, status = expected(generated[1])[lea + "0" * 7, "ALL"]
    assert re.search(rf"^GRAD +estimate +{students} +{status}", said, re.MULTILINE), said
    assert "fifth year" not in " ".join(said.split())


@pytest.mark.parametrize("gone", [f"15.2_Class of {YEAR - 1}.csv", "1.23.csv"])
def test_without_the_fifth_year_the_rate_says_what_it_lacks(gone, office):
    data, lea, exports = office
    (exports / gone).unlink()
    assert "who graduated in the fifth year is missing" in " ".join(estimate(data, lea, exports).split())


def test_a_cohort_with_an_outcome_in_words_that_nobody_knows_is_refused(office):
    data, lea, exports = office
    path = exports / f"15.2_Class of {YEAR}.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("HSDiplomaGraduate", "SomethingNew", 1), encoding="utf-8")
    said = " ".join(estimate(data, lea, exports).split())
    assert "has 1 rows that cannot be read, and a cohort without some of its students has another rate" in said
    assert "GRAD not made" in said


@pytest.mark.parametrize("name", [f"15.2_{YEAR - 1}.csv", f"15.2 - Cohort Outcome - Student Details {YEAR - 2}-{YEAR % 100 - 1}.csv"])
def test_the_last_class_is_known_by_its_name_in_every_form(name, office, generated):
    data, lea, exports = office
    (exports / f"15.2_Class of {YEAR - 1}.csv").rename(exports / name)
    students, status = expected(generated[1])[lea + "0" * 7, "ALL"]
    assert re.search(rf"^GRAD +estimate +{students} +{status}", estimate(data, lea, exports), re.MULTILINE)


def test_the_class_of_another_year_is_not_taken_for_this_one(office):
    data, lea, exports = office
    (exports / f"15.2_Class of {YEAR}.csv").rename(exports / f"15.2_Class of {YEAR - 3}.csv")
    said = " ".join(estimate(data, lea, exports).split())
    assert "GRAD not made" in said, said
