# SPDX-License-Identifier: Apache-2.0
"""Examinations of AP and IB, whose files have names and birth dates in the place of SSIDs: `sos` finds the students in the other files
of the folder, sends SSIDs and grades alone, and College/Career counts them as an independent count of the rows does."""

import collections
import csv
import io
import subprocess

import pytest
from harness.real_suite import SOS, sos

YEAR, SEEDS = 2025, (1, 2, 3)
LAST_NAME = "Syntheticson"


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module", params=SEEDS)
def office(request, folder):
    """(the directory, folders of the LEA with most examinations: of this year and of the year before)"""
    files = folder / f"examinations-{request.param}"
    sos("generate", "--years", YEAR - 1, YEAR, "--seed", request.param, "--reports", "--output", files)
    largest = max((files / f"reports-{YEAR}").glob("*/AP_*"), key=lambda path: path.stat().st_size).parent
    return next(files.glob(f"directory-{YEAR}-*")), largest, files / f"reports-{YEAR - 1}" / largest.name


def passed(folder):
    """{local id: {program: examinations with a grade that counts}}"""
    counts = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in rows(next(folder.glob("AP_*"))):
        for number in ("01", "02"):
            if row[f"Exam Grade {number}"] and int(row[f"Exam Grade {number}"]) >= 3:
                counts[row["First Name"]]["AP"].add(row[f"Exam Code {number}"])
    for path in folder.glob("IB_*"):
        for row in rows(path):
            if int(row["SUBJECT_GRADE"]) >= 4:
                counts[row["FIRST_NAME"]]["IB"].add(row["SUBJECT"])
    return counts


def expected(now, before):
    """(prepared, cohort) of the LEA by reports 15.2 and 1.23 and the examinations of this year: no score of grade 11 is loaded."""
    counts = passed(now)

    def prepared(row):
        most = max((len(subjects) for subjects in counts[row["LocalID"]].values()), default=0)
        return most >= 2 or (most >= 1 and row["UCCSURequirementsMet"] == "Y") or row["PreApprenticeshipCertified"] == "Y"

    cohort = [row for row in rows(next(now.glob("15.2*"))) if row["CohortCategory"] != "RemovedFromCohort"]
    ready = sum(prepared(row) for row in cohort if row["CohortCategory"] == "HSDiplomaGraduate")
    completers = {row["SSID"] for row in rows(next(now.glob("1.23*"))) if row["SchoolCompletionStatus"][:3] in ("100", "102")}
    fifth = [row for row in rows(next(before.glob("15.2*")))
             if row["SSID"] in completers and row["CohortCategory"] not in ("HSDiplomaGraduate", "RemovedFromCohort")]
    return ready + sum(map(prepared, fifth)), len(cohort) + len(fifth)


def take(data, office, *more):
    listed, now, before = office
    run("ingest", "--data-dir", data, listed)
    for year, path in ((YEAR - 1, next(before.glob("15.2*"))), (YEAR, next(now.glob("15.2*"))), (YEAR, next(now.glob("1.23*")))):
        run("ingest", "--data-dir", data, "--lea", now.name, "--year", year, path)
    return run("ingest", "--data-dir", data, "--lea", now.name, "--year", YEAR, *more)


def bound(data, lea):
    listed = csv.DictReader(io.StringIO(run("results", "--data-dir", data, "--year", YEAR, "--indicator", "CCI", "--format", "csv").stdout))
    return next((row["status"], int(row["students"])) for row in listed
                if row["cds"] == f"{lea}{'0' * 7}" and row["group"] == "ALL")


def test_examinations_count_as_an_independent_count_says(office, tmp_path):
    _, now, before = office
    files = [*now.glob("AP_*"), *now.glob("IB_*"), *now.glob("8.1_StudentProfileList-*")]
    said = take(tmp_path, office, *files).stderr
    ready, cohort = expected(now, before)
    assert "names and birth dates are not sent" in said
    status, students = bound(tmp_path, now.name)
    assert students == cohort
    assert ready and float(status) == pytest.approx(100 * ready / cohort, abs=0.05)


def test_without_a_file_that_has_names_nobody_is_found_and_nothing_is_guessed(office, tmp_path):
    _, now, _ = office
    done = run("ingest", "--data-dir", tmp_path, "--lea", now.name, "--year", YEAR, *now.glob("AP_*"), codes=(2,))
    assert "no file beside it has names" in " ".join((done.stdout + done.stderr).split())


def test_no_name_and_no_birth_date_is_in_the_store_or_in_any_output(office, tmp_path):
    _, now, _ = office
    said = take(tmp_path, office, *now.glob("AP_*"), *now.glob("8.1_StudentProfileList-*"))
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for word in (LAST_NAME, rows(next(now.glob("8.1_StudentProfileList-*")))[0]["Student_Birth_Date"]):
        assert f"{word}," not in said.stdout + said.stderr
        assert word.encode() not in stored
