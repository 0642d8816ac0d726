# SPDX-License-Identifier: Apache-2.0
"""How long a state's attendance and discipline take, against DuckDB doing the same with the same files.

Makes up the records of about six million students for a year, takes them in, counts every entity and group, corrects
one LEA, and has DuckDB (npm `@duckdb/node-api`, two threads) load and count the same files in the same run. Prints one
JSON line a figure.
"""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from harness import real_suite as real, records as reference  # noqa: E402

SOS = reference.SOS
YEAR = 2024
LARGE_LEA = "0160001"  # The synthetic state's largest district: some 60,000 attendance rows.
MEASURED = ("stas", "sirs")
COLLECTIONS = "directory,SENR,SINF,SPRG,SELA,SPED,STAS,SIRS"
BASELINE_ROUNDS = 2


def figure(name, value, unit, **more):
    print(json.dumps({"figure": name, "value": value, "unit": unit, **more}), flush=True)


def timed(*command, stderr=None):
    """Seconds and peak memory in MB of a command that succeeds; what it says besides goes into a file where one is named."""
    start = time.monotonic()
    with contextlib.ExitStack() as stack:
        said = None if stderr is None else stack.enter_context(open(stderr, "wb"))
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=said)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.monotonic() - start, usage.ru_maxrss / 1024


def duckdb_script(work, name):
    """A copy of the script beside this file where it finds DuckDB, or None where that cannot be had."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        print("SKIP the figures against DuckDB: npm is not installed", file=sys.stderr)
        return None
    installed = subprocess.run(["npm", "install", "--silent", "--prefix", work, "@duckdb/node-api"], capture_output=True)
    if installed.returncode != 0:
        print("SKIP the figures against DuckDB: npm cannot install @duckdb/node-api", file=sys.stderr)
        return None
    return shutil.copy(ROOT / "tests" / "benchmark" / name, work)


def answer_of(script, *arguments):
    done = subprocess.run(["node", script, *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def baseline(files, work):
    """What DuckDB needs, or None where it cannot be had."""
    script = duckdb_script(work, "duckdb_baseline.mjs")
    return None if script is None else answer_of(script, files, YEAR, BASELINE_ROUNDS)


def server_of(data):
    """What the kernel says of the server of these data."""
    return next(path for path in pathlib.Path("/proc").glob("[0-9]*/cmdline")
                if str(data).encode() in path.read_bytes() and b"serve" in path.read_bytes()).parent


def peak_memory(server):
    """In MB."""
    status = (server / "status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def cpu_seconds(server):
    fields = (server / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def results(client, stub, **wanted):
    """Streams results; returns seconds, results, and students of the first entity (the state, or the LEA) by indicator."""
    request = client.pb2.StreamResultsRequest()
    request.filter.dashboard_years.append(YEAR)
    request.filter.indicators.extend([1, 2])
    for lea in wanted.get("leas", ()):
        request.filter.leas.append(f"entities/{lea}0000000")
    start = time.monotonic()
    count, students = 0, {}
    for response in stub.StreamResults(request, timeout=600, wait_for_ready=True):
        for block in response.blocks:
            count += len(block.entity_indexes)
            if block.entities[0].name.endswith("0000000") and block.student_groups[0] == 1:
                code = client.codes[client.education.Indicator.Name(block.indicator).removeprefix("INDICATOR_")]
                students.setdefault(code, block.current_denominators[0])
    return time.monotonic() - start, count, students


def correction(files, work):
    """The large LEA's attendance with every tenth row gone, as a file of its own."""
    path = work / f"stas-{YEAR}-corrected.txt"
    rows = 0
    with open(files / f"stas-{YEAR}-synthetic.txt", encoding="ascii") as whole, open(path, "w", encoding="ascii") as out:
        for line in whole:
            if f"^{LARGE_LEA}^" not in line:
                continue
            rows += 1
            if rows % 10:
                out.write(line)
    return path, rows - rows // 10


def main():
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        files, data = work / "files", work / "data"
        (work / "client").mkdir()
        real.generate_client(work / "client")
        client = reference.Client()
        reference.run("generate", "--scale", "state", "--years", YEAR, "--collections", COLLECTIONS, "--output", files)
        duckdb = baseline(files, work)

        loaded, peak = {}, 0
        for path in [next(files.glob("directory-*")), *sorted(files.glob("s*-synthetic.txt"))]:
            loaded[path.name[:4]], memory = timed(SOS, "ingest", "--data-dir", data, "--max-quarantine", 0, path)
            peak = max(peak, memory)
        seconds = sum(loaded[part] for part in MEASURED)
        figure("attendance and discipline of a state: file to committed", round(seconds, 2), "s", peak_memory_mb=round(peak),
               **({} if duckdb is None else {"baseline": "DuckDB's load of the same files", "baseline_value": round(
                   sum(duckdb["load"][part] for part in MEASURED), 2),
                   "of_baseline": round(seconds / sum(duckdb["load"][part] for part in MEASURED), 2)}))

        with reference.serving(data) as address, client.grpc.insecure_channel(address) as channel:
            client.grpc.channel_ready_future(channel).result(timeout=60)
            stub = client.stub(channel)
            seconds, count, students = results(client, stub)
            memory = peak_memory(server_of(data))
            figure("two indicators of a state: committed to all entities and groups", round(seconds, 2), "s", results=count,
                   peak_memory_mb=round(memory), **({} if duckdb is None else {
                       "baseline": "DuckDB's best of the same counts", "baseline_value": round(duckdb["count"], 2),
                       "of_baseline": round(seconds / duckdb["count"], 3)}))
            if duckdb is not None:
                assert students == duckdb["students"], f"{students} students, but DuckDB counts {duckdb['students']}"

            path, rows = correction(files, work)
            before = results(client, stub, leas=[LARGE_LEA])[2]
            start = time.monotonic()
            sent, _ = timed(SOS, "ingest", "--server", address, path)
            after = results(client, stub, leas=[LARGE_LEA])[2]
            figure("one LEA's corrected attendance: file to results", round(time.monotonic() - start, 2), "s", rows=rows,
                   of_it_ingest=round(sent, 2))
            assert after["CHRO"] < 0.95 * before["CHRO"], f"the correction does not show: {before} and {after}"


if __name__ == "__main__":
    main()
