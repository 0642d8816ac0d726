# SPDX-License-Identifier: Apache-2.0
"""`sos changes` and the grids of LEAs: what moved between two years, between two releases, and who stands where.

The published files are no part of this project: where they are absent, the tests that need them are skipped.
"""

import collections
import csv
import io
import json
import subprocess
import xml.etree.ElementTree
import zipfile

import pytest
from harness.real_suite import LEA, PUBLISHED, SOS, YEAR, sos

COUNTY = "99000000000000"
# As `sos results` writes them.
COLORS = ("", "Red", "Orange", "Yellow", "Green", "Blue")
HISTORY = [PUBLISHED / "assistance" / f"assistancestatus_{name}"
           for name in ("2017.csv", "2018.xlsx", "2019-rev.xlsx", "2022.xlsx", "2023.xlsx")]
OF_2024 = PUBLISHED / "assistance" / "assistancestatus_2024.xlsx"
ESSA = [PUBLISHED / "essa" / "essaassistance_2018_state_studentgroups.csv", PUBLISHED / "essa" / "essaassistance_2019.csv"]


def sheets_of(path):
    """The sheets of a workbook by name, each as rows of cells by column letters."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    parse = xml.etree.ElementTree.fromstring
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        names = [sheet.get("name") for sheet in parse(book.read("xl/workbook.xml")).iter(f"{main}sheet")]
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            strings = ["".join(part.text or "" for part in item.iter(f"{main}t"))
                       for item in parse(book.read("xl/sharedStrings.xml")).iter(f"{main}si")]
        sheets = {}
        for number, name in enumerate(names, 1):
            sheets[name] = []
            for row in parse(book.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{main}row"):
                cells = {}
                for cell in row.iter(f"{main}c"):
                    value = "".join(part.text or "" for part in cell.iter() if part.tag in (f"{main}v", f"{main}t"))
                    cells[cell.get("r").rstrip("0123456789")] = strings[int(value)] if cell.get("t") == "s" else value
                sheets[name].append(cells)
    return sheets


@pytest.fixture(scope="module")
def data(folder):
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))
    return folder / "data"


def changes(data, *arguments):
    return sos("changes", "--data-dir", data, *arguments)


def document(data, *arguments):
    return json.loads(changes(data, *arguments, "--format", "json"))


def years_of(data):
    """The two newest years with results."""
    listed = sos("results", "--data-dir", data, "--entity", LEA, "--format", "csv").decode()
    years = {int(row["year"]) for row in csv.DictReader(io.StringIO(listed))}
    assert YEAR in years and len(years) > 1, years
    return sorted(years)[-2:]


@pytest.fixture(scope="module")
def two_years(data):
    return [word for pair in zip(("--from", "--to"), years_of(data)) for word in pair]


def test_the_flows_of_a_county_sum_to_its_leas(data, two_years):
    told = document(data, *two_years, "--entity", COUNTY)
    lcff = [flow["entityCount"] for flow in told["statusFlows"] if flow["program"] == "PROGRAM_LCFF"]
    leas = {support["entity"]["name"] for support in told["supports"] if support["program"] == "PROGRAM_LCFF"}
    assert sum(lcff) == len(leas) > 0
    assert any("newly eligible" in sentence for sentence in told["sentences"]), told["sentences"]


def test_colors_are_those_of_the_results_of_both_years(data, two_years):
    told = document(data, *two_years, "--entity", LEA)
    listed = sos("results", "--data-dir", data, "--entity", LEA, "--format", "csv").decode()
    colors = {(int(row["year"]), row["indicator"], row["group"]): row["color"] for row in csv.DictReader(io.StringIO(listed))}
    own = [result for result in told["results"] if result["entity"]["name"] == f"entities/{LEA}"]
    assert own
    text = changes(data, *two_years, "--entity", LEA, "--of", "colors", "--format", "csv").decode()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["cds"] == LEA]
    assert len(rows) == len(own)
    for row in rows:
        for year, color in (("from_year", "color_before"), ("to_year", "color_after")):
            known = colors.get((int(row[year]), row["indicator_code"], row["group_code"]))
            assert known is None or known == "0" or row[color] == COLORS[int(known)], (row, known)


def test_a_csv_of_support_has_who_is_eligible(data, two_years):
    text = changes(data, *two_years, "--entity", COUNTY, "--of", "support", "--format", "csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows and {"program", "status_text_before", "status_text_after", "groups_added"} <= set(rows[0])
    assert {row["eligibility_after"] for row in rows} <= {"yes", "no", "undecided", "not known"}


def test_every_format_is_what_it_says(data, two_years, tmp_path):
    text = changes(data, *two_years, "--entity", COUNTY).decode()
    assert max(map(len, text.splitlines())) <= 80
    spanish = changes(data, *two_years, "--entity", COUNTY, "--language", "es").decode()
    assert "Cambios de" in spanish and "Changes from" not in spanish
    svg = changes(data, *two_years, "--entity", COUNTY, "--format", "svg")
    assert xml.etree.ElementTree.fromstring(svg).tag.endswith("svg")
    assert changes(data, *two_years, "--entity", COUNTY, "--format", "png").startswith(b"\x89PNG")
    book = tmp_path / "changes.xlsx"
    changes(data, *two_years, "--entity", COUNTY, "--format", "xlsx", "--output", book)
    assert list(sheets_of(book)) == ["About", "Results that moved", "Colors, counted", "Eligibility", "Eligibility, counted"]


def test_without_years_the_command_says_what_is_needed(data):
    for wrong in ([], ["--from", "2023"], ["--year", "2024"], ["--from", "2023", "--to", "2024", "--year", "2024"]):
        run = subprocess.run([SOS, "changes", "--data-dir", data, *wrong], capture_output=True, text=True, check=False)
        assert run.returncode == 2 and "--from" in run.stderr, (wrong, run.stderr)


def test_two_releases_of_one_year_are_compared(tmp_path):
    header = "cds,rtype,schoolname,districtname,countyname,studentgroup,currnumer,currdenom,currstatus,indicator,reportingyear\n"
    row = f"99990010000000,D,,Alder Creek Unified,Made Up,ALL,{{count}},1000,{{rate}},SUSP,{YEAR}\n"
    file, store = tmp_path / f"measures-SUSP-{YEAR}.csv", tmp_path / "data"
    for release, count, rate in (("preview", 50, "5.0"), ("final", 10, "1.0")):
        file.write_text(header + row.format(count=count, rate=rate), encoding="utf-8")
        sos("ingest", "--data-dir", store, file)
        sos("release", release, "--data-dir", store)
    told = document(store, "--year", YEAR, "--from-release", "preview", "--to-release", "final", "--entity", "99990010000000")
    assert [(r["before"]["status"]["value"], r["after"]["status"]["value"]) for r in told["results"]] == [("5.0", "1.0")]
    assert told["fromYear"] == told["toYear"] == YEAR and int(told["fromRevision"]) < int(told["revision"])


@pytest.mark.parametrize("of", ("leas", "schools"))
def test_a_county_shows_its_leas_or_its_schools_in_the_grid(data, of):
    grid = json.loads(sos("report", "--data-dir", data, "--entity", COUNTY, "--year", YEAR, "--placement", "SUSP",
                          "--of", of, "--format", "json"))
    codes = [member["entity"]["name"].removeprefix("entities/") for member in grid["members"]]
    assert codes and all((code[7:] == "0000000") == (of == "leas") for code in codes), codes
    assert len(grid["cells"]) == 25
    empty = [cell for cell in grid["cells"] if not cell.get("members")]
    uncolored = [(cell["statusLevel"], cell["changeLevel"]) for cell in empty if cell["color"] == "COLOR_NONE"]
    assert len(empty) > 5 and uncolored == [(5, 1)], "the one that cannot occur: the best status after the worst change"


@pytest.fixture(scope="module")
def published(folder):
    absent = [path for path in HISTORY + ESSA if not path.exists()]
    if absent:
        pytest.skip(f"the published file {absent[0].name} is not here")
    sos("ingest", "--data-dir", folder / "published", *HISTORY, *ESSA, *([OF_2024] if OF_2024.exists() else []))
    return folder / "published"


def flows_of(told, program):
    return collections.Counter({(flow.get("fromStatus", ""), flow.get("toStatus", "")): flow["entityCount"]
                                for flow in told["statusFlows"] if flow["program"] == program})


def test_the_flows_of_the_state_are_those_of_the_published_file(published):
    expected = collections.Counter()
    for rows in sheets_of(HISTORY[-1]).values():
        columns = {}
        for row in rows:
            if {"CDS", "AssistanceStatus2023"} <= set(row.values()):
                columns = {name: letters for letters, name in row.items()}
            elif columns and row.get(columns["AssistanceStatus2023"]):
                before = row.get(columns["AssistanceStatus2022"], "")
                expected["" if before == "*" else before, row[columns["AssistanceStatus2023"]]] += 1
    assert sum(expected.values()) == 991
    told = document(published, "--from", "2022", "--to", "2023", "--of", "support")
    found = flows_of(told, "PROGRAM_LCFF")
    assert all(found[flow] == count for flow, count in expected.items() if flow[0]), (found, expected)


def test_the_flows_from_2023_to_2024_are_the_known_ones(published):
    if not OF_2024.exists():
        pytest.skip(f"the published file {OF_2024.name} is not here")
    told = document(published, "--from", "2023", "--to", "2024", "--of", "support")
    first, second = (f"Differentiated Assistance, Year {year}" for year in (1, 2))
    general = "General Assistance"
    flows = collections.Counter()
    for support in told["supports"]:
        if support["entity"]["type"] == "ENTITY_TYPE_DISTRICT":
            flows[support.get("fromStatus", ""), support.get("toStatus", "")] += 1
    assert (flows[first, first], flows[general, first], flows[first, second]) == (294, 119, 153), flows


def test_the_schools_of_a_large_district_flow_as_published(published):
    district = "19647330000000"
    with ESSA[1].open(encoding="cp1252", newline="") as file:
        lines = file.readlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("cds,"))
    with ESSA[0].open(encoding="cp1252", newline="") as file:
        before = {row["CDS"]: row["AssistanceStatus"] for row in csv.DictReader(file)}
    after = {row["cds"]: row["AssistanceStatus2019"] for row in csv.DictReader(lines[first:])}
    schools = {cds for cds in {*before, *after} if cds.startswith(district[:7])}
    assert len(schools) == 1009
    told = document(published, "--from", "2018", "--to", "2019", "--entity", district, "--of", "support")
    # A school that a year's own file does not have is not known in that year.
    found = {support["entity"]["name"].removeprefix("entities/"): (support.get("fromStatus", ""), support.get("toStatus", ""))
             for support in told["supports"] if support["program"] == "PROGRAM_ESSA"}
    assert found == {cds: (before.get(cds, ""), after.get(cds, "")) for cds in schools}
    assert sum(flows_of(told, "PROGRAM_ESSA").values()) == len(schools)
