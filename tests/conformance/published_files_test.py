# SPDX-License-Identifier: Apache-2.0
"""Compares `sos reconcile` with what the state has published, file by file.

The published files are no part of this project. They are looked for in SOS_PUBLISHED_DATA, or in
../shared/data beside the project; where they are absent the test is skipped (exit code 77).
Every count below is the number of cells the state published, so a file that silently lost rows fails.
"""

import collections
import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOS = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin" / "sos"
DATA = pathlib.Path(os.environ.get("SOS_PUBLISHED_DATA", ROOT.parent / "shared" / "data"))

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

failures = []


def expect(condition, message):
    if not condition:
        failures.append(message)
        print("FAIL", message)


def reconcile(*files, exit_code=0, options=()):
    """Runs `sos reconcile` on files of the data folder; one report a file, by name."""
    with tempfile.TemporaryDirectory() as empty:
        run = subprocess.run(
            [SOS, "reconcile", "--data-dir", empty, "--format", "json", *options, *(DATA / f for f in files)],
            capture_output=True, text=True, check=False)
    expect(run.returncode == exit_code, f"{files[0]}: exit code {run.returncode}: {run.stderr.strip()}")
    reports = [json.loads(line) for line in run.stdout.splitlines()]
    return {os.path.relpath(r["file"], DATA): r for r in reports}


def expect_clean(name, report):
    expect(report["differences"] == [], f"{name}: {report['differences'][:3]}")
    expect(report["compared"] == report["agree"], f"{name}: compared and agree differ")


def check_indicators():
    for name, report in reconcile(*INDICATORS).items():
        rows, *cells = INDICATORS[name]
        expect_clean(name, report)
        expect(report["kind"] == "indicator" and report["rows"] == rows, f"{name}: {report['kind']}, {report['rows']} rows")
        fields = dict(zip(("status", "change", "status_level", "change_level", "color"), cells))
        fields["box"] = fields["color"]
        for field, count in fields.items():
            found = report["compared"].get(field, 0)
            expect(found == (count or 0), f"{name}: {found} cells of {field} compared, {count} published")


def check_inputs():
    for name, (rows, kind) in INPUTS.items():
        report = reconcile(name)[name]
        expect(report["rows"] == rows, f"{name}: {report['rows']} rows, {rows} published")
        expect(report["kind"] == kind, f"{name}: {report['kind']}")
        expect_clean(name, report)
    for name in REFUSED:
        expect(reconcile(name, exit_code=2) == {}, f"{name} was not refused")


def check_schools():
    for name, (rows, kind, fields) in SCHOOLS.items():
        report = reconcile(name)[name]
        expect_clean(name, report)
        expect((report["rows"], report["kind"]) == (rows, kind), f"{name}: {report['kind']}, {report['rows']} rows")
        expect(report["compared"] == fields, f"{name}: {report['compared']}")
        expect(not report["excepted"] and not report["undetermined"], f"{name}: {report['undetermined']}")

    # 2018 from the colors of two years: the bar is 480 of 481 CSI Low Performing and 1,030 of 1,032 flags.
    name = "essa/essaassistance_2018_state_studentgroups.csv"
    report = reconcile(*COLORS, name)[name]
    expect_clean("ESSA 2018", report)
    expect(report["compared"] == {"assistance_status": 9895, "group_flags": 128828, "total_groups": 9908}, f"ESSA 2018: {report['compared']}")
    expect(report["excepted"] == {"assistance_status": {"GRADUATION_CORRECTED": 12, "NOT_PUBLISHED_WHY": 3},
                                  "group_flags": {"NOT_PUBLISHED_WHY": 2}, "total_groups": {"NOT_PUBLISHED_WHY": 2}},
           f"ESSA 2018: {report['excepted']}")
    published = {row["CDS"]: row["AssistanceStatus"] for row in csv.DictReader((DATA / name).open(encoding="cp1252"))}
    computed = {row["cds"]: row["status"] for row in listed("essa", 2018, *COLORS, name)}
    both = collections.Counter(published[cds] for cds in published if published[cds] == computed[cds])
    expect(both["CSI Low Perform"] == 480 and both["CSI Grad"] == 288 and both["ATSI"] == 857, f"ESSA 2018: {both}")

    multiplier = "directory/equitymultiplier_2023-24_p1.xlsx"
    rows = listed("equity-multiplier", 2023, multiplier)
    entitlements = [int(row["entitlement"]) for row in rows if row["eligible"] == "yes"]
    expect((len(entitlements), sum(entitlements)) == (968, 300_000_000), f"{multiplier}: {len(entitlements)}, {sum(entitlements)}")
    expect(entitlements.count(50_000) == 225, f"{multiplier}: {entitlements.count(50_000)} at the floor")


