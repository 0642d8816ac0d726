# SPDX-License-Identifier: Apache-2.0
"""What reading a file costs: peak memory and CPU seconds of small files made to be dear, against an honest file of the
same size; and what others get meanwhile, against the same run without them. Prints one JSON line a figure.

    reading_benchmark.py            needs the programs, redis-server and python3-grpcio
    SOS_BUILD_DIR=... reading_benchmark.py    measures another build, such as one of an earlier commit
"""

import gzip
import json
import os
import pathlib
import sys
import tempfile
import threading
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "chaos")]
import commits  # noqa: E402
from harness import real_suite as real  # noqa: E402

MIB = 1 << 20
SECONDS = 15
WORKBOOK = '<workbook xmlns:r="r"><sheets>{}</sheets></workbook>'
SHEET = '<sheet name="A" r:id="rId1"/>'
RELATIONSHIPS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
CELL = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>cds</t></is></c></row></sheetData></worksheet>'


def figure(name, value, unit, **more):
    print(json.dumps({"figure": name, "value": round(value, 3), "unit": unit, **more}), flush=True)


def workbook(path, strings="", sheets=SHEET):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("xl/workbook.xml", WORKBOOK.format(sheets))
        packed.writestr("xl/_rels/workbook.xml.rels", RELATIONSHIPS)
        packed.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
        packed.writestr("xl/worksheets/sheet1.xml", CELL)


def packed_text(path, block, size):
    with gzip.open(path, "wb", 9) as packed:
        packed.write("\t".join(commits.HEADER).encode() + b"\n")
        for _ in range(size // len(block)):
            packed.write(block)


def schools(count):
    """Rows of that many schools, which no two files have."""
    for number in range(count):
        row = [f"27{number % 99999:05d}{number:07d}", "S", "", "", "", "", "", "", "ES", "ALL", "1", "100", "1.0", "", "", "", "",
               "SUSP", "2024"]
        yield "\t".join(row)


def dear_files(folder):
    """Small files that unpack, or cost, far more than they are."""
    workbook(folder / "strings.xlsx", "<si/>" * 20_000_000)
    workbook(folder / "nested.xlsx", "<a>" * 5_000_000)
    workbook(folder / "sheets.xlsx", sheets=SHEET * 2_000_000)
    packed_text(folder / "one-line.txt.gz", b"x" * MIB, 1023 * MIB)
    packed_text(folder / "line-feeds.txt.gz", b"\n" * MIB, 1023 * MIB)
    packed_text(folder / "short-rows.txt.gz", b"\t\n" * (MIB // 2), 1020 * MIB)
    with gzip.open(folder / "schools.txt.gz", "wt", 6) as packed:
        packed.write("\t".join(commits.HEADER) + "\n" + "\n".join(schools(1_000_000)))
    return sorted(folder.iterdir())


def cost(file, data):
    """Exit code, peak memory in bytes and CPU seconds of a dry run."""
    pid = os.fork()
    if pid == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.execv(real.SOS, [str(real.SOS), "ingest", "--validate-only", "--data-dir", str(data), str(file)])
    _, status, usage = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime


def measure_files(files, folder):
    honest = folder / "honest.txt"
    honest.write_text("\t".join(commits.HEADER) + "\n" + "\n".join(schools(12_000)) + "\n")
    _, base_memory, base_seconds = cost(honest, folder / "data")
    figure("honest file: peak memory", base_memory / MIB, "MiB", bytes=honest.stat().st_size)
    for file in files:
        size = file.stat().st_size
        code, memory, seconds = cost(file, folder / "data")
        figure(f"{file.name}: peak memory", memory / MIB, "MiB", bytes=size, exit=code, ratio_to_honest=round(memory / base_memory, 2),
               share_of_allowed=round(memory / (8 * size + 256 * MIB), 2))
        figure(f"{file.name}: CPU", seconds, "s", ratio_to_honest=round(seconds / max(base_seconds, 0.01), 1))


def goodput(suite, stub, pb2, seconds):
    """Commits a second of callers who send honest files."""
    acknowledged, end = commits.Acknowledged(), time.monotonic() + seconds

    def write():
        while time.monotonic() < end:
            commits.commit(stub, pb2, acknowledged.new_value(), acknowledged)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return len(acknowledged) / seconds


def peak(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def measure_others(files, folder):
    import grpc
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2, ingestion_service_pb2_grpc as pb2_grpc
    suite = real.RealSuite(folder / "suite", secure=False)
    try:
        server = suite.programs["ingestion", 0].process
        stub = pb2_grpc.IngestionServiceStub(grpc.insecure_channel(suite.target("ingestion")))
        alone = goodput(suite, stub, pb2, SECONDS)
        done = threading.Event()

        def attack():
            while not done.is_set():
                for file in files:
                    try:
                        request = pb2.CreateSubmissionRequest()
                        request.submission.display_name = file.name
                        name = stub.CreateSubmission(request, timeout=60).name
                        data, step = file.read_bytes(), MIB
                        stub.UploadSubmission((pb2.UploadSubmissionRequest(name=name, offset=at, data=data[at:at + step])
                                               for at in range(0, len(data), step)), timeout=60)
                        stub.CommitSubmission(pb2.CommitSubmissionRequest(name=name), timeout=60)
                    except grpc.RpcError:
                        time.sleep(0.1)

        attackers = [threading.Thread(target=attack) for _ in range(2)]
        for attacker in attackers:
            attacker.start()
        beside = goodput(suite, stub, pb2, SECONDS)
        done.set()
        figure("commits a second of honest callers, alone", alone, "1/s")
        figure("the same beside two callers who send dear files", beside, "1/s", ratio=round(beside / alone, 2))
        figure("peak memory of ingestion meanwhile", peak(server) / MIB, "MiB", alive=server.poll() is None)
        for attacker in attackers:
            attacker.join()
    finally:
        suite.close()


def main():
    if reason := real.missing_for_servers():
        print(f"SKIP reading_benchmark: {reason}")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        (folder / "dear").mkdir()
        files = dear_files(folder / "dear")
        measure_files(files, folder)
        measure_others([f for f in files if f.stat().st_size < 4 * MIB], folder)


if __name__ == "__main__":
    main()
