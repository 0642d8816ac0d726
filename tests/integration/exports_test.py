# SPDX-License-Identifier: Apache-2.0
"""`sos export`: what other systems take, read back by programs that know nothing of the suite, field by field."""

import csv
import io
import json
import re
import subprocess

import pytest
from harness.real_suite import ROOT, SOS, sos

YEAR = 2024
LAYOUTS = ROOT / "services" / "reporting" / "exports" / "layouts"
# What the resource `accountabilityRatings` takes: the most characters of each text, and what it needs.
ED_FI = {"ratingTitle": 60, "rating": 35, "ratingOrganization": 35, "ratingProgram": 30}
ED_FI_NEEDS = {"educationOrganizationReference", "schoolYearTypeReference", "ratingTitle", "rating"}


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """A function: the bytes of an export of the synthetic county, as text."""
    folder = tmp_path_factory.mktemp("exports")
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))

    def run(*words, code=0):
        done = subprocess.run([SOS, "export", *words, "--data-dir", folder / "data"], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


def layout(name):
    with (LAYOUTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("number", ("206", "212"))
def test_every_field_of_an_edfacts_file_is_as_its_layout_says(export, number):
    text = export(f"edfacts-fs{number}", "--year", str(YEAR))
    assert "\\" not in text, "a line ends with its own end, and nothing is escaped"
    header, *records = csv.reader(io.StringIO(text))
    fields = layout(f"edfacts-fs{number}")
    assert header[1] == str(len(records)) and header[4] == f"{YEAR}-{YEAR + 1}"
    assert len(header[2]) <= 25 and len(header[3]) <= 32
    assert number == "212" or records
    for place, record in enumerate(records, 1):
        assert len(record) == len(fields), record
        assert record[0] == str(place) and re.fullmatch(r"\d{7}", record[3]) and re.fullmatch(r"\d{7}", record[4])
        for value, field in zip(record, fields):
            assert len(value) <= int(field["last"]) - int(field["first"]) + 1, (field["name"], value)
            assert not field["values"] or value in ("", *field["values"].split()), (field["name"], value)


def test_every_school_is_in_one_standing_at_most(export):
    _, *records = csv.reader(io.StringIO(export("edfacts-fs206", "--year", str(YEAR))))
    for record in records:
        assert sum(value in ("CSI", "TSI", "ADDLTSI") for value in record[5:8]) <= 1, record
        assert record[5:8].count("MISSING") in (0, 3), "a school is decided or not"


def test_ed_fi_takes_every_rating(export):
    for program in ("essa", "lcff"):
        ratings = json.loads(export("ed-fi", "--program", program, "--year", str(YEAR)))
        assert len(ratings) > 100
        keys = set()
        for rating in ratings:
            assert ED_FI_NEEDS <= set(rating), rating
            assert all(0 < len(rating[name]) <= most for name, most in ED_FI.items()), rating
            assert isinstance(rating["educationOrganizationReference"]["educationOrganizationId"], int)
            assert rating["schoolYearTypeReference"] == {"schoolYear": YEAR}
            key = (rating["educationOrganizationReference"]["educationOrganizationId"], rating["ratingTitle"])
            assert key not in keys, "the key of a rating is its organization, title and school year"
            keys.add(key)


def test_ceds_names_its_elements_and_keeps_the_zeros_of_codes(export):
    rows = list(csv.DictReader(io.StringIO(export("ceds", "--year", str(YEAR)))))
    assert rows and all(re.fullmatch(r"\d{7}", row["School Identifier (State)"]) for row in rows)


RED_LISTS = {"red-lea-groups": "lea-groups", "red-schools": "schools", "red-school-groups": "school-groups"}


def test_the_lists_of_reds_have_the_columns_of_the_state_and_are_read_as_its_own(export, tmp_path):
    columns = layout("red-lists-2023")
    for form, name in RED_LISTS.items():
        text = export(form, "--year", "2023")
        header, *rows = csv.reader(io.StringIO(text))
        assert header == [column["header"] for column in columns if column["list"] == name]
        assert rows and all(row[0] == "2023" and re.fullmatch(r"\d{14}", row[1]) and row[2] in "SD" and "Y" in row[7:] for row in rows)
        (tmp_path / f"{form}.csv").write_text(text, encoding="utf-8", newline="")
    # Our own reader takes them for the state's, and finds no other Reds in them than the results have.
    sos("sample", "--output", tmp_path / "files")
    sos("ingest", "--data-dir", tmp_path / "data", *sorted((tmp_path / "files").iterdir()))
    before = sos("lists", "--data-dir", tmp_path / "data", "--year", 2023, "--pivot", "results", "--format", "csv").decode()
    sos("ingest", "--data-dir", tmp_path / "data", *(tmp_path / f"{form}.csv" for form in RED_LISTS))
    after = sos("lists", "--data-dir", tmp_path / "data", "--year", 2023, "--pivot", "results", "--format", "csv").decode()
    reds = [{**row, "source": ""} for row in csv.DictReader(io.StringIO(before))]
    again = list(csv.DictReader(io.StringIO(after)))
    assert reds and reds == [{**row, "source": ""} for row in again]
    assert {row["source"] for row in again} == {"both"}


def test_a_list_of_reds_of_another_year_is_refused_with_the_file_that_would_teach_its_columns(export):
    assert "lowperfsch24data.xlsx" in export("red-schools", "--year", "2024", code=2)


def test_what_a_format_is_not_about_is_refused(export):
    assert "PROGRAM_ESSA" in export("edfacts-fs206", "--program", "lcff", "--year", str(YEAR), code=2)
    assert "1999" in export("ceds", "--year", "1999", code=2)
