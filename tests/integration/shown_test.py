# SPDX-License-Identifier: Apache-2.0
"""Nothing is accepted and then invisible: for every collection of the contract there is a command that shows its rows,
and what a list or a year without rules tells is found where people look for it.
"""

import json
import re
import subprocess

import pytest
from harness.real_suite import ROOT, SOS

LEA, SCHOOL = "99990010000000", "99990010100001"
ENTITY = f"{SCHOOL},S,Alder Elementary,Alder Creek Unified,Made Up"
NAMES = "cds,rtype,schoolname,districtname,countyname"
REDS_OF_LEAS = f"reportingyear,{NAMES},charter_flag,studentgroup,ELA,Math,Chronic,CCI,ELPI,Grad,Susp"
GRADE_11 = "studentgroup,currdenom,currstatus,priordenom,priorstatus,change,caa_denom,reportingyear"
ELPAC = "PL_1,PL1_Pct,PL_2,PL2_Pct,PL_3,PL3_Pct,PL_4,PL4_Pct,PLTotCt,reportingyear"
ASSISTANCE = "CDS,LEAname,Countyname,ReportYear,SWDpriorities,WHpriorities,TotalStudentGroups,AssistanceStatus2023"


def measure(indicator, year=2023):
    return f"measures-{indicator}-{year}.csv", f"""{NAMES},studentgroup,currnumer,currdenom,currstatus,indicator,reportingyear
{ENTITY},ALL,50,100,50.0,{indicator},{year}
"""


def priority(number):
    return f"priority{number}_2023.csv", f"""cdsCode,lea,countyname,priorityNumber,countyPerformance,year
{LEA},Alder Creek Unified,Made Up,{number},Met,2023
"""


def grade_11(subject):
    return f"{subject}11download2017f.csv", f"""{NAMES},charter_flag,coe_flag,{GRADE_11}
{ENTITY},,,ALL,37,0.3,34,-21.1,21.4,,2017f
"""