def check_plans():
    # EC 52064(e)(5): the list of January 2023 had 132 LEAs, ten of them county offices.
    rows = [r for r in listed("lcap", 2022, *HISTORY) if r["duty"] == "ec52064e5" and r["required"] == "yes"]
    sizes = collections.Counter(len(r["groups"].split()) for r in rows)
    expect(len(rows) == 132, f"EC 52064(e)(5): {len(rows)} LEAs")
    expect([sizes[n] for n in (1, 2, 3, 4)] == [87, 18, 10, 10] and sum(sizes[n] for n in (5, 6, 7, 8)) == 7, f"EC 52064(e)(5): {sizes}")
    expect(sum(r["cds"][2:4] == "10" for r in rows) == 10, "EC 52064(e)(5): county offices")

    # The same list in the state's layout, and one with a wrong group: the comparison can fail.
    labels = {"EL": "English Learners", "SWD": "Students with Disabilities", "HOM": "Homeless", "FOS": "Foster Youth",
              "AA": "African American", "HI": "Hispanic", "SED": "Socioeconomically Disadvantaged", "WH": "White",
              "AI": "American Indian", "MR": "Two or More Races", "PI": "Pacific Islander", "AS": "Asian", "FI": "Filipino"}
    for wrong in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "leas2023perec52064.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                out = csv.writer(file)
                out.writerow(["CDS", "LEA", "Targeted Student Group(s)"])
                for i, row in enumerate(rows):
                    groups = [labels[g] for g in row["groups"].split()]
                    out.writerow([row["cds"], row["lea"], ", ".join(["Filipino"] if wrong and i == 0 else groups)])
            report = reconcile(*HISTORY, str(path), exit_code=1 if wrong else 0).popitem()[1]
        expect((report["kind"], report["rows"]) == ("required-goals", 132), f"required goals: {report['kind']}")
        expect(report["compared"] == {"student_groups": 132}, f"required goals: {report['compared']}")
        expect(len(report["differences"]) == (1 if wrong else 0), f"required goals: {report['differences'][:2]}")

    # The lists of Reds of 2023 against the colors of Monterey County.
    lists = [f"official/2023/{f}.xlsx" for f in ("lowperfleasnonall23data", "lowperfsch23data", "lowperfschnonall23data")]
    reports = reconcile(*(f for f in INDICATORS if "/2023/" in f), *lists)
    for name in lists:
        expect_clean(name, reports[name])
    cells = sum(reports[name]["compared"].get("lowest_performance", 0) for name in lists)
    expect(cells == 1996, f"lists of Reds: {cells} cells compared")


def check_layouts():
    """What `--layout cde` writes is the state's own file again: read back, every cell agrees."""
    for program, year, kind, rows, files in (
            ("lcff", 2022, "lcff", 993, HISTORY),
            ("lcff", 2018, "lcff", 993, [*HISTORY, "official/2017/LocalIndPerf2017.txt", "official/2018/LocalIndPerf2018.txt"]),
            ("essa", 2018, "essa", 9910, [*COLORS, "essa/essaassistance_2018_state_studentgroups.csv"]),
            ("equity-multiplier", 2023, "equity-multiplier", 10163, ["directory/equitymultiplier_2023-24_p1.xlsx"])):
        with tempfile.TemporaryDirectory() as folder:
            data, out = folder + "/data", folder + f"/{program}{year}.csv"
            subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / f for f in files)], check=True, capture_output=True)
            basis = "published-letters" if program == "lcff" else "results"
            subprocess.run([SOS, "eligibility", "--data-dir", data, "--program", program, "--year", str(year), "--basis", basis,
                            "--layout", "cde", "--output", out], check=True, capture_output=True)
            run = subprocess.run([SOS, "reconcile", "--data-dir", data, "--basis", basis, "--format", "json", out],
                                 capture_output=True, text=True, check=False)
            with open(out, encoding="utf-8") as file:
                written = list(csv.DictReader(file))
        expect(run.returncode == 0, f"--layout cde, {program} {year}: {run.stderr} {run.stdout[:500]}")
        report = json.loads(run.stdout)
        expect_clean(f"--layout cde, {program} {year}", report)
        expect(report["kind"] == kind and report["rows"] >= rows, f"--layout cde, {program} {year}: {report['kind']}, {report['rows']} rows")
        if program != "equity-multiplier":
            compare_columns(program, year, written)


def compare_columns(program, year, written):
    """The export beside the published CSV file, column by column (2018 ESSA: the one published as CSV)."""
    if (program, year) != ("essa", 2018):
        return
    name = "essa/essaassistance_2018_state_studentgroups.csv"
    published = list(csv.DictReader((DATA / name).open(encoding="cp1252")))
    ours = {row["CDS"]: row for row in written}
    expect(list(written[0]) == list(published[0]), f"{name}: {list(written[0])}")
    flags = [c for c in published[0] if c not in ("School", "District", "AssistanceStatus", "TotStudGrps")]
    wrong = [(row["CDS"], c) for row in published for c in flags if ours[row["CDS"]][c] != row[c]]
    expect(wrong == [("34674390113209", "SED"), ("49402534930160", "SWD")], f"{name}: {wrong[:5]}")


def listed(program, year, *files):
    """Rows of `sos eligibility` for files of the data folder."""
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / f for f in files)], check=True, capture_output=True)
        run = subprocess.run([SOS, "eligibility", "--data-dir", data, "--program", program, "--year", str(year), "--format", "csv"],
                             capture_output=True, text=True, check=True)
    return list(csv.DictReader(io.StringIO(run.stdout)))


