# SPDX-License-Identifier: Apache-2.0
"""The engine that counts students equals plain SQL: every count of every indicator, entity and group.

Generates synthetic records with several seeds, has `sos` take them in, reads the results through a client
generated from the contract, and counts the same files again with `reference.sql` on SQLite. The reading of the
files here is independent of the program's layouts.

Then it shuffles the rows and splits the files by LEA, and takes away the rows that are wrong: nothing may change.
"""

import contextlib
import json
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOS = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin" / "sos"
SQL = "".join((pathlib.Path(__file__).parent / name).read_text(encoding="utf-8")
              for name in ("reference.sql", "graduation.sql"))
YEARS = (2023, 2024)

# Where the fields stand, from 1 as CALPADS counts: LEA, school, year, student; then the record's own.
POSITIONS = {
    "senr": (4, 5, 7, 8, {"start": 22, "status": 23, "grade": 24, "exit": 25, "reason": 26, "completion": 27}),
    "sinf": (6, 7, 8, 9, {"hispanic": 23, "race1": 25, "race2": 26, "parent_education": 38}),
    "sprg": (4, 5, 6, 7, {"program": 13}),
    "sela": (4, 5, 6, 7, {"status": 13, "start": 14}),
    "sped": (4, 5, 6, 7, {"district": 16}),
    "stas": (4, 5, 6, 7, {"exempt": 13, "expected": 15, "attended": 16, "suspended": 17, "excused": 19,
                          "unexcused": 20, "study": 21}),
    "sirs": (4, 5, 6, 7, {"result": 14, "duration": 16}),
    "coho": (4, 5, 6, 7, {"class": 13, "exit": 14, "reason": 15, "completion": 16, "later": 17}),
}
# What says of which groups a student is: graduation looks back on several years of it.
PROFILES = ("sinf", "sprg", "sela", "sped")
DAYS = {"expected", "attended", "suspended", "excused", "unexcused", "study", "duration"}
RACES = {"1": "AI", "2": "AS", "3": "PI", "4": "FI", "6": "AA", "7": "WH"}


