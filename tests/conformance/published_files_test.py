# SPDX-License-Identifier: Apache-2.0
"""Compares `sos reconcile` with what the state has published, file by file.

The published files are no part of this project. They are looked for in SOS_PUBLISHED_DATA, or in
../shared/data beside the project; where they are absent the tests are skipped.
Every count below is the number of cells the state published, so a file that silently lost rows fails.
"""

import collections
import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile

import pytest
from harness.real_suite import PUBLISHED as DATA, SOS

# File: (rows, status, change, status_level, change_level, color). None: an input there.
INDICATORS = {
    "official/2017/graddownload2017f.txt": (25564, 13509, 13117, 13509, 13117, 9504),
    "official/2017/elpidownload2017f.txt": (9518, 8587, 8392, 8587, 8392, 7305),
    "official/2017/ccidownload2017f.txt": (22978, 13457, 0, 13457, 0, 0),
    "official/2018/chronicdownload2018.txt": (1876, 975, 946, 975, 946, 747),
    "official/2018/suspdownload2018.txt": (1937, 1244, 1193, 1244, 1193, 940),
    "official/2018/graddownload2018.txt": (463, 237, 210, 237, 210, 135),
    "official/2018/ccidownload2018.txt": (463, 237, 210, 237, 210, 135),
    "official/2018/eladownload2018.txt": (2076, None, None, 1322, 1283, 688),
    "official/2018/mathdownload2018.txt": (2076, None, None, 1321, 1283, 687),
    "official/2023/chronicdownload2023.txt": (356, 233, 224, 233, 224, 178),
    "official/2023/suspdownload2023.txt": (387, 269, 263, 269, 263, 214),
    "official/2023/graddownload2023.txt": (137, 79, 76, 79, 76, 62),
    "official/2023/elpidownload2023.txt": (32, 27, 26, 27, 26, 20),
    "official/2023/eladownload2023.txt": (496, None, None, 336, 327, 164),
    "official/2023/mathdownload2023.txt": (496, None, None, 336, 327, 164),
    "official/2023/ccidownload2023.txt": (137, 79, 0, 79, 0, 0),
    # Selected rows.
    "official/2019/elpidownload2019.txt": (91, 91, 0, 91, 0, 0),
    "official/2019/graddownload2019.txt": (57, 57, 53, 57, 53, 39),
    "official/2019/mathdownload2019.txt": (53, None, None, 51, 49, 33),
    "official/2025/suspdownload2025.txt": (237, 235, 225, 235, 225, 204),
    "official/2025/sciencedownload2025.txt": (32, None, None, 31, 26, 10),
    "official/2025/elpidownload2025.txt": (31, 30, 25, 30, 25, 9),
    "statepages/suspdownload2023_state.txt": (14, 14, 14, 14, 14, 14),
}
# Files of schools, by themselves: rows, kind and the cells compared.
SCHOOLS = {
    # Without colors: that the status follows from the flags, the exit from both years' status.
    "essa/essaassistance_2018_state_studentgroups.csv":
        (9910, "essa", {"assistance_status": 9910, "total_groups": 9910}),
    "essa/essaassistance_2019.csv": (9970, "essa", {"assistance_status": 9970, "exit": 9970}),
    "essa/essaassistance_2019_studentgroups.xlsx":
        (9972, "essa", {"assistance_status": 9972, "exit": 9972, "total_groups": 9972}),
    "directory/equitymultiplier_2023-24_p1.xlsx": (10163, "equity-multiplier", dict.fromkeys(
        ("nonstability_rate", "disadvantaged_rate", "nonstability_met", "disadvantaged_met", "eligible", "entitlement"), 10163)),
}
COLORS = ["colors/colors_2017-2018_school_groups_statewide.csv.gz", "colors/supportlevel_2018_school_all_statewide.csv.gz"]
# Files without answers that this version computes: rows and kind.
INPUTS = {
    "official/2017/ela11download2017f.txt": (27247, "inputs"),
    "official/2017/math11download2017f.txt": (27185, "inputs"),
    "official/2017/LocalIndPerf2017.txt": (4088, "inputs"),
    "official/2018/LocalIndPerf2018.txt": (5081, "inputs"),
    "official/2018/elpidownload2018.txt": (10366, "inputs"),
    "official/2023/censusenrollratesdownload2023.txt": (262, "inputs"),
    "official/2023/lowperfleasnonall23data.xlsx": (6685, "inputs"),
    "official/2023/lowperfsch23data.xlsx": (4203, "inputs"),
    "official/2023/lowperfschnonall23data.xlsx": (21617, "inputs"),
    "official/2023/priority1_2023.xlsx": (2298, "inputs"),
    "official/2023/priority2_2023.xlsx": (2298, "inputs"),
    "official/2023/priority3_2023.xlsx": (2298, "inputs"),
    "official/2023/priority6_2023.xlsx": (2298, "inputs"),
    "official/2023/priority7_2023.xlsx": (2298, "inputs"),
    "official/2023/priority9_2023.xlsx": (58, "inputs"),
    "official/2023/priority10_2023.xlsx": (58, "inputs"),
    "colors/colors_2017-2018_school_groups_statewide.csv.gz": (281835, "inputs"),
    "colors/supportlevel_2018_school_all_statewide.csv.gz": (9910, "inputs"),
    "directory/caaspp_entities_2018.txt": (11333, "inputs"),
    "directory/caaspp_entities_2023.txt": (11302, "inputs"),
    "directory/rcoe_directory_2019.csv.gz": (11743, "inputs"),
}
HISTORY = [
    "assistance/assistancestatus_2017.csv",
    "assistance/assistancestatus_2018.xlsx",
    "assistance/assistancestatus_2019-rev.xlsx",
    "assistance/assistancestatus_2022.xlsx",
    "assistance/assistancestatus_2023.xlsx",
]
REFUSED = ["assistance/assistancestatus_2017.xls"]

