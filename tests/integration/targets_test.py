# SPDX-License-Identifier: Apache-2.0
"""`sos targets`: how far it is to the next color, in every form; `sos explain` says it first."""

import csv
import io
import json
import re
import subprocess

import pytest
from harness.real_suite import LEA, SOS, YEAR, sos

DISTANCE = re.compile(r"\d+(\.\d+)? (fewer students?|more students?|points more|points less) -> (Orange|Yellow)")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("targets")
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))
    return folder / "data"


def targets(data, *more, code=0):
    command = [SOS, "targets", "--data-dir", data, "--year", YEAR, *more]
    run = subprocess.run([str(word) for word in command], capture_output=True, check=False)
    assert run.returncode == code, run.stderr.decode()
    return run.stdout


def rows(data, *more):
    return list(csv.DictReader(io.StringIO(targets(data, "--format", "csv", *more).decode())))


@pytest.mark.parametrize("where", [("--entity", LEA), ("--county", "Synthetic")])
def test_the_text_has_a_line_a_result_in_80_columns_the_nearest_first(data, where):
    text = targets(data, *where).decode()
    assert all(len(line) <= 80 for line in text.splitlines()), max(text.splitlines(), key=len)
    lines = [line for line in text.splitlines() if DISTANCE.search(line)]
    assert lines, text
    students = [int(m[1]) for line in lines if (m := re.search(r"(\d+) (?:fewer|more) student", line))]
    assert students == sorted(students)
    assert {m for line in lines for m in re.findall(r"\b(Red|Orange)\b(?=\s+\d)", line)} == {"Red", "Orange"}


def test_it_lists_red_and_orange_unless_it_is_asked_for_more(data):
    assert {row["color"] for row in rows(data, "--entity", LEA)} == {"Red", "Orange"}
    assert {row["color"] for row in rows(data, "--entity", LEA, "--color", "green")} == {"Green"}
    assert {row["color"] for row in rows(data, "--entity", LEA, "--color", "all")} == {"Red", "Orange", "Yellow", "Green", "Blue"}


def test_it_is_narrowed_to_an_indicator_and_a_group(data):
    found = rows(data, "--county", "Synthetic", "--color", "all", "--indicator", "CHRO", "--group", "SWD")
    assert found and {(row["indicator_code"], row["group_code"]) for row in found} == {("CHRO", "SWD")}


def test_a_county_has_leas_and_an_lea_has_its_schools(data):
    listed = json.loads(targets(data, "--county", "Synthetic", "--color", "all", "--format", "json"))["targets"]
    assert {target["entity"]["type"] for target in listed} == {
        "ENTITY_TYPE_DISTRICT", "ENTITY_TYPE_COUNTY_OFFICE", "ENTITY_TYPE_CHARTER_SCHOOL"}
    codes = {row["cds"] for row in rows(data, "--entity", LEA, "--color", "all")}
    assert LEA in codes and len(codes) > 1 and {code[:7] for code in codes} == {LEA[:7]}


def test_the_same_stands_in_json_workbook_and_pictures(data, tmp_path):
    listed = json.loads(targets(data, "--entity", LEA, "--format", "json"))["targets"]
    assert len(listed) == len(rows(data, "--entity", LEA))
    assert {target["cell"]["color"] for target in listed} == {"COLOR_RED", "COLOR_ORANGE"}
    for ending, start in (("xlsx", b"PK"), ("svg", b"<svg"), ("png", b"\x89PNG")):
        targets(data, "--entity", LEA, "--output", tmp_path / f"targets.{ending}")
        assert (tmp_path / f"targets.{ending}").read_bytes().startswith(start)


def test_the_sentences_are_in_spanish_where_they_are_asked_for(data):
    assert "Con " in rows(data, "--entity", LEA, "--language", "es")[0]["sentence"]
    text = targets(data, "--entity", LEA, "--language", "es").decode()
    assert "Anaranjado" in text and all(len(line) <= 80 for line in text.splitlines()), max(text.splitlines(), key=len)


def test_what_is_withheld_is_a_count_only(data):
    document = json.loads(targets(data, "--county", "Synthetic", "--color", "all", "--format", "json"))
    assert document["withheldCount"] > 0
    assert all(int(target["cell"]["studentCount"]) >= 11 for target in document["targets"])


def test_what_is_not_there_is_refused_or_nothing(data):
    targets(data, code=2)
    targets(data, "--entity", LEA, "--county", "Synthetic", code=2)
    targets(data, "--entity", LEA, "--color", "purple", code=2)
    targets(data, "--entity", LEA, "--indicator", "SCIENCE", code=1)


def test_explain_leads_with_the_distance_to_the_next_color(data):
    row = next(row for row in rows(data, "--entity", LEA) if row["target_students"])
    text = sos("explain", "--data-dir", data, "--year", YEAR, "--entity", row["cds"], "--indicator", row["indicator_code"],
               "--group", row["group_code"]).decode()
    assert text.splitlines()[0] == row["sentence"] and f"would make it {row['next_color']}." in row["sentence"]
