# SPDX-License-Identifier: Apache-2.0
"""What an LEA exports from CALPADS reports gives the same indicators as what it submits: of a synthetic county, of every school,
district and group; in whatever order rows stand, and in whatever form a spreadsheet program left them."""

import csv
import datetime
import io
import json
import random
import re
import subprocess

import pytest
from harness.real_suite import SOS, YEAR, sos
from harness.workbook import write_workbook

# Made from other records than the reports have.
MADE_FROM_REPORTS = ("CHRO", "SUSP")
SEEDS = (1, 2, 3)
# In the names of score files, which are no reports (score_files_test.py).
SCORES = "_Student_Score_Data_"


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def results(data, year=YEAR):
    """Every result, with counts, of the indicators that reports make."""
    rows = csv.DictReader(io.StringIO(run("results", "--data-dir", data, "--year", year, "--format", "csv").stdout))
    return sorted(tuple(row.items()) for row in rows if row["indicator"] in MADE_FROM_REPORTS)


def folders(files, year=YEAR):
    """{seven digits of an LEA: its exports}"""
    return {folder.name: sorted(folder.iterdir()) for folder in sorted((files / f"reports-{year}").iterdir())}


def take_reports(data, files, year=YEAR):
    for lea, exports in folders(files, year).items():
        run("ingest", "--data-dir", data, "--lea", lea, "--year", year, *exports)


@pytest.fixture(scope="module")
def generated(folder):
    """{seed: a folder of records, with reports of the same students}"""
    made = {}
    for seed in SEEDS:
        made[seed] = folder / f"files-{seed}"
        sos("generate", "--years", YEAR, "--seed", seed, "--reports", "--output", made[seed])
    return made


def directory(files):
    return next(files.glob("directory-*"))


@pytest.fixture(scope="module")
def submitted(generated, folder):
    """{seed: the results made from submitted records}"""
    found = {}
    for seed, files in generated.items():
        data = folder / f"submitted-{seed}"
        run("ingest", "--data-dir", data, directory(files), *sorted(files.glob("s*-synthetic.txt")))
        found[seed] = results(data)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_reports_give_what_submitted_records_give(seed, generated, submitted, tmp_path):
    run("ingest", "--data-dir", tmp_path, directory(generated[seed]))
    take_reports(tmp_path, generated[seed])
    assert len(submitted[seed]) > 500, "results of schools, districts and groups"
    assert results(tmp_path) == submitted[seed]


def test_workbooks_as_the_reporting_engine_writes_them_give_the_same(generated, submitted, tmp_path):
    """A title and parameters above, empty columns before, spaced words in the header, codes and dates as numbers."""
    sos("generate", "--years", YEAR, "--seed", SEEDS[0], "--workbooks", "--output", tmp_path / "files")
    exports = folders(tmp_path / "files")
    assert all(path.suffix == ".xlsx" for paths in exports.values() for path in paths if re.match(r"\d+\.\d+_", path.name))
    run("ingest", "--data-dir", tmp_path / "data", directory(generated[SEEDS[0]]))
    for lea, paths in exports.items():
        run("ingest", "--data-dir", tmp_path / "data", "--lea", lea, *(path for path in paths if path.suffix == ".xlsx"))
    assert results(tmp_path / "data") == submitted[SEEDS[0]]


def shuffled(path, folder):
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = lines[1:]
    random.Random(7).shuffle(rows)
    to = folder / path.name
    to.write_text("\n".join([lines[0], *rows]) + "\n", encoding="utf-8")
    return to


SPACED = {"SchoolCode": "School Code", "DaysExpectedA": "Days Expected (A)", "DaysAttendedB": "Days Attended (B)",
          "DaysAbsentCEFG": "Days Absent (C+E+F+G)", "StudentswithDisabilities": "Students with Disabilities"}


def numbered(cell):
    """A cell as a spreadsheet program keeps it: codes lose their zeros, dates become numbers of days."""
    if re.fullmatch(r"\d+", cell):
        return str(int(cell))
    date = re.fullmatch(r"(\d+)/(\d+)/(\d{4})", cell)
    if date:
        day = datetime.date(int(date[3]), int(date[1]), int(date[2]))
        return str((day - datetime.date(1899, 12, 30)).days)
    return cell


def workbook(path, folder, lea, year=YEAR):
    """The export as a workbook: a title, parameters, and the table below them beginning in column G."""
    table = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    table[0] = [SPACED.get(name, name) for name in table[0]]
    table[1:] = [[numbered(cell) for cell in row] for row in table[1:]]
    title = [[path.stem], [f"Academic Year: {year - 1}-{year}"], [f"LEA: {lea} - A Synthetic District"], ["Status: Certified"]]
    lines = [(3 + number, row) for number, row in enumerate(title)] + [(9 + number, row) for number, row in enumerate(table)]
    return write_workbook(folder / f"{path.stem}.xlsx", [lines], first_column=6, numbers=True)


def test_rows_in_any_order_give_the_same(generated, submitted, tmp_path):
    data = tmp_path / "data"
    run("ingest", "--data-dir", data, directory(generated[1]))
    for lea, exports in reversed(folders(generated[1]).items()):
        (tmp_path / lea).mkdir()
        paths = [shuffled(path, tmp_path / lea) for path in reversed(exports)]
        run("ingest", "--data-dir", data, "--lea", lea, "--year", YEAR, *paths)
    assert results(data) == submitted[1]


