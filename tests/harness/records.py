# SPDX-License-Identifier: Apache-2.0
"""Student records counted a second time: plain SQL on SQLite (tests/reference) over the same files, and a client that reads
what the engine counts. The reading of the files here is independent of the program's layouts.
"""

import contextlib
import random
import shutil
import sqlite3
import subprocess

from harness.real_suite import ROOT, SOS, free_port

SQL = "".join((ROOT / "tests" / "reference" / name).read_text(encoding="utf-8")
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
    """A client of the contract; its stubs have been generated."""

    def __init__(self):
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
    port = free_port()
    server = subprocess.Popen([SOS, "serve", "--data-dir", data, "--listen", f"127.0.0.1:{port}", "--http", ""],
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


def differences(expected, actual):
    """{key: (expected, actual)} of what differs."""
    return {key: (expected.get(key), actual.get(key)) for key in sorted(expected.keys() | actual.keys())
            if expected.get(key) != actual.get(key)}
