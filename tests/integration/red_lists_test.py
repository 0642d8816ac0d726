# SPDX-License-Identifier: Apache-2.0
"""The lists of Reds as an analyst asks for them: from results, from the state's lists, and what plans must answer; what is
withheld is in none of the forms.
"""

import csv
import io
import json
import subprocess
import zipfile

import pytest
from harness.real_suite import SOS

LEA, ALDER, BIRCH, CHARTER = "99990010000000", "99990010100001", "99990010100002", "99990010100003"
CHRONIC = ("cds,rtype,schoolname,districtname,countyname,charter_flag,studentgroup,currnumer,currdenom,currstatus,priornumer,"
           "priordenom,priorstatus,change,indicator,reportingyear")
FILES = {
    # Very High and up by far: Red. The second row of Birch Middle is too small to be shown.
    "chronicdownload2023.csv": f"""{CHRONIC}
{LEA},D,,Alder Creek Unified,Made Up,,ALL,300,1000,30.0,200,1000,20.0,10.0,CHRO,2023
{LEA},D,,Alder Creek Unified,Made Up,,HOM,40,100,40.0,30,100,30.0,10.0,CHRO,2023
{BIRCH},S,Birch Middle,Alder Creek Unified,Made Up,,ALL,50,100,50.0,30,100,30.0,20.0,CHRO,2023
{BIRCH},S,Birch Middle,Alder Creek Unified,Made Up,,SWD,8,9,88.9,1,9,11.1,77.8,CHRO,2023
{CHARTER},S,Cedar Charter,Alder Creek Unified,Made Up,Y,SED,40,100,40.0,30,100,30.0,10.0,CHRO,2023
""",
    "lowperfsch23data.csv": f"""reportingyear,cds,rtype,schoolname,districtname,countyname,charter_flag,ELA,Math,Chronic,CCI,ELPI,Grad,Susp
2023,{BIRCH},S,Birch Middle,Alder Creek Unified,Made Up,,*,*,Y,*,*,*,*
""",
    "lowperfschnonall23data.csv": f"""reportingyear,cds,rtype,schoolname,districtname,countyname,charter_flag,\
studentgroup,ELA,Math,Chronic,CCI,Grad,Susp
2023,{ALDER},S,Alder Elementary,Alder Creek Unified,Made Up,,HOM,*,*,Y,*,*,*
2023,{BIRCH},S,Birch Middle,Alder Creek Unified,Made Up,,SWD,*,*,Y,*,*,*
""",
}