def check_lcff():
    # The logic after the letters, in every year's file; EC 52072 from the letters of earlier years.
    reports = reconcile(*HISTORY)
    for name, report in reports.items():
        expect_clean(name, report)
        expect(report["basis"] == "published-letters", f"{name}: {report['basis']}")
        expect(report["compared"]["total_groups"] == report["rows"], f"{name}: not every total compared")
        expect(report["compared"]["assistance_status"] == report["rows"], f"{name}: not every status compared")
        if "2017" not in name:
            expect(report["compared"]["met_method_1"] == report["rows"], f"{name}: not every method 1 compared")
    for year, flagged in ((2022, 39), (2023, 65)):
        name = f"assistance/assistancestatus_{year}.xlsx"
        rows = {2022: 993, 2023: 991}[year]
        open_flags = reports[name]["undetermined"]["ec52072"]
        expect(set(open_flags) == {"GROUP_COUNT_UNKNOWN"}, f"{name}: {open_flags}")
        expect(reports[name]["compared"]["ec52072"] + sum(open_flags.values()) == rows, f"{name}: a flag is missing")
        expect(count_flags(year) == flagged, f"{name}: {count_flags(year)} flags met")

    # Monterey County from its colors, methods 2 and 3 statewide from the local indicators.
    county = reconcile("official/2017/LocalIndPerf2017.txt", *(f for f in (*INDICATORS, *INPUTS) if "/2018/" in f),
                       "assistance/assistancestatus_2018.xlsx")["assistance/assistancestatus_2018.xlsx"]
    expect_clean("2018 from colors", county)
    expect(county["compared"]["group_letters"] == 325, f"2018: {county['compared']}")
    expect(county["compared"]["met_method_2"] == 993, f"2018: {county['compared']}")

    red_list = "official/2023/lowperfleasnonall23data.xlsx"
    published = "assistance/assistancestatus_2023.xlsx"
    state = reconcile(red_list, published)[published]
    expect_clean("2023 from the list of Reds", state)
    expect(state["compared"]["group_letters"] == 12508, f"2023: {state['compared']}")
    expect(state["undetermined"]["group_letters"] == {"ORANGE_UNKNOWN": 375}, f"2023: {state['undetermined']}")
    expect(state["compared"]["met_method_1"] == 916, f"2023: {state['compared']}")

    colors = reconcile(*(f for f in INDICATORS if "/2023/" in f), *(f for f in INPUTS if "2023/priority" in f), published)
    monterey = colors[published]
    expect_clean("2023 from colors", monterey)
    expect(monterey["compared"]["group_letters"] == 325, f"2023: {monterey['compared']}")
    expect(monterey["compared"]["met_method_2"] == 991, f"2023: {monterey['compared']}")


def count_flags(year):
    """LEAs for which we find the EC 52072 flag met, from published letters only."""
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([SOS, "ingest", "--data-dir", data, *(DATA / f for f in HISTORY)], check=True, capture_output=True)
        run = subprocess.run([SOS, "eligibility", "--data-dir", data, "--year", str(year), "--basis", "published-letters",
                              "--format", "csv"], capture_output=True, text=True, check=True)
    return sum(row["ec52072"] == "yes" for row in csv.DictReader(io.StringIO(run.stdout)))


def check_mutations():
    """A file with one wrong answer is found out, cell by cell: the comparison can fail."""
    name = "official/2018/suspdownload2018.txt"
    lines = (DATA / name).read_text(encoding="cp1252").split("\n")
    header = lines[0].split("\t")
    row = next(i for i, line in enumerate(lines[1:], 1) if line.split("\t")[header.index("color")] not in ("", "0"))
    for field, our_field, value in (("currstatus", "status", "99.9"), ("change", "change", "77.7"), ("color", "color", "6"),
                                    ("statuslevel", "status_level", ""), ("box", "box", "0")):
        cells = lines[row].split("\t")
        old = cells[header.index(field)]
        new = value
        if field == "color":
            new = "1" if old != "1" else "2"
        if field == "statuslevel":
            new = "1" if old != "1" else "2"
        cells[header.index(field)] = new
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "suspdownload2018.txt"
            path.write_text("\n".join([*lines[:row], "\t".join(cells), *lines[row + 1:]]), encoding="cp1252")
            run = subprocess.run([SOS, "reconcile", "--data-dir", folder + "/none", "--format", "json", path],
                                 capture_output=True, text=True, check=False)
        report = json.loads(run.stdout)
        expect(run.returncode == 1, f"a wrong {field} was not noticed")
        expect([d["field"] for d in report["differences"]] == [our_field], f"{field}: {report['differences']}")


def main():
    if not DATA.is_dir():
        print(f"SKIP published files: {DATA} does not exist; set SOS_PUBLISHED_DATA to a folder of published files")
        sys.exit(77)
    check_indicators()
    check_inputs()
    check_lcff()
    check_schools()
    check_plans()
    check_layouts()
    check_mutations()
    print(f"{len(INDICATORS) + len(SCHOOLS) + len(INPUTS) + len(HISTORY) + len(REFUSED)} published files, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
