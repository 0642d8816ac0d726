# SPDX-License-Identifier: Apache-2.0
"""How long the score files of CAASPP and the ELPAC of all LEAs take, against DuckDB doing the same with the same files.

Makes up the files of a state's LEAs, takes them in, counts English language arts, mathematics, science and English learner progress
of every entity and group, and has DuckDB (npm `@duckdb/node-api`, two threads) load and count the same files in the same run. Fails
where any result differs. Prints one JSON line a figure, with the goal beside it.
"""

import argparse
import collections
import csv
import json
import pathlib
import resource
import sqlite3
import tempfile
import time

import records_benchmark as records
from harness import exports, real_suite as real, records as reference
from records_benchmark import figure

KINDS = {"caaspp": "*_CAASPP_*", "elpac": "*_ELPAC_*"}
INDICATORS = ("ENGLISH_LEARNER_PROGRESS", "ENGLISH_LANGUAGE_ARTS", "MATHEMATICS", "SCIENCE")
ROUNDS = 3
# A real year of the state.
REAL_STUDENTS, REAL_ROWS, REAL_COLUMNS = 3_200_000, 6_400_000, 401
Cost = collections.namedtuple("Cost", "seconds cpu memory_mb")
LOAD_GOAL, COUNT_GOAL, MEMORY_GOAL_MB = 1.0, 0.3, 2048


def widened(path, header, columns):
    """Puts columns into a file that nobody reads, each with a cell of two characters, up to that many."""
    more = columns - len(header)
    names, cells = (b"^".join(parts) + b"^EndofRecord" for parts in (
        [f"Other{number}".encode() for number in range(more)], [b"12"] * more))
    lines = path.read_bytes().splitlines(keepends=True)
    with open(path, "wb") as out:
        out.write(lines[0].replace(b"EndofRecord", names))
        out.writelines(line.replace(b"^ZZ", b"^" + cells.replace(b"EndofRecord", b"ZZ")) for line in lines[1:])


def make(files, scale, seed, years, columns):
    """Folders of the score files alone, the directory and the headers; of each kind its files, rows, bytes and columns."""
    made, headers = {}, {}
    for year in years:
        reference.run("generate", "--scale", scale, "--seed", seed, "--years", year, "--collections", "directory", "--reports",
                      "--output", files)
        for path in (files / f"reports-{year}").glob("*/*"):
            kind = next((kind for kind, pattern in KINDS.items() if path.match(pattern)), None)
            if kind is None:
                path.unlink()
                continue
            (files / kind).mkdir(exist_ok=True)
            path.rename(files / kind / path.name)
    for kind in KINDS:
        paths = sorted((files / kind).iterdir())
        size = rows = 0
        for path in paths:
            with open(path, encoding="ascii") as opened:
                header = next(csv.reader(opened, delimiter="^", quoting=csv.QUOTE_NONE))
            if kind == "caaspp" and columns > len(header):
                widened(path, header, columns)
                with open(path, encoding="ascii") as opened:
                    header = opened.readline().rstrip("\n").split("^")
            assert headers.setdefault(kind, header) == header, f"{path} has another header"
            size += path.stat().st_size
            rows += path.read_bytes().count(b"\n") - 1
        made[kind] = {"files": len(paths), "rows": rows, "columns": len(headers[kind]), "megabytes": round(size / 1e6)}
    (files / "columns.json").write_text(json.dumps(headers), encoding="ascii")
    return made


def stream(client, stub, years):
    """Seconds, and what was answered, undecoded."""
    request = client.pb2.StreamResultsRequest()
    request.filter.dashboard_years.extend(years)
    request.filter.indicators.extend(client.education.Indicator.Value(f"INDICATOR_{name}") for name in INDICATORS)
    start = time.monotonic()
    responses = list(stub.StreamResults(request, timeout=600, wait_for_ready=True))
    return time.monotonic() - start, responses


def shown(answer):
    """What is shown of DuckDB's counts, by the SQL of tests/reference."""
    sql = (real.ROOT / "tests" / "reference" / "exports.sql").read_text(encoding="utf-8")
    database = sqlite3.connect(":memory:")
    database.executescript(sql[sql.index("CREATE TABLE answer"):])
    with open(answer, encoding="ascii", newline="") as opened:
        database.executemany(f"INSERT INTO answer VALUES ({', '.join('?' * 11)})", (
            [cell or None for cell in row] for row in csv.reader(opened)))
    database.executescript((real.ROOT / "tests" / "reference" / "status.sql").read_text(encoding="utf-8"))
    return {row[:4]: tuple(exports.NONE if value is None else value for value in row[4:])
            for row in database.execute("SELECT * FROM result")}


