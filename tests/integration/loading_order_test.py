# SPDX-License-Identifier: Apache-2.0
"""The order in which files are loaded changes nothing, a blank never wins over what is known, and a file that says what
is stored already makes no revision.
"""

import itertools
import json
import subprocess

import pytest
from harness.real_suite import SOS

LEA, SCHOOL = "99990010000000", "99990010100001"
CHRONIC = ("cds,rtype,schoolname,districtname,countyname,charter_flag,studentgroup,currnumer,currdenom,currstatus,indicator,"
           "reportingyear")
FILES = {
    "chronicdownload2023.csv": f"""{CHRONIC}
{LEA},D,,Alder Creek Unified,Made Up,,ALL,30,100,30.0,CHRO,2023
{SCHOOL},S,Alder Charter,Alder Creek Unified,Made Up,Y,ALL,30,100,30.0,CHRO,2023
""",
    # No column for the county.
    "priority1_2023.csv": f"cdsCode,lea,priorityNumber,countyPerformance,year\n{LEA},Alder Creek,1,Met,2023\n{SCHOOL},Alder,1,Met,2023\n",
    # Of an earlier year, and without a column for charter schools.
    "susp2018.csv": f"""cds,rtype,schoolname,districtname,countyname,type,studentgroup,currnumer,currdenom,currstatus,reportingyear
{LEA},D,,Alder Creek Elementary,Made Up,ED,ALL,5,100,5.0,2018
{SCHOOL},S,Alder Elementary,Alder Creek Elementary,Made Up,ES,ALL,5,100,5.0,2018
""",
    "directory-2024.csv": f"CDSCode,County,District,School,StatusType\n{SCHOOL},Made Up,Alder Charter,Alder,Active\n",
}


def run(*arguments, data):
    done = subprocess.run([SOS, *map(str, arguments), "--data-dir", data], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"sos {arguments}: exit {done.returncode}: {done.stderr}"
    return done


def loaded(folder, names):
    for name in names:
        (folder / name).write_text(FILES[name], encoding="utf-8")
        run("ingest", folder / name, data=folder / "data")
    return folder / "data"


def answers(data):
    """What questions by county and entity are answered, the revision apart."""
    asked = (("eligibility", "--year", "2023", "--county", "made up", "--format", "csv"),
             ("results", "--year", "2023", "--format", "csv"),
             ("explain", "--entity", SCHOOL, "--group", "ALL", "--indicator", "CHRO", "--year", "2023"))
    return [[line for line in run(*question, data=data).stdout.splitlines() if "revision" not in line] for question in asked]


ORDERS = tuple(itertools.permutations(FILES))


@pytest.fixture(name="first_answers", scope="module")
def fixture_first_answers(tmp_path_factory):
    return answers(loaded(tmp_path_factory.mktemp("first"), ORDERS[0]))


@pytest.mark.parametrize("order", ORDERS[1:], ids=lambda order: "-".join(name[:4] for name in order))
def test_files_give_the_same_answers_in_any_order(tmp_path, first_answers, order):
    assert answers(loaded(tmp_path, order)) == first_answers


def ingest(path, data):
    done = run("ingest", path, "--format", "json", data=data)
    return json.loads(done.stdout), done.stderr


def test_the_same_file_again_makes_no_revision(tmp_path):
    data = loaded(tmp_path, list(FILES)[:2])
    again, said = ingest(tmp_path / "chronicdownload2023.csv", data)
    assert (again["state"], again["revision"], again["unchanged"]) == ("committed", 2, True)
    assert "nothing changed: revision 2 stays" in said


def test_the_same_file_is_new_once_another_stood_in_its_place(tmp_path):
    data = loaded(tmp_path, ["chronicdownload2023.csv"])
    other = tmp_path / "chronic-other.csv"
    other.write_text(FILES["chronicdownload2023.csv"].replace(",30,100,30.0", ",40,100,40.0"), encoding="utf-8")
    changed, _ = ingest(other, data)
    back, said = ingest(tmp_path / "chronicdownload2023.csv", data)
    assert (changed["revision"], changed["unchanged"]) == (2, False)
    assert (back["revision"], back["unchanged"]) == (3, False)
    assert "nothing changed" not in said


def test_reconcile_compares_a_file_that_is_loaded_already(tmp_path):
    data = loaded(tmp_path, ["chronicdownload2023.csv"])
    file = tmp_path / "chronicdownload2023.csv"
    report = json.loads(run("reconcile", file, "--format", "json", data=data).stdout)
    assert report["compared"]["status"] == report["agree"]["status"] == 2
