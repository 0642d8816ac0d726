# SPDX-License-Identifier: Apache-2.0
"""`sos lcap`: what a plan asks of the data, in every form, and the mid-year export of the electronic template, answered."""

import csv
import io
import json
import re
import shutil
import subprocess
import xml.sax.saxutils
import zipfile

import pytest
from harness.real_suite import PUBLISHED, SOS, sos

LEA, CHARTER, SCHOOL, YEAR = "99600020000000", "99600020100003", "99600020100001", 2024
HEADER = ["District Name", "Section", "Description", "FieldData"]
SECTION = "Measuring and Reporting Results"
# The export as agencies describe it: one row a field, several rows a metric.
EXPORT = [
    HEADER,
    ["Alder Unified", SECTION, "21-22 LCAP: Goal 1 - M - 3 - Metric", "Priority 5 (b) chronic absenteeism rate<br/>Dashboard"],
    ["Alder Unified", SECTION, "21-22 LCAP: Goal 1 - M - 3 - Baseline", "All 18.4%<br/>EL 20.1%"],
    ["Alder Unified", SECTION, "21-22 LCAP: Goal 1 - M - 4 - Metric", "Priority 6 (a) suspension rate"],
    ["Alder Unified", SECTION, "21-22 LCAP: Goal 2 - M - 1 - Metric", "Attendance rate"],
    ["Alder Unified", SECTION, "21-22 LCAP: Goal 2 - M - 2 - Metric", "Hours of sunshine"],
]