@pytest.fixture(scope="module")
def data(folder):
    """A store with the files above."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    subprocess.run([SOS, "ingest", "--data-dir", folder / "data", *(folder / name for name in FILES)], check=True, capture_output=True)
    return folder / "data"


def sos(data, *arguments, code=0):
    done = subprocess.run([SOS, *map(str, arguments), "--data-dir", data], capture_output=True, text=True, check=False)
    assert done.returncode == code, f"sos {arguments}: exit {done.returncode}: {done.stderr}"
    return done.stdout


def table(data, *arguments):
    return list(csv.DictReader(io.StringIO(sos(data, *arguments, "--format", "csv"))))


def lists(data, *arguments):
    return table(data, "lists", "--year", 2023, *arguments)


def test_a_list_has_groups_of_the_lea_schools_and_their_groups_each_with_its_sources(data):
    rows = lists(data, "--entity", LEA)
    columns = ("cds", "group_code", "indicator_code", "status", "color", "in_results", "in_state_list")
    assert [tuple(r[column] for column in columns) for r in rows] == [
        (LEA, "HOM", "CHRO", "40.0", "Red", "yes", ""),
        (ALDER, "HOM", "CHRO", "", "", "", "yes"),
        (BIRCH, "ALL", "CHRO", "50.0", "Red", "yes", "yes")], rows
    assert [r["school"] for r in rows] == ["LEA as a whole", "Alder Elementary", "Birch Middle"]


def test_what_is_withheld_is_in_no_form_though_a_list_of_the_state_has_it(data):
    document = json.loads(sos(data, "lists", "--year", 2023, "--entity", LEA, "--format", "json"))
    assert document["withheldCount"] >= 1
    everything = json.dumps({key: value for key, value in document.items() if key != "files"})
    assert "STUDENTS_WITH_DISABILITIES" not in everything and "88.9" not in everything
    for form in ("text", "csv"):
        shown = sos(data, "lists", "--year", 2023, "--entity", LEA, "--format", form)
        assert "Disabilities" not in shown and "SWD" not in shown and "88.9" not in shown


def test_a_county_has_charter_schools_as_leas_of_their_own_and_a_school_has_itself(data):
    assert [r["lea"] for r in lists(data, "--county", "Made Up")] == ["Alder Creek Unified"] * 3 + ["Cedar Charter"]
    assert [r["cds"] for r in lists(data, "--entity", "birch middle")] == [BIRCH]
    assert len(lists(data)) == 4, "the state has what all have"


def test_each_pivot_has_every_result(data):
    schools = lists(data, "--entity", LEA, "--pivot", "schools")
    assert [(r["group"], r["indicator"], r["lea_itself"], r["schools"]) for r in schools] == [
        ("ALL", "CHRO", "", "Birch Middle"), ("HOM", "CHRO", "yes", "Alder Elementary")]
    assert [(r["cds"], r["group"], r["indicators"]) for r in lists(data, "--entity", LEA, "--pivot", "indicators")] == [
        (LEA, "HOM", "CHRO"), (ALDER, "HOM", "CHRO"), (BIRCH, "ALL", "CHRO")]
    assert [(r["cds"], r["indicator"], r["groups"]) for r in lists(data, "--entity", LEA, "--pivot", "groups")] == [
        (LEA, "CHRO", "HOM"), (ALDER, "CHRO", "HOM"), (BIRCH, "CHRO", "ALL")]


def test_plans_answer_every_result_one_by_one(data):
    actions = [r for r in lists(data, "--entity", LEA, "--pivot", "actions") if r["duty"] == "lowest-performance"]
    assert [(r["about"], r["group"], r["indicator"], r["status"]) for r in actions] == [
        ("Alder Creek Unified", "HOM", "CHRO", "40.0"), ("Alder Elementary", "HOM", "CHRO", ""), ("Birch Middle", "ALL", "CHRO", "50.0")]
    assert {r["required"] for r in actions} == {"yes"}


def test_the_text_fits_into_eighty_columns_and_speaks_spanish(data):
    english = sos(data, "lists", "--year", 2023, "--county", "Made Up")
    assert max(map(len, english.splitlines())) <= 80
    for words in ("Homeless: Chronic Absenteeism (Red, 40.0)", "(on the list; no result)", "What plans must answer"):
        assert words in english, english
    spanish = sos(data, "lists", "--year", 2023, "--county", "Made Up", "--language", "es")
    assert "Sin hogar: Ausentismo crónico (Rojo, 40,0)" in spanish or "Sin hogar: Ausentismo crónico (Rojo, 40.0)" in spanish, spanish


def test_each_lea_of_a_county_has_a_workbook(data, tmp_path):
    sos(data, "lists", "--year", 2023, "--county", "Made Up", "--per-lea", tmp_path / "books")
    books = sorted(path.name for path in (tmp_path / "books").iterdir())
    assert books == [f"{LEA}-alder-creek-unified.xlsx", f"{CHARTER}-cedar-charter.xlsx"]
    with zipfile.ZipFile(tmp_path / "books" / books[0]) as book:
        sheets = book.read("xl/workbook.xml").decode()
    for sheet in ("About", "Reds", "Schools by group, indicator", "Indicators by school, group", "Groups by school, indicator",
                  "Required actions"):
        assert f'name="{sheet}"' in sheets


def test_eligibility_and_explain_name_entity_group_indicator_and_status_in_every_line(data):
    duties = table(data, "eligibility", "--program", "lcap", "--year", 2023, "--entity", LEA)
    rows = [r for r in duties if r["duty"] == "lowest-performance"]
    lines = {(r["about"], r["groups"], r["indicator"], r["color"], r["status"]) for r in rows}
    assert ("Alder Creek Unified", "HOM", "CHRO", "Red", "40.0") in lines and ("Alder Elementary", "HOM", "CHRO", "", "") in lines
    explained = sos(data, "explain", "--determination", f"entities/{LEA}/determinations/lcap-2023")
    assert f"[x] subject: Alder Creek Unified ({LEA}), HOM: CHRO Red, status 40.0" in explained, explained
    assert f"[x] subject: Alder Elementary ({ALDER}), HOM: CHRO, status not known" in explained, explained
    text = sos(data, "eligibility", "--program", "lcap", "--year", 2023, "--entity", LEA)
    assert any(all(word in line for word in ("Birch Middle", "ALL", "CHRO", "Red", "50.0")) for line in text.splitlines()), text


def test_a_name_that_nobody_has_is_told_with_near_ones(data):
    done = subprocess.run([SOS, "lists", "--year", "2023", "--entity", "Birch", "--data-dir", data], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 2 and f"Birch Middle ({BIRCH})" in done.stderr
