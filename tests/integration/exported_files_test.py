# SPDX-License-Identifier: Apache-2.0
"""Files that have been through R, pandas, a spreadsheet or a county office's own table say the same as the state's own.

One small file of graduation is written in many forms; each must be read whole and give the same results.
"""

import csv
import io
import subprocess

import pytest
from harness.real_suite import SOS

COLUMNS = ("cds", "rtype", "schoolname", "districtname", "countyname", "dass_flag", "studentgroup", "currnumer", "currdenom",
           "currstatus", "priornumer", "priordenom", "priorstatus", "change", "statuslevel", "changelevel", "color", "box",
           "fiveyrnumer", "indicator", "reportingyear")
LEA, SCHOOL = "99990010000000", "99990010100004"
ROWS = [
    (LEA, "D", "", "Alder Creek Unified", "Made Up", "", "ALL", "1200", "1314", "91.3", "1180", "1320", "89.4", "1.9",
     "4", "4", "4", "40", "12", "GRAD", "2023"),
    (LEA, "D", "", "Alder Creek Unified", "Made Up", "", "AI", "", "4", "", "", "8", "", "",
     "0", "0", "0", "0", "0", "GRAD", "2023"),
    (SCHOOL, "S", "Alder High", "Alder Creek Unified", "Made Up", "", "ALL", "150", "200", "75.0", "160", "200", "80.0", "-5.0",
     "2", "1", "1", "210", "3", "GRAD", "2023"),
]
COUNTS = {"currnumer", "currdenom", "priornumer", "priordenom"}
RATES = {"currstatus", "priorstatus"}
BLANKS = ("NA", "NaN", "None", "null", "#N/A", "-", "--", ".", "*", " ", "\u00a0", "<11", "**")
COLORS = ("None", "Red", "Orange", "Yellow", "Green", "Blue")


def text(change=lambda column, cell: cell, header=lambda column: column, delimiter=",", end="\n"):
    """The file with every cell and every name of a column changed."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow([header(column) for column in COLUMNS])
    writer.writerows([change(column, cell) for column, cell in zip(COLUMNS, row)] for row in ROWS)
    return out.getvalue()


def results(work, name, content, *options):
    """What `sos` makes of a file, and how many rows it has put into quarantine."""
    path = work / name
    path.write_bytes(content)
    data = work / f"data of {name}"
    done = subprocess.run([SOS, "ingest", "--format", "json", "--data-dir", data, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    arguments = [SOS, "results", "--data-dir", data, "--format", "csv", *options]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout


def renamed(column, between):
    """The name of a column in words."""
    for word in ("curr", "prior", "student", "reporting", "status", "change", "school", "district", "county", "r"):
        if column.startswith(word) and column != word:
            return word + between + column[len(word):]
    return column


def blank(mark):
    return text(lambda column, cell: mark if cell == "" and column != "schoolname" else cell)


def code(write):
    return text(lambda column, cell: write(cell) if column == "cds" else cell)


FORMS = {
    "tabs": text(delimiter="\t").encode(),
    "Windows line ends": text(end="\r\n").encode(),
    "line ends of CR only": text(end="\r").encode(),
    "UTF-8 with a mark": text().encode("utf-8-sig"),
    "UTF-16 with a mark": text().encode("utf-16"),
    "UTF-16 without": text().encode("utf-16-le"),
    "decimal commas": text(lambda column, cell: cell.replace(".", ","), delimiter=";").encode(),
    "spaced names": text(header=lambda column: renamed(column, " ").title()).encode(),
    "names of clean_names": text(header=lambda column: renamed(column, "_")).encode(),
    "thousands": text(lambda column, cell: f"{int(cell):,}" if column in COUNTS and cell else cell).encode(),
    "floats": text(lambda column, cell: f"{cell}.0" if column in COUNTS | {"reportingyear", "color"} and cell else cell).encode(),
    "percent": text(lambda column, cell: f"{cell}%" if column in RATES and cell else cell).encode(),
    "school year": text(lambda column, cell: "2022-23" if column == "reportingyear" else cell).encode(),
    "name of the indicator": text(lambda column, cell: "Graduation Rate" if column == "indicator" else cell).encode(),
    "lower case": text(lambda column, cell: cell.lower() if column in {"indicator", "rtype"} else cell).encode(),
    "flags": text(lambda column, cell: "No" if column == "dass_flag" else cell).encode(),
    "colors in words": text(lambda column, cell: COLORS[int(cell)] if column == "color" else cell).encode(),
    "levels in words": text(lambda column, cell: "High" if column == "statuslevel" else cell).encode(),
    "apostrophe": code(lambda cds: f"'{cds}").encode(),
    "formula": code(lambda cds: f'="{cds}"').encode(),
    "hyphens": code(lambda cds: f"{cds[:2]}-{cds[2:7]}-{cds[7:]}").encode(),
    "blanks": code(lambda cds: f"{cds[:2]} {cds[2:7]} {cds[7:]}").encode(),
    "code as a float": code(lambda cds: f"{cds}.0").encode(),
} | {f"blank as {mark!r}": blank(mark).encode() for mark in BLANKS}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return results(tmp_path_factory.mktemp("plain"), "plain.csv", text().encode())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_file_gives_the_same_results(form, plain, tmp_path):
    assert plain.count("GRAD") == len(ROWS)
    assert results(tmp_path, "form.csv", FORMS[form]) == plain


@pytest.mark.parametrize("column, cell, reason", [
    ("cds", "9.999E+13", "its last digits are lost"),
    ("currdenom", "1.3E+03", "a number with an exponent has lost digits"),
    ("currdenom", "13,14", "a count is a whole number"),
    ("indicator", "4", "expected CHRO, SUSP"),
])
def test_what_cannot_be_read_safely_is_refused_with_the_cell_and_the_cure(column, cell, reason, tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(text(lambda name, old: cell if name == column else old), encoding="utf-8")
    done = subprocess.run([SOS, "ingest", "--data-dir", tmp_path / "data", path], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout
    assert f"{column}" in done.stderr and cell in done.stderr and reason in done.stderr, done.stderr


def test_a_long_table_of_results_is_read_as_the_files_were(plain, tmp_path):
    table = results(tmp_path, "plain.csv", text().encode(), "--layout", "long")
    header, first = table.splitlines()[:2]
    assert header.startswith("cds,rtype,schoolname,districtname,countyname,charter_flag,coe_flag,dass_flag,studentgroup,studentgroup.long,"
                             "indicator,currdenom,currstatus,statuslevel,changelevel,change,color,reportingyear")
    assert first.startswith(f"{LEA},D,,Alder Creek Unified,Made Up,,,,ALL,All Students,GRAD,1314,91.3,"), first
    assert results(tmp_path, "all.csv", table.encode()) == plain


def test_a_long_table_keeps_what_chooses_the_cut_scores(tmp_path):
    suspension = ("cds,rtype,districtname,countyname,studentgroup,currnumer,currdenom,currstatus,priornumer,priordenom,type,"
                  "indicator,reportingyear\n"
                  f"{LEA},D,Alder Creek Unified,Made Up,ALL,95,1314,7.2,90,1320,UD,SUSP,2023\n").encode()
    before = results(tmp_path, "susp.csv", suspension)
    table = results(tmp_path, "susp.csv", suspension, "--layout", "long")
    assert next(csv.DictReader(io.StringIO(before)))["color"] != "0", before
    assert results(tmp_path, "all.csv", table.encode()) == before