pytestmark = pytest.mark.usefixtures("published_data")


def reconcile(*files, exit_code=0, options=()):
    """Runs `sos reconcile` on files of the data folder; one report a file, by name."""
    with tempfile.TemporaryDirectory() as empty:
        run = subprocess.run(
            [SOS, "reconcile", "--data-dir", empty, "--format", "json", *options, *(DATA / f for f in files)],
            capture_output=True, text=True, check=False)
    assert run.returncode == exit_code, f"{files[0]}: exit code {run.returncode}: {run.stderr.strip()}"
    reports = [json.loads(line) for line in run.stdout.splitlines()]
    return {os.path.relpath(r["file"], DATA): r for r in reports}


def assert_clean(name, report):
    assert report["differences"] == [], f"{name}: {report['differences'][:3]}"
    assert report["compared"] == report["agree"], f"{name}: compared and agree differ"


@pytest.fixture(scope="module")
def indicator_reports(published_data):
    return reconcile(*INDICATORS)


@pytest.mark.parametrize("name", INDICATORS)
def test_every_published_cell_of_an_indicator_agrees(indicator_reports, name):
    report = indicator_reports[name]
    rows, *cells = INDICATORS[name]
    assert_clean(name, report)
    assert report["kind"] == "indicator" and report["rows"] == rows
    fields = dict(zip(("status", "change", "status_level", "change_level", "color"), cells))
    fields["box"] = fields["color"]
    for field, count in fields.items():
        found = report["compared"].get(field, 0)
        assert found == (count or 0), f"{found} cells of {field} compared, {count} published"


@pytest.mark.parametrize("name", INDICATORS)
def test_every_cell_of_an_indicator_is_accounted_for_the_blank_ones_included(indicator_reports, name):
    report = indicator_reports[name]
    assert report["comparedNone"] == report["agreeNone"], f"{name}: none on one side only"
    for field in {*report["compared"], *report["comparedNone"]}:
        cells = report["compared"].get(field, 0) + report["comparedNone"].get(field, 0)
        cells += sum(sum(report[kind].get(field, {}).values()) for kind in ("excepted", "undetermined"))
        assert cells == INDICATORS[name][0], f"{name}: {cells} cells of {field}"


