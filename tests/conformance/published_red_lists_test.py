# SPDX-License-Identifier: Apache-2.0
"""`sos lists` on what the state has published of 2023: the lists of Reds of the whole state, the results of Monterey County."""

import csv
import io
import json
import subprocess

import pytest
from harness.real_suite import PUBLISHED as DATA, SOS

LISTS = ("lowperfleasnonall23data.xlsx", "lowperfsch23data.xlsx", "lowperfschnonall23data.xlsx")
RESULTS = ("chronicdownload2023.txt", "suspdownload2023.txt", "graddownload2023.txt", "elpidownload2023.txt", "eladownload2023.txt",
           "mathdownload2023.txt", "ccidownload2023.txt")
HISTORY = ("2017.csv", "2018.xlsx", "2019-rev.xlsx", "2022.xlsx", "2023.xlsx")

pytestmark = pytest.mark.usefixtures("published_data")


def ingest(data, *files):
    subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / file for file in files)], check=True, capture_output=True)
    return data


def lists(data, *arguments):
    run = subprocess.run([SOS, "lists", "--data-dir", data, *map(str, arguments)], capture_output=True, text=True, check=True)
    return run.stdout


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def data(published_data, folder):
    return ingest(folder / "data", *(f"official/2023/{file}" for file in (*LISTS, *RESULTS)))


def test_results_and_lists_have_the_same_reds_wherever_both_are_known(data):
    monterey = json.loads(lists(data, "--year", 2023, "--county", "Monterey", "--format", "json"))
    both = results_alone = 0
    for red in monterey["results"]:
        known = red["cell"]["state"] in ("STATE_RATED", "STATE_UNRATED")
        if known:
            assert red.get("inResults", False) and red.get("inStateList", False), red
            both += 1
        else:
            assert red["inStateList"], red
        results_alone += red.get("inResults", False) and not red.get("inStateList", False)
    assert both > 300 and results_alone == 0


def test_every_cell_of_the_lists_is_in_the_list_of_the_state(data):
    found = rows(lists(data, "--year", 2023, "--format", "csv"))
    listed = [row for row in found if row["in_state_list"] == "yes"]
    assert len({(row["cds"], row["group_code"], row["indicator_code"]) for row in listed}) == len(listed)
    assert len(listed) > 40_000, len(listed)


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
