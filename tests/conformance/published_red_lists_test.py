# SPDX-License-Identifier: Apache-2.0
"""`sos lists` on what the state has published of 2023: the lists of Reds of the whole state, the results of Monterey County."""

import csv
import io
import json
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest
from harness.real_suite import PUBLISHED as DATA, SOS

LISTS = ("lowperfleasnonall23data.xlsx", "lowperfsch23data.xlsx", "lowperfschnonall23data.xlsx")
RESULTS = ("chronicdownload2023.txt", "suspdownload2023.txt", "graddownload2023.txt", "elpidownload2023.txt", "eladownload2023.txt",
           "mathdownload2023.txt", "ccidownload2023.txt")
HISTORY = ("2017.csv", "2018.xlsx", "2019-rev.xlsx", "2022.xlsx", "2023.xlsx")

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

pytestmark = pytest.mark.usefixtures("published_data")


def ingest(data, *files):
    subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / file for file in files)], check=True, capture_output=True)
    return data


def lists(data, *arguments):
    run = subprocess.run([SOS, "lists", "--data-dir", data, *map(str, arguments)], capture_output=True, text=True, check=True)
    return run.stdout


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def workbook_rows(path):
    """The table of a workbook of the state, under the first row that begins with the reporting year."""
    with zipfile.ZipFile(path) as book:
        texts = ["".join(t.itertext()) for t in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    table = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = []
        for cell in row.iter(f"{SHEET}c"):
            value = cell.findtext(f"{SHEET}v") or ""
            cells.append(texts[int(value)] if cell.get("t") == "s" else value)
        table.append(cells)
    first = next(i for i, cells in enumerate(table) if cells and cells[0].strip() == "reportingyear")
    header = [name.strip() for name in table[first]]
    return [dict(zip(header, cells)) for cells in table[first + 1:]]


@pytest.fixture(scope="module")
def data(published_data, folder):
    return ingest(folder / "data", *(f"official/2023/{file}" for file in (*LISTS, *RESULTS)))


GROUPS = {"HI": "HISPANIC", "HOM": "HOMELESS", "EL": "ENGLISH_LEARNERS"}
INDICATORS = {"GRAD": "GRADUATION", "CCI": "COLLEGE_CAREER", "CHRO": "CHRONIC_ABSENTEEISM", "ELA": "ENGLISH_LANGUAGE_ARTS"}


def masked(data, cds, group, indicator):
    """Whether the report of the entity withholds a result."""
    run = subprocess.run([SOS, "report", "--data-dir", data, "--year", "2023", "--entity", cds, "--format", "json"],
                         capture_output=True, text=True, check=True)
    report = json.loads(run.stdout)
    at = report["indicators"].index(f"INDICATOR_{INDICATORS[indicator]}")
    cells = {row["studentGroup"]: row["cells"] for row in report["rows"]}
    return cells[f"STUDENT_GROUP_{GROUPS[group]}"][at]["state"] == "STATE_MASKED"


def test_every_result_of_the_county_is_in_the_list_of_reds_exactly_where_the_lists_of_the_state_have_it(data):
    monterey = rows(lists(data, "--year", 2023, "--county", "Monterey", "--format", "csv"))
    reds = {(r["cds"], r["group_code"], r["indicator_code"]): r for r in monterey}
    run = subprocess.run([SOS, "results", "--data-dir", data, "--year", "2023", "--format", "csv"], capture_output=True,
                         text=True, check=True)
    results = [r for r in rows(run.stdout) if r["counts_from"] == "published"]
    assert len(results) == 2041
    red, hidden = 0, []
    for result in results:
        listed = reds.get((result["cds"], result["group"], result["indicator"]))
        # All students of an LEA are in no list of the state.
        of_lea = result["group"] == "ALL" and result["cds"].endswith("0000000")
        lowest = result["color"] == "1" or (
            result["indicator"] == "CCI" and result["status_level"] == "1" and int(result["students"]) >= 30)
        if listed is None:
            if lowest and not of_lea:
                hidden.append((result["cds"], result["group"], result["indicator"]))
        else:
            assert lowest and listed["in_results"] == "yes" and listed["in_state_list"] == "yes", (result, listed)
            red += 1
    assert red == 132 and sum(r["in_results"] == "yes" for r in monterey) == red
    # The others are withheld: groups of fewer than 11 students would follow from them.
    assert len(hidden) == 9, hidden
    for cds, group, indicator in hidden:
        assert masked(data, cds, group, indicator), (cds, group, indicator)


def key(cds, group, indicator):
    """A school's English learner progress stands with all students in the lists; it is a result of English learners."""
    school = not cds.endswith("0000000")
    return cds, "EL" if indicator == "ELPI" and school else group, indicator


def test_every_cell_of_the_lists_of_the_state_is_in_the_list_of_reds(data):
    """Without what they have of all students of LEAs, which no plan must answer for."""
    found = [r for r in rows(lists(data, "--year", 2023, "--format", "csv")) if r["in_state_list"] == "yes"]
    reds = {(r["cds"], r["group_code"], r["indicator_code"]) for r in found}
    assert len(reds) == len(found) == 44967
    run = subprocess.run([SOS, "results", "--data-dir", data, "--year", "2023", "--format", "csv"], capture_output=True,
                         text=True, check=True)
    published = rows(run.stdout)
    listed = {key(r["cds"], r["group"], r["indicator"]) for r in published
              if r["counts_from"] == "from the list of Reds" and not (r["group"] == "ALL" and r["cds"].endswith("0000000"))}
    of_results = {key(r["cds"], r["group"], r["indicator"]) for r in published if r["counts_from"] == "published"}
    assert listed - of_results == {red for red in reds if red not in of_results}


EXPORTS = {"red-lea-groups": LISTS[0], "red-schools": LISTS[1], "red-school-groups": LISTS[2]}


CODES = {"ELA": "ELA", "Math": "MATH", "Chronic": "CHRO", "CCI": "CCI", "ELPI": "ELPI", "Grad": "GRAD", "Susp": "SUSP"}


def test_an_exported_list_is_that_of_the_state_but_for_what_is_withheld(data, tmp_path):
    """Header, facts and cells of the LEAs and schools of which results are published here, all in Monterey County."""
    run = subprocess.run([SOS, "results", "--data-dir", data, "--year", "2023", "--format", "csv"], capture_output=True,
                         text=True, check=True)
    published = {(r["cds"], r["group"], r["indicator"]) for r in rows(run.stdout) if r["counts_from"] == "published"}
    missing, same = [], 0
    for form, file in EXPORTS.items():
        target = tmp_path / f"{form}.csv"
        subprocess.run([SOS, "export", form, "--data-dir", data, "--year", "2023", "--county", "Monterey", "--output", target],
                       check=True)
        ours = {(row["cds"], row.get("studentgroup", "ALL")): row for row in rows(target.read_text(encoding="utf-8"))}
        theirs = {(row["cds"], row.get("studentgroup", "ALL")): row for row in workbook_rows(DATA / "official" / "2023" / file)}
        assert ours and list(next(iter(ours.values()))) == list(next(iter(theirs.values())))
        for of, row in ours.items():
            for column, cell in row.items():
                if column not in CODES or cell == "Y":
                    assert cell == theirs[of][column], (form, of, column)
        for (cds, group), row in theirs.items():
            for column, code in CODES.items():
                in_results = (cds, "EL" if form == "red-schools" and column == "ELPI" else group, code) in published
                if row.get(column) != "Y" or not in_results:
                    continue
                if ours.get((cds, group), {}).get(column) == "Y":
                    same += 1
                else:
                    missing.append((cds, group, code))
    # Charter schools are in all of the lists.
    assert same >= 132, same
    # Groups of fewer than 11 students would follow from them.
    assert len(set(missing)) <= 12, missing
    for cds, group, indicator in set(missing):
        if group in GROUPS and indicator in INDICATORS:
            assert masked(data, cds, group, indicator), (cds, group, indicator)


def test_the_leas_with_a_required_goal_are_those_of_the_list_of_january_2023(tmp_path):
    data = ingest(tmp_path / "history", *(f"assistance/assistancestatus_{file}" for file in HISTORY))
    actions = rows(lists(data, "--year", 2022, "--pivot", "actions", "--format", "csv"))
    goals = {}
    for action in actions:
        if action["duty"] == "ec52064e5" and action["required"] == "yes":
            goals.setdefault(action["cds"], []).append(action["group"])
    assert len(goals) == 132
    assert sum(cds[2:4] == "10" for cds in goals) == 10, "ten are county offices"
    assert sum(len(groups) == 1 for groups in goals.values()) == 87 and sum(len(groups) >= 5 for groups in goals.values()) == 7