@pytest.mark.parametrize("name", INPUTS)
def test_a_file_without_answers_is_read_whole(name):
    rows, kind = INPUTS[name]
    report = reconcile(name)[name]
    assert (report["rows"], report["kind"]) == (rows, kind)
    assert_clean(name, report)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_of_another_format_is_refused(name):
    assert reconcile(name, exit_code=2) == {}


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_file_of_schools_agrees_with_itself(name):
    rows, kind, fields = SCHOOLS[name]
    report = reconcile(name)[name]
    assert_clean(name, report)
    assert (report["rows"], report["kind"]) == (rows, kind)
    assert report["compared"] == fields
    assert not report["excepted"] and not report["undetermined"]


def test_the_essa_assistance_of_2018_follows_from_the_colors_of_two_years():
    # The bar is 480 of 481 CSI Low Performing and 1,030 of 1,032 flags.
    name = "essa/essaassistance_2018_state_studentgroups.csv"
    report = reconcile(*COLORS, name)[name]
    assert_clean("ESSA 2018", report)
    assert report["compared"] == {"assistance_status": 9895, "group_flags": 128828, "total_groups": 9908}
    assert report["excepted"] == {"assistance_status": {"GRADUATION_CORRECTED": 12, "NOT_PUBLISHED_WHY": 3},
                                  "group_flags": {"NOT_PUBLISHED_WHY": 2}, "total_groups": {"NOT_PUBLISHED_WHY": 2}}
    published = {row["CDS"]: row["AssistanceStatus"] for row in csv.DictReader((DATA / name).open(encoding="cp1252"))}
    computed = {row["cds"]: row["status"] for row in listed("essa", 2018, *COLORS, name)}
    both = collections.Counter(published[cds] for cds in published if published[cds] == computed[cds])
    assert both["CSI Low Perform"] == 480 and both["CSI Grad"] == 288 and both["ATSI"] == 857, f"ESSA 2018: {both}"


def test_the_equity_multiplier_is_spread_as_published():
    multiplier = "directory/equitymultiplier_2023-24_p1.xlsx"
    rows = listed("equity-multiplier", 2023, multiplier)
    entitlements = [int(row["entitlement"]) for row in rows if row["eligible"] == "yes"]
    assert (len(entitlements), sum(entitlements)) == (968, 300_000_000), f"{multiplier}: {len(entitlements)}, {sum(entitlements)}"
    assert entitlements.count(50_000) == 225, f"{multiplier}: {entitlements.count(50_000)} at the floor"


@pytest.fixture(scope="module")
def required_goals(published_data):
    """The LEAs that must have a goal for a student group, EC 52064(e)(5)."""
    return [r for r in listed("lcap", 2022, *HISTORY) if r["duty"] == "ec52064e5" and r["required"] == "yes"]


def test_the_required_goals_are_those_of_the_list_of_january_2023(required_goals):
    rows = required_goals
    sizes = collections.Counter(len(r["groups"].split()) for r in rows)
    assert len(rows) == 132
    assert [sizes[n] for n in (1, 2, 3, 4)] == [87, 18, 10, 10] and sum(sizes[n] for n in (5, 6, 7, 8)) == 7, sizes
    assert sum(r["cds"][2:4] == "10" for r in rows) == 10, "ten are county offices"


@pytest.mark.parametrize("wrong", (False, True), ids=("as_published", "with_a_wrong_group"))
def test_required_goals_in_the_layout_of_the_state_agree_unless_a_group_is_wrong(required_goals, wrong):
    labels = {"EL": "English Learners", "SWD": "Students with Disabilities", "HOM": "Homeless", "FOS": "Foster Youth",
              "AA": "African American", "HI": "Hispanic", "SED": "Socioeconomically Disadvantaged", "WH": "White",
              "AI": "American Indian", "MR": "Two or More Races", "PI": "Pacific Islander", "AS": "Asian", "FI": "Filipino"}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "leas2023perec52064.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["CDS", "LEA", "Targeted Student Group(s)"])
            for i, row in enumerate(required_goals):
                groups = [labels[g] for g in row["groups"].split()]
                out.writerow([row["cds"], row["lea"], ", ".join(["Filipino"] if wrong and i == 0 else groups)])
        report = reconcile(*HISTORY, str(path), exit_code=1 if wrong else 0).popitem()[1]
    assert (report["kind"], report["rows"]) == ("required-goals", 132)
    assert report["compared"] == {"student_groups": 132}
    assert len(report["differences"]) == (1 if wrong else 0), report["differences"][:2]