def run(*arguments):
    done = subprocess.run([SOS, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, f"sos {' '.join(map(str, arguments))}\n{done.stderr}"
    return done.stdout


def hundredths(text):
    whole, _, fraction = (text or "0").partition(".")
    return int(whole or 0) * 100 + int((fraction + "00")[:2])


def race_of(hispanic, *codes):
    races = {RACES[code[0]] for code in codes if code}
    if hispanic == "Y":
        return "HI"
    return "MR" if len(races) > 1 else (races.pop() if races else "")


def is_good(lea, school, year, student, wanted):
    return (lea.isdigit() and len(school) == 7 and year == f"{wanted - 1}-{wanted}"
            and len(student) == 10 and student.isdigit())


def value_of(name, text):
    if name in DAYS:
        return hundredths(text)
    if name == "grade":
        return 0 if text in ("TK", "KN") else (int(text) if text.isdigit() else -1)
    if name in ("start", "exit"):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text else ""
    if name in ("status", "program", "result", "parent_education", "class") and text.isdigit():
        return int(text)
    return text


def rows_of(folder, name, year):
    """The good rows of a collection and year: student, LEA, school, then the collection's own fields."""
    lea_at, school_at, year_at, student_at, fields = POSITIONS[name]
    for path in sorted(folder.glob(f"{name}-{year}-*")):
        for line in path.read_text(encoding="ascii").splitlines():
            cell = [None, *line.split("^")]
            lea, school, student = cell[lea_at], cell[school_at], cell[student_at]
            if not is_good(lea, school, cell[year_at], student, year):
                continue
            values = {field: value_of(field, cell[at]) for field, at in fields.items()}
            if name == "sinf":
                values = {"race": race_of(values["hispanic"], values["race1"], values["race2"]),
                          "parent_education": values["parent_education"]}
            yield (int(student), lea, lea + school, *values.values())


def load(database, folder, year):
    """Puts the good rows of a year into tables of plain columns, and of all years what `_history` tables hold."""
    for name, (_, _, _, _, fields) in POSITIONS.items():
        columns = list(fields) if name != "sinf" else ["race", "parent_education"]
        marks = ", ".join("?" * (3 + len(columns)))
        database.execute(f"CREATE TABLE {name} (student INT, lea TEXT, cds TEXT, {', '.join(columns)})")
        database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows_of(folder, name, year))
        database.execute(f"CREATE INDEX {name}_key ON {name} (student, cds)")
        if name not in PROFILES:
            continue
        database.execute(f"CREATE TABLE {name}_history AS SELECT *, {year} AS year FROM {name}")
        for earlier in range(year - 4, year):
            database.executemany(f"INSERT INTO {name}_history VALUES ({marks}, {earlier})",
                                 rows_of(folder, name, earlier))
        database.execute(f"CREATE INDEX {name}_history_key ON {name}_history (student, lea)")
    database.execute("CREATE TABLE directory (cds TEXT PRIMARY KEY, charter TEXT, alternative TEXT)")
    for path in folder.glob("directory-*"):
        lines = [line.split("\t") for line in path.read_text(encoding="ascii").splitlines()]
        database.executemany("INSERT INTO directory VALUES (?, ?, ?)",
                             [(row[0], row[5], row[9]) for row in lines[1:]])
    database.execute("CREATE TABLE params (year INT)")
    database.execute("INSERT INTO params VALUES (?)", (year,))


def counts_by_sql(folder, years=YEARS):
    counts = {}
    for year in years:
        database = sqlite3.connect(":memory:")
        load(database, folder, year)
        database.executescript(SQL)
        for indicator, entity, group, numerator, denominator in database.execute("SELECT * FROM answer"):
            # As the state shows them: the numerator of a small group is masked.
            counts[year, indicator, entity, group] = (numerator if denominator >= 11 else -1, denominator)
    return counts


class Client:
    """A client of the contract, as a partner would generate it."""

    def __init__(self, folder):
        protos = [str(path.relative_to(ROOT / "proto")) for path in (ROOT / "proto").rglob("*.proto")]
        subprocess.run(["protoc", f"-I{ROOT / 'proto'}", f"--python_out={folder}", f"--grpc_out={folder}",
                        f"--plugin=protoc-gen-grpc={shutil.which('grpc_python_plugin')}", *protos], check=True)
        sys.path.insert(0, str(folder))
        import grpc
        from sos.education.v1 import education_pb2
        from sos.indicator.v1 import indicator_service_pb2, indicator_service_pb2_grpc
        self.grpc, self.education = grpc, education_pb2
        self.pb2, self.stub = indicator_service_pb2, indicator_service_pb2_grpc.IndicatorServiceStub
        from sos.ingestion.v1 import ingestion_service_pb2, ingestion_service_pb2_grpc
        self.ingestion_pb2 = ingestion_service_pb2
        self.ingestion_stub = ingestion_service_pb2_grpc.IngestionServiceStub
        self.codes = {"CHRONIC_ABSENTEEISM": "CHRO", "SUSPENSION": "SUSP", "GRADUATION": "GRAD"}
        self.groups = dict(zip(range(1, 16), "ALL AA AI AS FI HI PI WH MR EL LTEL SED SWD FOS HOM".split()))

    def counts(self, data):
        counts = {}
        with serving(data) as address, self.grpc.insecure_channel(address) as channel:
            for response in self.stub(channel).StreamResults(
                    self.pb2.StreamResultsRequest(), timeout=60, wait_for_ready=True):
                for block in response.blocks:
                    name = self.education.Indicator.Name(block.indicator).removeprefix("INDICATOR_")
                    for row, entity in enumerate(block.entity_indexes):
                        key = (block.dashboard_year, self.codes[name],
                               block.entities[entity].name.removeprefix("entities/"),
                               self.groups[block.student_groups[row]])
                        assert key not in counts, f"{key} stands twice"
                        counts[key] = (block.current_numerators[row], block.current_denominators[row])
                        assert block.from_student_records
        # A group that only had students the year before has a row of its own with nobody in it.
        return {key: count for key, count in counts.items() if count[1] > 0}


    def prior_counts(self, data, year):
        """The counts that the results of a year have of the year before."""
        counts = {}
        with serving(data) as address, self.grpc.insecure_channel(address) as channel:
            request = self.pb2.ListResultsRequest(page_size=1000)
            request.filter.dashboard_years.append(year)
            while True:
                answer = self.stub(channel).ListResults(request, timeout=60, wait_for_ready=True)
                for result in answer.results:
                    name = self.education.Indicator.Name(result.indicator).removeprefix("INDICATOR_")
                    key = (year - 1, self.codes[name], result.entity.name.removeprefix("entities/"),
                           self.groups[result.student_group])
                    if result.measure.prior_denominator > 0:
                        counts[key] = (result.measure.prior_numerator, result.measure.prior_denominator)
                if not answer.next_page_token:
                    return counts
                request.page_token = answer.next_page_token

    def record_columns_seen(self, data):
        """What a caller from outside gets who asks `sos serve` for columns of student records."""
        with serving(data) as address, self.grpc.insecure_channel(address) as channel:
            request = self.ingestion_pb2.StreamPartitionsRequest()
            request.filter.record_fields.append(1)
            try:
                return list(self.ingestion_stub(channel).StreamPartitions(request, timeout=60, wait_for_ready=True))
            except self.grpc.RpcError as error:
                return error.code().name


@contextlib.contextmanager
def serving(data):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([SOS, "serve", "--data-dir", data, "--listen", f"127.0.0.1:{port}"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def ingest(folder, data):
    run("ingest", "--data-dir", data, "--max-quarantine", 100000, folder)
    return data


def shuffled_by_lea(folder, target):
    """The same rows in another order, in a file an LEA; rows whose LEA cannot be read stay together."""
    target.mkdir()
    chance = random.Random(1)
    for path in sorted(folder.iterdir()):
        if path.name.startswith("directory"):
            shutil.copy(path, target)
            continue
        at = POSITIONS[path.name[:4]][0] - 1
        by_lea = {}
        for line in path.read_text(encoding="ascii").splitlines():
            by_lea.setdefault(line.split("^")[at], []).append(line)
        for lea, lines in by_lea.items():
            if not lea.isdigit():
                continue
            chance.shuffle(lines)
            (target / f"{path.stem}-{lea}.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
    return target


def without_wrong_rows(folder, target):
    target.mkdir()
    for path in sorted(folder.iterdir()):
        lines = path.read_text(encoding="ascii").splitlines()
        if not path.name.startswith("directory"):
            lea, school, year, student, _ = POSITIONS[path.name[:4]]
            wanted = int(path.name[5:9])
            lines = [line for line in lines
                     if (cell := [None, *line.split("^")]) and
                     is_good(cell[lea], cell[school], cell[year], cell[student], wanted)]
        (target / path.name).write_text("\n".join(lines) + "\n", encoding="ascii")
    return target


def corrected_lea(folder, target):
    """The newest attendance of one LEA alone, with every third student gone."""
    path = next(folder.glob(f"stas-{YEARS[-1]}-*"))
    lines = [line for line in path.read_text(encoding="ascii").splitlines() if "^9960001^" in line or "^0160001^" in line]
    assert len(lines) > 100, "the LEA has next to no students"
    kept = [line for number, line in enumerate(lines) if number % 3]
    target.mkdir()
    others = [line for line in path.read_text(encoding="ascii").splitlines() if line not in set(lines)]
    for other in folder.iterdir():
        if other != path:
            shutil.copy(other, target)
    (target / path.name).write_text("\n".join(others + kept) + "\n", encoding="ascii")
    correction = target.parent / "correction.txt"
    correction.write_text("\n".join(kept) + "\n", encoding="ascii")
    return correction


def compare_releases(files, data, work):
    """`sos diff` names the groups whose number of students a correction changed, and no others."""
    run("release", "before", "--data-dir", data)
    correction = corrected_lea(files, work / "corrected")
    run("ingest", "--data-dir", data, "--allow-shrink", correction)
    run("release", "after", "--data-dir", data)
    before, after = counts_by_sql(files), counts_by_sql(work / "corrected")
    size = {key: count[1] for key, count in before.items()}, {key: count[1] for key, count in after.items()}
    expected = {key for key in size[0].keys() | size[1].keys() if size[0].get(key) != size[1].get(key)}
    done = subprocess.run([SOS, "diff", "before", "after", "--data-dir", data, "--format", "json"],
                          capture_output=True, text=True)
    found = {(row["year"], row["of"], row["cds"], row["group"])
             for row in json.loads(done.stdout) if row["field"] == "students"}
    print(f"correction of one LEA: {len(expected)} groups change, {len(expected ^ found)} differences; "
          f"exit {done.returncode}")
    return len(expected ^ found) + (done.returncode != 1) + (not expected)


def compare_prior(client, expected, data):
    """The year before, of the newest year's results: the same records, by the newest year's rules. Where those of the
    two years differ (long-term English learners, the alternative pathway's diploma), nothing is compared."""
    def comparable(counts):
        return {key: count for key, count in counts.items()
                if key[0] == YEARS[0] and key[1] != "GRAD" and key[3] != "LTEL"}
    return compare("the year before, in the newest year's results", comparable(expected),
                   comparable(client.prior_counts(data, YEARS[-1])))


def compare(what, expected, actual):
    wrong = [key for key in expected.keys() | actual.keys() if expected.get(key) != actual.get(key)]
    for key in sorted(wrong)[:10]:
        print(f"FAIL {what}: {key}: expected {expected.get(key)}, found {actual.get(key)}")
    print(f"{what}: {len(expected)} counts, {len(wrong)} differences")
    return len(wrong)


def main():
    for program in ("protoc", "grpc_python_plugin"):
        if shutil.which(program) is None:
            print(f"SKIP reference: {program} is not installed")
            return 77
    try:
        import grpc  # noqa: F401
    except ImportError:
        print("SKIP reference: python3-grpcio is not installed")
        return 77
    wrong = 0
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        (work / "client").mkdir()
        client = Client(work / "client")
        for seed, scale, errors, years in ((1, "county", 0, YEARS), (2, "region", 0, YEARS), (3, "region", 200, YEARS),
                                           (4, "region", 0, (2018, 2019))):
            files = work / f"files-{seed}"
            run("generate", "--scale", scale, "--seed", seed, "--errors", errors, "--output", files,
                "--years", *years)
            expected = counts_by_sql(files, years)
            actual = client.counts(ingest(files, work / f"data-{seed}"))
            assert len(expected) > 1000, "the reference counts next to nothing"
            wrong += compare(f"seed {seed}, {scale}, {years[0]} and {years[1]}, {errors} of 10,000 rows wrong",
                             expected, actual)
            for indicator in client.codes.values():
                assert any(key[1] == indicator for key in expected), f"no count of {indicator}"
            seen = client.record_columns_seen(work / f"data-{seed}")
            if seen != "PERMISSION_DENIED":
                print("FAIL student records leave `sos serve`")
                wrong += 1
            if scale == "county":
                wrong += compare_prior(client, expected, work / f"data-{seed}")
                wrong += compare_releases(files, work / f"data-{seed}", work)
            if errors:
                again = client.counts(ingest(shuffled_by_lea(files, work / "shuffled"), work / "data-shuffled"))
                wrong += compare("rows shuffled, files split by LEA", expected, again)
                clean = client.counts(ingest(without_wrong_rows(files, work / "clean"), work / "data-clean"))
                wrong += compare("without the wrong rows", expected, clean)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