def goal(value, most):
    return {"goal": most, "met": value <= most}


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def report(name, cost, baseline, other, most, **more):
    """Prints time and memory of the engine, and of DuckDB where it could be had."""
    against = {} if other is None else {
        "baseline": baseline, "baseline_value": round(other["seconds"], 2), "baseline_cpu_seconds": round(other["cpu"], 2),
        "of_baseline": round(cost.seconds / other["seconds"], 3), "of_baseline_cpu": round(cost.cpu / other["cpu"], 3),
        **goal(cost.seconds / other["seconds"], most)}
    figure(name, round(cost.seconds, 2), "s", cpu_seconds=round(cost.cpu, 2), **more, **against)
    against = {} if other is None else {"baseline": "DuckDB's", "baseline_value": round(other["memory"])}
    figure("the same: peak memory", round(cost.memory_mb), "MB", **against, **goal(cost.memory_mb, MEMORY_GOAL_MB))


def measure(options, work):
    files, data, database = work / "files", work / "data", work / "baseline.duckdb"
    (work / "client").mkdir()
    real.generate_client(work / "client")
    client = reference.Client()
    script = records.duckdb_script(work, "scores_baseline.mjs")
    made = make(files, options.scale, options.seed, options.years, options.columns)
    directory = max(files.glob("directory-*"))

    loaded = None if script is None else records.answer_of(script, "load", files, database)
    records.timed(reference.SOS, "ingest", "--data-dir", data, directory)
    before = children_cpu()
    seconds, memory = records.timed(reference.SOS, "ingest", "--data-dir", data, "--max-quarantine", 0,
                                    *(files / kind for kind in KINDS), stderr=work / "notes.txt")
    report(f"scores of CAASPP and the ELPAC of a {options.scale}: file to committed", Cost(seconds, children_cpu() - before, memory),
           "DuckDB's load of the same files", loaded, LOAD_GOAL, files=sum(kind["files"] for kind in made.values()))

    with reference.serving(data) as address, client.grpc.insecure_channel(address) as channel:
        client.grpc.channel_ready_future(channel).result(timeout=60)
        server = records.server_of(data)
        before = records.cpu_seconds(server)
        seconds, responses = stream(client, client.stub(channel), options.years)
        cost = Cost(seconds, records.cpu_seconds(server) - before, records.peak_memory(server))
    count = sum(len(block.entity_indexes) for response in responses for block in response.blocks)
    counted = None if script is None else records.answer_of(script, "count", database, ROUNDS, work / "answer.csv")
    report("ELA, MATH, SCIENCE and ELPI of them: committed to all entities and groups", cost, "DuckDB's best of the same counts", counted,
           COUNT_GOAL, results=count)
    describe(made, options, None if counted is None else round(counted["students"]))

    if counted is not None:
        engine, baseline = exports.results_in(client, responses), shown(work / "answer.csv")
        differing = [(key, engine.get(key), baseline.get(key)) for key in sorted(engine.keys() | baseline.keys())
                     if engine.get(key) != baseline.get(key)]
        assert not differing, f"{len(differing)} results differ, such as (engine, then DuckDB) {differing[:5]}"
        assert {key[1] for key in engine} == {exports.INDICATORS[name] for name in INDICATORS}
        figure("results that equal DuckDB's: counts, status, change and ranges", len(engine), "results")


def describe(made, options, students):
    years = len(options.years)
    small = {} if made["caaspp"]["columns"] >= REAL_COLUMNS and made["caaspp"]["rows"] >= REAL_ROWS * years \
        and (students is None or students >= REAL_STUDENTS * years) else {
            "smaller_than": f"a year of the state: {REAL_STUDENTS:,} students tested, {REAL_ROWS:,} rows, {REAL_COLUMNS} columns"}
    figure("files that were made", sum(kind["files"] for kind in made.values()), "files", scale=options.scale, seed=options.seed,
           years=options.years, **({} if students is None else {"students": students}), **made, **small)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=("county", "region", "state"), default="state")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", type=lambda text: [int(year) for year in text.split(",")], default=[2025])
    parser.add_argument("--columns", type=int, default=0, help="widen the files of CAASPP to so many columns; 401 as the real ones")
    with tempfile.TemporaryDirectory() as name:
        measure(parser.parse_args(), pathlib.Path(name))


if __name__ == "__main__":
    main()