def test_the_lists_of_reds_follow_from_the_colors_of_a_county():
    # Of 2023 and Monterey County.
    lists = [f"official/2023/{f}.xlsx" for f in ("lowperfleasnonall23data", "lowperfsch23data", "lowperfschnonall23data")]
    reports = reconcile(*(f for f in INDICATORS if "/2023/" in f), *lists)
    for name in lists:
        assert_clean(name, reports[name])
    cells = sum(reports[name]["compared"].get("lowest_performance", 0) for name in lists)
    assert cells == 1996


@pytest.mark.parametrize("program, year, kind, rows, files", (
    ("lcff", 2022, "lcff", 993, HISTORY),
    ("lcff", 2018, "lcff", 993, [*HISTORY, "official/2017/LocalIndPerf2017.txt", "official/2018/LocalIndPerf2018.txt"]),
    ("essa", 2018, "essa", 9910, [*COLORS, "essa/essaassistance_2018_state_studentgroups.csv"]),
    ("equity-multiplier", 2023, "equity-multiplier", 10163, ["directory/equitymultiplier_2023-24_p1.xlsx"])))
def test_what_the_layout_of_the_state_writes_is_its_own_file_again(program, year, kind, rows, files):
    """Read back, every cell agrees."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = folder + "/data", folder + f"/{program} {year}.csv"
        subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / f for f in files)], check=True, capture_output=True)
        basis = "published-letters" if program == "lcff" else "results"
        subprocess.run([SOS, "eligibility", "--data-dir", data, "--program", program, "--year", str(year), "--basis", basis,
                        "--layout", "cde", "--output", out], check=True, capture_output=True)
        run = subprocess.run([SOS, "reconcile", "--data-dir", data, "--basis", basis, "--format", "json", out],
                             capture_output=True, text=True, check=False)
        with open(out, encoding="utf-8") as file:
            written = list(csv.DictReader(file))
    assert run.returncode == 0, run.stderr + run.stdout[:500]
    report = json.loads(run.stdout)
    assert_clean(f"--layout cde, {program} {year}", report)
    assert report["kind"] == kind and report["rows"] >= rows
    if program != "equity-multiplier":
        compare_columns(program, year, written)


def compare_columns(program, year, written):
    """The export beside the published CSV file, column by column (2018 ESSA: the one published as CSV)."""
    if (program, year) != ("essa", 2018):
        return
    name = "essa/essaassistance_2018_state_studentgroups.csv"
    published = list(csv.DictReader((DATA / name).open(encoding="cp1252")))
    ours = {row["CDS"]: row for row in written}
    assert list(written[0]) == list(published[0]), f"{name}: {list(written[0])}"
    flags = [c for c in published[0] if c not in ("School", "District", "AssistanceStatus", "TotStudGrps")]
    wrong = [(row["CDS"], c) for row in published for c in flags if ours[row["CDS"]][c] != row[c]]
    assert wrong == [("34674390113209", "SED"), ("49402534930160", "SWD")], f"{name}: {wrong[:5]}"


def listed(program, year, *files):
    """Rows of `sos eligibility` for files of the data folder."""
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / f for f in files)], check=True, capture_output=True)
        run = subprocess.run([SOS, "eligibility", "--data-dir", data, "--program", program, "--year", str(year), "--format", "csv"],
                             capture_output=True, text=True, check=True)
    return list(csv.DictReader(io.StringIO(run.stdout)))


@pytest.fixture(scope="module")
def history_reports(published_data):
    return reconcile(*HISTORY)


@pytest.mark.parametrize("name", HISTORY)
def test_the_logic_after_the_letters_agrees(history_reports, name):
    report = history_reports[name]
    assert_clean(name, report)
    assert report["basis"] == "published-letters", f"{name}: {report['basis']}"
    assert report["compared"]["total_groups"] == report["rows"], f"{name}: not every total compared"
    assert report["compared"]["assistance_status"] == report["rows"], f"{name}: not every status compared"
    if "2017" not in name:
        assert report["compared"]["met_method_1"] == report["rows"], f"{name}: not every method 1 compared"


@pytest.mark.parametrize("year, rows, flagged", ((2022, 993, 39), (2023, 991, 65)))
def test_the_flag_of_ec_52072_follows_from_the_letters_of_earlier_years(history_reports, year, rows, flagged):
    report = history_reports[f"assistance/assistancestatus_{year}.xlsx"]
    open_flags = report["undetermined"]["ec52072"]
    assert set(open_flags) == {"GROUP_COUNT_UNKNOWN"}, open_flags
    assert report["compared"]["ec52072"] + sum(open_flags.values()) == rows, "a flag is missing"
    assert count_flags(year) == flagged


def test_methods_2_and_3_of_2018_follow_from_local_indicators_and_the_colors_of_a_county():
    county = reconcile("official/2017/LocalIndPerf2017.txt", *(f for f in (*INDICATORS, *INPUTS) if "/2018/" in f),
                       "assistance/assistancestatus_2018.xlsx")["assistance/assistancestatus_2018.xlsx"]
    assert_clean("2018 from colors", county)
    assert county["compared"]["group_letters"] == 325, f"2018: {county['compared']}"
    assert county["compared"]["met_method_2"] == 993, f"2018: {county['compared']}"


def test_the_letters_of_2023_follow_from_the_list_of_reds():
    red_list = "official/2023/lowperfleasnonall23data.xlsx"
    published = "assistance/assistancestatus_2023.xlsx"
    state = reconcile(red_list, published)[published]
    assert_clean("2023 from the list of Reds", state)
    assert state["compared"]["group_letters"] == 12508, f"2023: {state['compared']}"
    assert state["undetermined"]["group_letters"] == {"ORANGE_UNKNOWN": 375}, f"2023: {state['undetermined']}"
    assert state["compared"]["met_method_1"] == 916, f"2023: {state['compared']}"


def test_method_2_of_2023_follows_from_priorities_and_the_colors_of_a_county():
    published = "assistance/assistancestatus_2023.xlsx"
    colors = reconcile(*(f for f in INDICATORS if "/2023/" in f), *(f for f in INPUTS if "2023/priority" in f), published)
    monterey = colors[published]
    assert_clean("2023 from colors", monterey)
    assert monterey["compared"]["group_letters"] == 325, f"2023: {monterey['compared']}"
    assert monterey["compared"]["met_method_2"] == 991, f"2023: {monterey['compared']}"


def count_flags(year):
    """LEAs for which we find the EC 52072 flag met, from published letters only."""
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / f for f in HISTORY)], check=True, capture_output=True)
        run = subprocess.run([SOS, "eligibility", "--data-dir", data, "--year", str(year), "--basis", "published-letters",
                              "--format", "csv"], capture_output=True, text=True, check=True)
    return sum(row["ec52072"] == "yes" for row in csv.DictReader(io.StringIO(run.stdout)))


@pytest.mark.parametrize("field, our_field, value", (
    ("currstatus", "status", "99.9"), ("change", "change", "77.7"), ("color", "color", None),
    ("statuslevel", "status_level", None), ("box", "box", "0")))
def test_a_file_with_one_wrong_answer_is_found_out(tmp_path, field, our_field, value):
    """Cell by cell: the comparison can fail."""
    name = "official/2018/suspdownload2018.txt"
    lines = (DATA / name).read_text(encoding="cp1252").split("\n")
    header = lines[0].split("\t")
    row = next(i for i, line in enumerate(lines[1:], 1) if line.split("\t")[header.index("color")] not in ("", "0"))
    cells = lines[row].split("\t")
    old = cells[header.index(field)]
    cells[header.index(field)] = value or ("1" if old != "1" else "2")
    path = tmp_path / "suspdownload2018.txt"
    path.write_text("\n".join([*lines[:row], "\t".join(cells), *lines[row + 1:]]), encoding="cp1252")
    run = subprocess.run([SOS, "reconcile", "--data-dir", tmp_path / "none", "--format", "json", path],
                         capture_output=True, text=True, check=False)
    assert run.returncode == 1, f"a wrong {field} was not noticed"
    differences = json.loads(run.stdout)["differences"]
    assert [d["field"] for d in differences] == [our_field], differences
