# SPDX-License-Identifier: Apache-2.0
"""Every table that `sos` writes, read back by programs that know nothing of the suite: Python's csv, LibreOffice and exceljs from npm.
They agree cell for cell, and codes keep their zeros."""

import csv
import io
import json
import re
import shutil
import subprocess

import pytest
from clients.partner import HERE, npm_install, run
from harness.real_suite import LEA, SOS, YEAR, sos

# What is written as CSV and as a workbook, and in which of its sheets the table of the CSV stands.
TABLES = {
    "results": (("results", "--year", YEAR, "--entity", LEA), 0),
    "long": (("results", "--year", YEAR, "--entity", LEA, "--layout", "long"), 0),
    "eligibility": (("eligibility", "--year", YEAR), 0),
    "essa": (("eligibility", "--program", "essa", "--year", YEAR), 0),
    "history": (("history",), 0),
    "nearest": (("nearest", "--year", YEAR), 0),
    "status": (("status",), 0),
    "readiness": (("readiness", "--year", YEAR), 0),
    "find": (("find", "unified"), 0),
    "reds": (("lists", "--year", YEAR, "--entity", LEA, "--pivot", "results"), 0),
    "schools": (("lists", "--year", YEAR, "--entity", LEA, "--pivot", "schools"), 0),
    "actions": (("lists", "--year", YEAR, "--entity", LEA, "--pivot", "actions"), 0),
    "targets": (("targets", "--year", YEAR, "--entity", LEA), 1),
    "changes": (("changes", "--from", YEAR - 1, "--to", YEAR, "--entity", LEA), 1),
    "similar": (("similar", "--year", YEAR, "--entity", LEA), 1),
    "gaps": (("gaps", "--indicator", "CHRO", "--year", YEAR, "--entity", LEA), 1),
    "lcap": (("lcap", "--year", YEAR, "--entity", LEA), 1),
}


@pytest.fixture(scope="module")
def written(folder):
    """Each table as text of CSV and as a workbook."""
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))
    tables = {}
    for name, (words, _) in TABLES.items():
        command = [SOS, *map(str, words), "--data-dir", folder / "data"]
        text = subprocess.run([*command, "--format", "csv"], capture_output=True, check=True).stdout.decode("utf-8")
        subprocess.run([*command, "--output", folder / f"{name}.xlsx"], capture_output=True, check=True)
        tables[name] = (text, folder / f"{name}.xlsx")
    return tables


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


def same(ours, theirs):
    """Whether a cell of CSV and of another reader say the same: numbers may be written another way."""
    if ours == theirs:
        return True
    try:
        return float(ours) == float(theirs)
    except ValueError:
        return False


def compare(name, text, table):
    ours = rows_of(text)
    assert len(ours) > 1, name
    # Empty rows at the end, and empty cells at the end of rows, are nothing in a workbook.
    assert len(table) == len(ours), name
    for our_row, their_row in zip(ours[1:], table[1:]):
        cells = [str(cell) for cell in their_row] + [""] * (len(our_row) - len(their_row))
        for ours_cell, cell in zip(our_row, cells):
            # The guard of CSV against formulas; a workbook needs none.
            plain = ours_cell[1:] if re.match(r"'[=+\-@]", ours_cell) else ours_cell
            assert same(plain, cell), (name, our_row, their_row)


def test_npm_exceljs_reads_the_cells_of_every_workbook(written, folder):
    reader = folder / "workbook"
    shutil.copytree(HERE / "workbook", reader)
    npm_install(reader, "install")
    said = run("node", reader / "read.mjs", *(path for _, path in written.values()))
    books = {book["path"]: book["sheets"] for book in map(json.loads, said.splitlines())}
    for name, (text, path) in written.items():
        sheets = list(books[str(path)].values())
        compare(name, text, sheets[TABLES[name][1]])
        for code in {row[0] for row in sheets[TABLES[name][1]][1:] if re.fullmatch(r"\d{13,14}", str(row[0]))}:
            assert isinstance(code, str) and len(code) == 14, "a code is text with its zeros"


def test_libreoffice_reads_them_too(written, folder):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (Debian: libreoffice-calc-nogui) is not installed")
    paths = [path for name, (_, path) in written.items() if TABLES[name][1] == 0]
    # -1: every sheet in a file of its own; quoted texts, cells as shown.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form, "--outdir",
                    folder / "office", *paths], capture_output=True, check=True, timeout=300)
    for name, (text, path) in written.items():
        if TABLES[name][1] != 0:
            continue
        found = sorted((folder / "office").glob(f"{path.stem}-*.csv"))
        assert len(found) == 1, (name, found)
        compare(name, text, rows_of(found[0].read_text(encoding="utf-8")))


def test_excel_csv_of_a_county_with_a_leading_zero_keeps_its_codes(folder):
    """CSV for a spreadsheet: codes of counties 01 to 09 as the one formula that the guard lets through."""
    office = shutil.which("soffice")
    header = "cds,rtype,schoolname,districtname,countyname,studentgroup,currdenom,currnumer,currstatus,reportingyear,indicator\n"
    row = "01611190000000,D,,=Alder Unified,Alameda,ALL,1000,100,10.0,2023,SUSP\n"
    (folder / "suspdownload2023.csv").write_text(header + row, encoding="utf-8")
    sos("ingest", "--data-dir", folder / "zero", folder / "suspdownload2023.csv")
    text = sos("find", "alder", "--data-dir", folder / "zero", "--format", "csv", "--excel").decode("utf-8-sig")
    found = rows_of(text)[1]
    assert found[0] == '="01611190000000"' and found[1] == "'=Alder Unified"
    if office is None:
        pytest.skip("LibreOffice (Debian: libreoffice-calc-nogui) is not installed")
    (folder / "zero.csv").write_text(text, encoding="utf-8")
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx", "--outdir",
                    folder / "office", folder / "zero.csv"], capture_output=True, check=True, timeout=300)
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv", "--outdir",
                    folder / "office", folder / "office" / "zero.xlsx"], capture_output=True, check=True, timeout=300)
    again = rows_of((folder / "office" / "zero.csv").read_text(encoding="utf-8"))[1]
    assert again[0] == "01611190000000" and "Alder Unified" in again[1]