REDS_OF_GROUPS = f"""reportingyear,{NAMES},charter_flag,studentgroup,ELA,Math,Chronic,CCI,Grad,Susp
2023,{ENTITY},,HOM,*,*,Y,*,*,*
"""
# Collection: a file of it, by name and contents.
FILES = {
    "CHRONIC_ABSENTEEISM": measure("CHRO"), "SUSPENSION": measure("SUSP"), "ENGLISH_LEARNER_PROGRESS": measure("ELPI"),
    "GRADUATION": measure("GRAD"), "ENGLISH_LANGUAGE_ARTS": measure("ELA"), "MATHEMATICS": measure("MATH"),
    "COLLEGE_CAREER": measure("CCI"), "SCIENCE": measure("SCIENCE", 2025),
    "ENGLISH_LANGUAGE_ARTS_GRADE_11": grade_11("ela"), "MATHEMATICS_GRADE_11": grade_11("math"),
    "ELPAC_LEVELS": ("elpidownload2018.csv", f"""{NAMES},{ELPAC}
{ENTITY},10,25.0,10,25.0,10,25.0,10,25.0,40,2018
"""),
    **{f"LOCAL_PRIORITY_{number}": priority(number) for number in (1, 2, 3, 6, 7)},
    "LCFF_ASSISTANCE": ("assistancestatus_2023.csv", f"""{ASSISTANCE}
{LEA},Alder Creek Unified,Made Up,2023,A,*,1,General Assistance
"""),
    "ESSA_ASSISTANCE": ("essaassistance21.csv", f"""cds,schoolname,districtname,countyname,TitleI2021,AssistanceStatus2021,ReportingYear
{SCHOOL},Alder Elementary,Alder Creek Unified,Made Up,Yes,CSI Grad,2021
"""),
    "LOWEST_PERFORMANCE_LEA_GROUPS": ("lowperfleasnonall23data.csv", f"""{REDS_OF_LEAS}
2023,{LEA},D,,Alder Creek Unified,Made Up,,HOM,*,*,Y,*,*,*,*
"""),
    "LOWEST_PERFORMANCE_SCHOOLS": ("lowperfsch23data.csv", f"""reportingyear,{NAMES},charter_flag,ELA,Math,Chronic,CCI,ELPI,Grad,Susp
2023,{ENTITY},,*,Y,*,*,*,*,*
"""),
    "LOWEST_PERFORMANCE_SCHOOL_GROUPS": ("lowperfschnonall23data.csv", REDS_OF_GROUPS),
    "ENTITY_DIRECTORY": ("directory-2024.csv", f"""CDSCode,County,District,School,StatusType
{SCHOOL},Made Up,Alder Creek Unified,Alder Elementary,Active
"""),
    "CENSUS_ENROLLMENT": ("censusenrollratesdownload2023.csv", f"""{NAMES},studentgroup,totalenrollment,subgrouptotal,rate,reportingyear
{ENTITY},AA,392,4,1.0,2023
"""),
    "PUBLISHED_COLORS": ("colors.csv", f"""CDS,schoolname,studentgroup,ELA,Math,Chronic,Grad,Susp,CCI,ReportingYear
{SCHOOL},Alder Elementary,HOM,Red,Orange,Red,None,Blue,None,2018
"""),
    "ESTIMATE_PUBLICATION": ("published2024.csv", f"cds,PublishEstimates,year\n{LEA},Y,2024\n"),
    "LATE_CERTIFICATION": ("late2024.csv", f"cds,latecertification,year\n{LEA},Y,2024\n"),
    "REQUIRED_GOALS": ("leas2023perec52064.csv", f"CDS,LEA,Targeted Student Group(s)\n{LEA},Alder Creek Unified,Homeless\n"),
}
# Made by `sos generate`.
RECORDS = {
    "STUDENT_ENROLLMENT": "senr", "STUDENT_INFORMATION": "sinf", "STUDENT_PROGRAM": "sprg",
    "ENGLISH_LANGUAGE_ACQUISITION": "sela", "SPECIAL_EDUCATION": "sped", "ABSENCE_SUMMARY": "stas",
    "STUDENT_INCIDENT_RESULT": "sirs", "COHORT_OUTCOME": "coho",
}
# Whose files are sent with a token of an agency, are of county offices alone, or have many columns: rows_test.cc shows
# them by the same RPC. The command knows them.
ELSEWHERE = {
    *(f"SELF_REFLECTION_PRIORITY_{number}" for number in (1, 2, 3, 6, 7, 9, 10)), "LOCAL_PRIORITY_9", "LOCAL_PRIORITY_10",
    "EQUITY_MULTIPLIER", "CHARTER_ASSISTANCE", "PUBLISHED_SCHOOL_COLORS", "STUDENT_INCIDENT", "STUDENT_OFFENSE",
    "ABSENCE_REPORT", "PROFILE_REPORT", "INCIDENT_REPORT", "PLAN_REPORT", "FOSTER_REPORT", "LANGUAGE_TEST",
    "ACADEMIC_TEST", "COHORT_REPORT", "COMPLETER_REPORT", "CENSUS_REPORT", "RECLASSIFICATION_REPORT", "FORMER_FOSTER_REPORT", "EXAMINATION",
}


