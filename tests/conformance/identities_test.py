# SPDX-License-Identifier: Apache-2.0
"""Identities that hold in the state's files hold in what the engine makes of student records.

- A district has at most as many students as its schools together, charter schools apart: who moved within it is
  counted once (cumulative indicators; before students with disabilities went to the accountable district). In
  chronic absenteeism this holds for all students, not for every group: who was expected for fewer than 31 days at
  each of two schools counts in the district alone.
- The n-size flags say whether there are 30 students, or 15 foster or homeless youth, or long-term English learners,
  of an LEA.
- The small-population flag says whether there are fewer than 150 students.

The published files are read here independently of the program; the synthetic ones go through it.
"""

import csv
import os
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))
import records_reference_test as reference  # noqa: E402

DATA = pathlib.Path(os.environ.get("SOS_PUBLISHED_DATA", ROOT.parent / "shared" / "data"))
SMALL = 150
FAILURES = []


def check(what, rows, wrong):
    print(f"{'FAIL' if wrong or not rows else 'ok  '} {what}: {rows} rows, {len(wrong)} differences {wrong[:3]}")
    if wrong or not rows:
        FAILURES.append(what)


def check_districts(what, rows):
    """`rows`: code, whether it is a charter school, group, students."""
    schools, districts = {}, {}
    for cds, charter, group, students in rows:
        if "chro" in what.lower() and group != "ALL":
            continue
        if cds.endswith("0000000"):
            districts[cds, group] = students
        elif not charter:
            key = cds[:7] + "0000000", group
            schools[key] = schools.get(key, 0) + students
    with_schools = [key for key in districts if key in schools]
    check(f"{what}: a district has at most the students of its schools", len(with_schools),
          [(key, districts[key], schools[key]) for key in with_schools if districts[key] > schools[key]])


def published(year, name):
    with open(DATA / "official" / str(year) / name, encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield {key.lower(): value.strip() for key, value in row.items() if key}


def number(text):
    return int(text) if text not in ("", "*") else 0


def check_published():
    for name in ("chronicdownload2018.txt", "suspdownload2018.txt"):
        rows = list(published(2018, name))
        check_districts(name, [(row["cds"], row["charter_flag"].upper() == "Y", row["studentgroup"], number(row["currdenom"]))
                               for row in rows if row["rtype"] in ("D", "S")])
    for name in ("chronicdownload2023.txt", "suspdownload2023.txt", "graddownload2023.txt"):
        rows = list(published(2023, name))
        flags = [(row["cds"], row["studentgroup"], number(row["currdenom"]), row["currnsizemet"] == "Y") for row in rows]
        check(f"{name}: n-size flags", len(flags), [row for row in flags if row[3] != size_met(*row[:3])])
        small = [(row["cds"], row["studentgroup"], number(row["currdenom"]), row["smalldenom"] == "Y") for row in rows
                 if number(row["currdenom"]) >= 30 and number(row["priordenom"]) >= 30]
        check(f"{name}: small-population flags", len(small), [row for row in small if row[3] != (row[2] < SMALL)])


def size_met(cds, group, students):
    few_suffice = cds.endswith("0000000") and group in ("FOS", "HOM", "LTEL")
    return students >= (15 if few_suffice else 30)


def check_synthetic(work):
    (work / "client").mkdir()
    client = reference.Client(work / "client")
    files = work / "files"
    reference.run("generate", "--scale", "region", "--seed", 5, "--years", "2018,2023,2024", "--output", files)
    data = reference.ingest(files, work / "data")
    charters = {line.split("\t")[0] for path in files.glob("directory-*") for line in path.read_text().splitlines()
                if line.split("\t")[5] == "Y"}
    counts = client.counts(data)
    for indicator in ("CHRO", "SUSP"):
        check_districts(f"synthetic 2018 {indicator}", [
            (cds, cds in charters, group, students) for (year, of, cds, group), (_, students) in counts.items()
            if year == 2018 and of == indicator and not cds.endswith("000000000000")])
    flags, small = [], []
    with reference.serving(data) as address, client.grpc.insecure_channel(address) as channel:
        request = client.pb2.ListResultsRequest(page_size=1000)
        request.filter.dashboard_years.append(2024)
        while True:
            answer = client.stub(channel).ListResults(request, timeout=60, wait_for_ready=True)
            for result in answer.results:
                cds, group = result.entity.name.removeprefix("entities/"), client.groups[result.student_group]
                if cds.endswith("000000000000"):
                    continue  # The state publishes no rows of counties, and its own without colors.
                flags.append((cds, group, result.measure.current_denominator, result.current_size_met))
                if result.current_size_met and result.prior_size_met and result.change.value:
                    small.append((cds, group, result.measure.current_denominator, result.small_population))
            if not answer.next_page_token:
                break
            request.page_token = answer.next_page_token
    check("synthetic 2024: n-size flags", len(flags), [row for row in flags if row[3] != size_met(*row[:3])])
    check("synthetic 2024: small-population flags", len(small), [row for row in small if row[3] != (row[2] < SMALL)])


def main():
    try:
        import grpc  # noqa: F401
    except ImportError:
        print("SKIP identities: python3-grpcio is not installed")
        return 77
    if DATA.exists():
        check_published()
    else:
        print(f"SKIP identities of the published files: {DATA} does not exist")
    with tempfile.TemporaryDirectory() as directory:
        check_synthetic(pathlib.Path(directory))
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