def test_workbooks_that_a_spreadsheet_program_damaged_give_the_same_and_say_lea_and_year(generated, submitted, tmp_path):
    data = tmp_path / "data"
    run("ingest", "--data-dir", data, directory(generated[1]))
    for lea, exports in folders(generated[1]).items():
        (tmp_path / lea).mkdir()
        reports = [path for path in exports if path.name[0].isdigit() and SCORES not in path.name]
        run("ingest", "--data-dir", data, *(workbook(path, tmp_path / lea, lea) for path in reports))
    assert results(data) == submitted[1]


def test_submitted_records_count_before_a_report(generated, submitted, tmp_path):
    files = generated[1]
    run("ingest", "--data-dir", tmp_path, directory(files), *sorted(files.glob("s*-synthetic.txt")))
    take_reports(tmp_path, generated[2])
    assert results(tmp_path) == submitted[1], "the reports of other students stand in for nothing"


def largest(files):
    """(LEA, its exports) of most students."""
    return max(folders(files).items(), key=lambda item: sum(path.stat().st_size for path in item[1]))


@pytest.fixture
def office(generated, tmp_path):
    """(data folder with the directory, LEA, a folder with its exports)"""
    lea, exports = largest(generated[1])
    folder = tmp_path / "exports"
    folder.mkdir()
    for path in exports:
        (folder / path.name).write_bytes(path.read_bytes())
    run("ingest", "--data-dir", tmp_path / "data", directory(generated[1]))
    return tmp_path / "data", lea, folder


def test_an_office_drops_its_folder_and_gets_estimates_with_what_can_make_them_differ(office):
    data, lea, folder = office
    said = run("estimate", folder, "--data-dir", data, "--lea", lea, "--year", YEAR)
    assert re.search(r"^CHRO +estimate +\d+ +[\d.]+", said.stdout, re.MULTILINE)
    assert re.search(r"^SUSP +estimate +\d+ +[\d.]+", said.stdout, re.MULTILINE)
    assert re.search(r"^CCI +not made", said.stdout, re.MULTILINE)
    assert re.search(r"^- CCI: It waits for CALPADS reports 15\.2 of this class and the last", said.stdout, re.MULTILINE)
    assert "The state reads records when they are certified" in " ".join(said.stdout.split())
    assert "not kept: SchoolName, StudentName" in said.stderr
    assert all(len(line) <= 200 for line in said.stdout.splitlines())
    rows = json.loads(run("estimate", folder, "--data-dir", data, "--lea", lea, "--year", YEAR, "--format", "json").stdout)
    assert {row["indicator"]: row["basis"] for row in rows}["CHRO"] == "estimate"


def test_of_several_files_of_one_report_the_certified_one_stays(office, generated):
    data, lea, folder = office
    absences = next(folder.glob("14.2_*"))
    lines = absences.read_text(encoding="utf-8").splitlines()
    absences.rename(folder / "14.2_StudentAbsencesStudentList.Certified_20240801.csv")
    # Of a later date, and with half of the students' days as absences.
    worse = [lines[0]]
    for line in lines[1:]:
        cells = next(csv.reader([line]))
        cells[8] = cells[6]
        worse.append(",".join(f'"{cell}"' for cell in cells))
    (folder / "14.2_StudentAbsencesStudentList.InReviewUncertified_20240815.csv").write_text("\n".join(worse) + "\n", encoding="utf-8")

    both = run("estimate", folder, "--data-dir", data, "--lea", lea, "--year", YEAR, "--format", "json").stdout
    (folder / "14.2_StudentAbsencesStudentList.InReviewUncertified_20240815.csv").unlink()
    other = data.with_name("other")
    run("ingest", "--data-dir", other, directory(generated[1]))
    assert run("estimate", folder, "--data-dir", other, "--lea", lea, "--year", YEAR, "--format", "json").stdout == both


def test_without_a_directory_of_schools_nothing_is_made(office):
    data, lea, folder = office
    said = run("estimate", folder, "--data-dir", data.with_name("empty"), "--lea", lea, "--year", YEAR, codes=(1, 2))
    assert "estimate" not in re.findall(r"^CHRO +(\w+)", said.stdout, re.MULTILINE)


def test_no_name_and_no_identifier_of_a_student_is_in_any_output(office):
    data, lea, folder = office
    said = run("estimate", folder, "--data-dir", data, "--lea", lea, "--year", YEAR)
    profiles = next(folder.glob("8.1_*")).read_text(encoding="utf-8").splitlines()[1:]
    students = [next(csv.reader([line])) for line in profiles[:200]]
    for row in students:
        for text in (said.stdout, said.stderr):
            assert row[2] not in text and row[3] not in text


SPOILED = {
    "no such column": (lambda lines: [lines[0].replace("DaysAbsentCEFG", "Absent"), *lines[1:]], "no line is the header"),
    "one grade only": (lambda lines: [lines[0], *(line for line in lines[1:] if ",05," in line)], "every student is in grade 5"),
    "no rows": (lambda lines: lines[:1], "no acceptable row"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_an_export_that_is_not_whole_is_refused_with_the_reason_and_nothing_is_counted(spoiled, office):
    data, lea, folder = office
    absences = next(folder.glob("14.2_*"))
    change, reason = SPOILED[spoiled]
    absences.write_text("\n".join(change(absences.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    said = run("estimate", folder, "--data-dir", data, "--lea", lea, "--year", YEAR, "--wide", codes=(0, 1))
    assert reason in said.stdout
    assert re.search(r"^CHRO +not made", said.stdout, re.MULTILINE)
    assert re.search(r"^SUSP +estimate", said.stdout, re.MULTILINE), "the other reports are read all the same"