def collections():
    """Every collection of the contract."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "proto/sos/ingestion/v1").glob("*.proto"))
    values = re.findall(r"^  COLLECTION_(\w+) = \d+;", text, re.MULTILINE)
    return [value for value in values if value != "UNSPECIFIED"]


def code(collection):
    return collection.lower().replace("_", "-")


def run(*arguments, data, expected=0):
    done = subprocess.run([SOS, *map(str, arguments), "--data-dir", data], capture_output=True, text=True, check=False)
    assert done.returncode == expected, f"sos {arguments}: exit {done.returncode}: {done.stderr}"
    return done


def ingest(tmp_path, name, contents, *options):
    path = tmp_path / name
    path.write_text(contents, encoding="utf-8")
    return run("ingest", path, *options, data=tmp_path / "data")


def shown(command, *arguments, data):
    return json.loads(run(command, *arguments, "--format", "json", data=data).stdout)


def test_the_tables_of_this_test_name_every_collection():
    assert sorted([*FILES, *RECORDS, *ELSEWHERE]) == sorted(collections())


@pytest.mark.parametrize("collection", FILES)
def test_every_published_row_is_shown(tmp_path, collection):
    ingest(tmp_path, *FILES[collection])
    rows = shown("show", code(collection), data=tmp_path / "data")
    assert [row["cds"] for row in rows] in ([LEA], [SCHOOL]), rows


@pytest.fixture(name="generated", scope="module")
def fixture_generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    subprocess.run([SOS, "generate", "--years", "2024", "--output", folder / "files"], capture_output=True, check=True)
    run("ingest", folder / "files", data=folder / "data")
    return folder


@pytest.mark.parametrize("collection", RECORDS)
def test_of_student_records_their_number_is_shown_and_no_student(generated, collection):
    lines = (generated / "files" / f"{RECORDS[collection]}-2024-synthetic.txt").read_text(encoding="utf-8").splitlines()
    rows = shown("show", code(collection), data=generated / "data")
    assert all(set(row) == {"year", "cds", "name", "records"} for row in rows)
    assert sum(int(row["records"]) for row in rows) == len(lines)


@pytest.mark.parametrize("collection", sorted(ELSEWHERE))
def test_the_command_knows_what_this_test_has_no_file_of(tmp_path, collection):
    ingest(tmp_path, *FILES["SUSPENSION"])
    said = run("show", code(collection), data=tmp_path / "data", expected=1).stderr
    assert f"nothing is stored of {code(collection)}" in said


def test_show_alone_lists_what_is_stored(tmp_path):
    ingest(tmp_path, *FILES["SUSPENSION"])
    ingest(tmp_path, *FILES["ESSA_ASSISTANCE"])
    listed = shown("show", data=tmp_path / "data")
    assert {(row["collection"], row["year"]) for row in listed} == {("suspension", 2023), ("essa-assistance", 2021)}


def test_results_show_what_a_list_of_reds_names(tmp_path):
    ingest(tmp_path, *FILES["LOWEST_PERFORMANCE_SCHOOL_GROUPS"])
    rows = shown("results", "--indicator", "chro", "--group", "HOM", data=tmp_path / "data")
    assert [(row["cds"], row["name"], row["color"], row["countsFrom"]) for row in rows] == [
        (SCHOOL, "Alder Elementary", 1, "from the list of Reds")]


def test_a_red_that_has_a_result_is_shown_once(tmp_path):
    ingest(tmp_path, *FILES["LOWEST_PERFORMANCE_SCHOOL_GROUPS"])
    name, contents = FILES["CHRONIC_ABSENTEEISM"]
    ingest(tmp_path, name, contents.replace(",ALL,", ",HOM,"))
    rows = shown("results", "--indicator", "CHRO", "--group", "HOM", data=tmp_path / "data")
    assert [row["countsFrom"] for row in rows] == ["published"]


def test_where_a_list_names_the_lowest_level_and_no_color_that_is_shown(tmp_path):
    name, contents = FILES["LOWEST_PERFORMANCE_SCHOOL_GROUPS"]
    ingest(tmp_path, name, contents.replace("*,*,Y,*,*,*", "*,*,*,Y,*,*"))
    (row,) = shown("results", "--indicator", "CCI", data=tmp_path / "data")
    assert (row["color"], row["statusLevel"]) == (0, 1), "college/career of 2023 has levels and no colors"


@pytest.mark.parametrize("year", (2020, 2021))
def test_a_year_without_colors_is_shown_and_says_why(tmp_path, year):
    ingest(tmp_path, *measure("GRAD", year))
    (row,) = shown("results", "--year", year, data=tmp_path / "data")
    assert (row["students"], row["status"], row["color"], row["undetermined"]) == (100, 50.0, 0, "NO_RULEBOOK_FOR_YEAR")
    said = run("results", "--year", year, data=tmp_path / "data").stderr
    assert f"graduation {year}: no rulebook" in said and "no colors" in said