def minimal_workbook(rows):
    """An .xlsx of one sheet with inline texts, without any library."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{xml.sax.saxutils.escape(text)}</t></is></c>'
                        for i, text in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml",
                      f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
                      f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                      f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>')
        book.writestr("_rels/.rels", f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" '
                                     'Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Summary" sheetId="1" '
                                         'r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" '
                                                    'Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>')
    return buffer.getvalue()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lcap")
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))
    return folder / "data"


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "211102_MRR Summary.xlsx"
    path.write_bytes(minimal_workbook(EXPORT))
    return path


def lcap(data, *words, entity=LEA, year=YEAR):
    command = [SOS, "lcap", "--data-dir", data, "--entity", entity, "--year", year, *words]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_text_has_every_priority_and_fits_a_terminal(data):
    done = lcap(data)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    for priority in range(1, 9):
        assert any(line.startswith(f"Priority {priority}: ") for line in lines), priority
    assert max(len(line) for line in lines) <= 80


def test_a_value_is_that_of_the_file_with_the_file_beside_it(data):
    rows = table(lcap(data, "--format", "csv").stdout)
    chronic = [row for row in rows if row["metric_code"] == "chronic-absenteeism"]
    assert chronic[0]["group_code"] == "ALL" and chronic[0]["source"] == "chronicdownload2024-synthetic.txt"
    shown = json.loads(lcap(data, "--format", "json").stdout)["metrics"]
    assert [metric.get("value", "") for metric in shown if metric["code"] == "chronic-absenteeism"] == \
        [row["value"] for row in chronic]


def test_what_is_not_there_says_where_it_is_and_is_never_a_value(data):
    for row in table(lcap(data, "--format", "csv").stdout):
        if row["availability"] != "loaded":
            assert row["value"] == "" and row["prior_value"] == "", row
            assert row["source"] or "11 students" in row["availability"], row
    rows = {row["metric_code"]: row for row in table(lcap(data, "--format", "csv").stdout)}
    assert rows["science"]["availability"] == "not loaded: sciencedownload2024.txt"
    assert "14.2" in rows["attendance"]["source"]


def test_withheld_results_have_no_number_anywhere(data):
    pack = json.loads(lcap(data, "--format", "json").stdout)
    withheld = [metric for metric in pack["metrics"] if metric["availability"] == "AVAILABILITY_WITHHELD"]
    assert withheld, "the synthetic county has small groups"
    for metric in withheld:
        assert "value" not in metric and "priorValue" not in metric and "status" not in metric["cell"], metric
    assert all(red["cell"]["state"] == "STATE_RATED" for red in pack["reds"])
    assert all(action.get("cell", {}).get("state") != "STATE_MASKED" for action in pack["requiredActions"])


def test_the_page_is_plain_and_word_processors_open_it(data, tmp_path):
    path = tmp_path / "plan.html"
    assert lcap(data, "--output", path).returncode == 0
    text = path.read_text(encoding="utf-8")
    assert "<h2>" in text and "<table>" in text and "<script" not in text and "{{" not in text
    for tag in ("h2", "h3", "table", "tr", "td", "th", "ul", "li", "p"):
        assert len(re.findall(rf"<{tag}[ >]", text)) == text.count(f"</{tag}>"), tag
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    subprocess.run([office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=HTML (StarWriter)",
                    "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(path)], check=False, capture_output=True,
                   timeout=300)
    if not (tmp_path / "plan.docx").exists():
        pytest.skip("LibreOffice here has no Writer")
    document = zipfile.ZipFile(tmp_path / "plan.docx").read("word/document.xml").decode("utf-8")
    assert "Heading2" in document and "<w:tbl>" in document and "Chronic absenteeism rate" in document


def test_spanish_has_no_key_and_no_english_label(data):
    text = lcap(data, "--language", "es").stdout
    assert "Prioridad 5: participación de los estudiantes" in text and "Tasa de suspensión" in text
    assert not re.search(r"lcap\.[a-z]", text)


def test_a_charter_school_has_a_plan_and_another_school_has_none(data):
    assert lcap(data, entity=CHARTER).returncode == 0
    done = lcap(data, entity=SCHOOL)
    assert done.returncode == 2 and "charter school" in done.stderr


def test_an_export_is_answered_row_by_row(data, export):
    rows = table(lcap(data, "--fill", export, "--format", "csv").stdout)
    assert [[row[name] for name in HEADER] for row in rows] == EXPORT[1:], "the rows are those of the export"
    assert [row["metric"] for row in rows] == ["chronic-absenteeism", "", "suspension", "attendance", ""]
    value = next(row["value"] for row in table(lcap(data, "--format", "csv").stdout) if row["metric_code"] == "suspension")
    assert rows[2]["answer"].startswith(f"ALL {value};") and value in rows[2]["sentence"]
    assert "suspdownload2024" in rows[2]["source"] and "can be reported in the middle" in rows[2]["sentence"]
    assert rows[3]["answer"] == "" and "not from these data" in rows[3]["sentence"] and "14.2" in rows[3]["source"]
    assert "not recognized" in rows[4]["sentence"]


def test_the_filled_workbook_opens_again(data, export, tmp_path):
    filled = tmp_path / "filled.xlsx"
    done = lcap(data, "--fill", export, "--output", filled)
    assert done.returncode == 0 and "the export is of Alder Unified" in done.stderr, done.stderr
    again = table(lcap(data, "--fill", filled, "--format", "csv").stdout)
    assert [row["Description"] for row in again] == [row[2] for row in EXPORT[1:]]


def test_what_is_no_export_names_row_and_column(data, tmp_path):
    broken = tmp_path / "broken.xlsx"
    for rows, said in (([["District Name", "Description"], ["A", "B"]], "row 1, column Section"),
                       ([HEADER, ["A", SECTION, "", "text"]], "row 2, column Description"),
                       ([HEADER, ["A", SECTION, "Budget Overview", "text"]], "column Description")):
        broken.write_bytes(minimal_workbook(rows))
        done = lcap(data, "--fill", broken, "--format", "csv")
        assert done.returncode == 2 and said in done.stderr, done.stderr
    broken.write_bytes(b"no workbook \x00 at all")
    assert lcap(data, "--fill", broken, "--format", "csv").returncode == 2
    broken.write_bytes(b"x" * ((3 << 20) + 1))
    assert "3 MiB" in lcap(data, "--fill", broken, "--format", "csv").stderr


PUBLISHED_2023 = ("suspdownload2023.txt", "eladownload2023.txt", "mathdownload2023.txt", "elpidownload2023.txt", "graddownload2023.txt",
                  "chronicdownload2023.txt", "ccidownload2023.txt", "censusenrollratesdownload2023.txt", "priority3_2023.xlsx")
CODES = {"SUSP": "suspension", "ELA": "ela", "MATH": "mathematics", "GRAD": "graduation", "CHRO": "chronic-absenteeism",
         "CCI": "college-career", "ELPI": "english-learner-progress"}


def published_rows(name):
    with (PUBLISHED / "official/2023" / name).open(encoding="utf-8") as file:
        return [{key.lower(): value for key, value in row.items() if key} for row in csv.DictReader(file, delimiter="\t")]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    files = [PUBLISHED / "official/2023" / name for name in PUBLISHED_2023]
    if not all(path.exists() for path in files):
        pytest.skip("the published files are not here")
    folder = tmp_path_factory.mktemp("published")
    sos("ingest", "--data-dir", folder, *files)
    return folder


def test_values_are_those_that_the_state_published(published):
    """Monterey County's LEAs in 2023: every value that the pack shows is the file's."""
    compared = 0
    rows = {(row["cds"], CODES[row["indicator"]], row.get("studentgroup") or "EL"): row
            for name in PUBLISHED_2023[:7] for row in published_rows(name) if row["rtype"] == "D"}
    for lea in sorted({cds for cds, _, _ in rows})[:4]:
        for metric in table(lcap(published, "--format", "csv", entity=lea, year=2023).stdout):
            if metric["metric_code"] in CODES.values() and metric["value"]:
                row = rows[lea, metric["metric_code"], metric["group_code"]]
                assert float(metric["value"]) == float(row["currstatus"]), (lea, metric)
                compared += 1
    assert compared > 100


def test_enrollment_is_that_of_the_census_and_small_numbers_are_not_shown(published):
    shown = 0
    for row in published_rows("censusenrollratesdownload2023.txt"):
        if row["studentgroup"] != "EL" or row["rtype"] != "D" or row["cds"][:2] != "27" or shown > 5:
            continue
        done = lcap(published, "--format", "json", entity=row["cds"], year=2023)
        if done.returncode:
            continue
        facts = next(prompt for prompt in json.loads(done.stdout)["prompts"] if prompt["code"] == "english-learners")["facts"]
        count, total = int(row["subgrouptotal"]), int(row["totalenrollment"])
        if count >= 11 and not 0 < total - count < 11:
            assert f"{count:,} of {total:,} students" in facts[0], facts
            shown += 1
        else:
            assert "not shown" in facts[0], facts
    assert shown
