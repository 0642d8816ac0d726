# SPDX-License-Identifier: Apache-2.0
"""The four real servers with a real Redis: what a cluster must do, on one machine.

Starts sos-ingestion, sos-indicator, sos-eligibility, sos-reporting and redis-server on free ports of the
loopback interface, loads the synthetic county, and checks that

- every command of `sos` gives the same bytes embedded and with --server;
- a second GetReport makes no call upstream, and a second replica answers from the key of the first;
- killing Redis, or any server, at any moment loses nothing acknowledged and changes no answer;
- a killed upload is taken up where the received bytes end;
- servers drain and exit with 0 on SIGTERM, and refuse wrong settings all at once.

Clients are generated here from the contract, as a partner would.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness.real_suite import accepts, free_port, generate_client, wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin"
SOS = BIN / "sos"
YEAR = 2024
LEA = "99600020000000"

failures = []


def expect(condition, message):
    if not condition:
        failures.append(message)
        print("FAIL", message, flush=True)


class Process:
    """A program of ours with its log, restartable on the same port."""

    def __init__(self, name, command, environment, log):
        self.name, self.command, self.log = name, command, log
        self.environment = {**os.environ, **environment}
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.DEVNULL,
                                        stderr=open(self.log, "ab"))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def calls(self):
        """Methods this server has answered, from its log."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
        return [line["method"] for line in lines if line["message"] == "call"]


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        names = ["redis", "ingestion", "indicator", "eligibility", "reporting", "reporting2"]
        self.ports = {name: free_port() for name in names}
        self.processes = {}
        self.processes["redis"] = Process(
            "redis", ["redis-server", "--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--save", "",
                      "--appendonly", "no", "--dir", str(folder)], {}, folder / "redis.log")
        targets = {f"SOS_{n.upper()}_TARGET": f"127.0.0.1:{self.ports[n]}" for n in ("ingestion", "indicator", "eligibility")}
        for name in names[1:]:
            program = name.rstrip("2")
            self.processes[name] = Process(
                name, [BIN / f"sos-{program}"],
                {"SOS_LISTEN": f"127.0.0.1:{self.ports[name]}", "SOS_DATA_DIR": str(folder / "data"), "SOS_LOG_CALLS": "true",
                 "SOS_REDIS_ADDRESS": f"127.0.0.1:{self.ports['redis']}", "SOS_REDIS_TIMEOUT": "500ms", **targets},
                folder / f"{name}.log")
        for name in names:
            wait_until(name, lambda n=name: accepts(self.ports[n]))
        self.server = ",".join(f"{n}=127.0.0.1:{self.ports[n]}" for n in ("ingestion", "indicator", "eligibility", "reporting"))

    def restart(self, name):
        self.processes[name].start()
        wait_until(name, lambda: accepts(self.ports[name]))

    def close(self):
        for process in self.processes.values():
            if process.process.poll() is None:
                process.kill()


def sos(*arguments, code=0):
    run = subprocess.run([SOS, *map(str, arguments)], capture_output=True, check=False, timeout=300)
    if code is not None:
        expect(run.returncode == code, f"sos {' '.join(map(str, arguments[:4]))}: exit {run.returncode}: {run.stderr.decode()[-300:]}")
    return run.stdout


def without_submission_ids(output):
    return re.sub(rb'"submission":"[^"]*"', b"", output)


def check_same_bytes(cluster, files, folder):
    embedded = ("--data-dir", folder / "embedded")
    remote = ("--server", cluster.server)
    ingested = [sos("ingest", *where, "--format", "json", *files) for where in (embedded, remote)]
    expect(without_submission_ids(ingested[0]) == without_submission_ids(ingested[1]), "ingest differs")
    commands = [
        ("results", "--year", YEAR, "--format", "csv"),
        ("results", "--entity", LEA),
        ("eligibility", "--program", "lcff", "--year", YEAR, "--format", "json"),
        ("eligibility", "--program", "lcff", "--county", "Synthetic"),
        ("eligibility", "--program", "charter", "--year", YEAR, "--format", "csv"),
        ("eligibility", "--program", "essa", "--year", YEAR, "--format", "json"),
        ("eligibility", "--program", "lcap", "--year", YEAR, "--format", "json"),
        ("explain", "--determination", f"lcff-{YEAR}", "--entity", LEA, "--format", "json"),
        ("nearest", "--program", "lcff", "--year", YEAR, "--format", "json"),
        ("whatif", "--year", YEAR, "--change", f"{LEA},SUSP,SWD,numerator=1", "--format", "json"),
        ("history", "--program", "lcff", "--format", "json"),
        ("history", "--program", "lcff", "--flows"),
        ("eligibility", "--program", "lcff", "--year", YEAR, "--entity", LEA),
        ("explain", "--entity", LEA, "--group", "ALL", "--indicator", "GRAD", "--year", YEAR),
        ("explain", "--entity", LEA, "--group", "EL", "--indicator", "SUSP", "--year", YEAR, "--format", "json"),
        ("rulebook", "--year", YEAR),
        ("rulebook", "--program", "lcff", "--year", YEAR, "--format", "json"),
        ("report", "--entity", "99000000000000", "--year", YEAR),
        ("report", "--entity", LEA, "--year", YEAR, "--placement", "SUSP"),
        *(("report", "--entity", LEA, "--year", YEAR, "--format", f) for f in ("text", "csv", "json", "html")),
    ]
    answers = {}
    for command in commands:
        answers[command] = sos(*command, *embedded)
        expect(len(answers[command]) > 20, f"{command} says nothing")
        expect(answers[command] == sos(*command, *remote), f"{command} differs between embedded and --server")
    one = next(f for f in files if "susp" in f.name)
    expect(sos("reconcile", "--format", "json", *embedded, one) == sos("reconcile", "--format", "json", *remote, one),
           "reconcile differs")
    sos("release", "2024-preview", *remote)
    expect(b"2024-preview" in sos("release", *remote), "the release is not listed")
    return answers


class Client:
    def __init__(self, cluster):
        import grpc
        from sos.ingestion.v1 import ingestion_service_pb2 as ingestion_pb2
        from sos.ingestion.v1 import ingestion_service_pb2_grpc
        from sos.reporting.v1 import reporting_service_pb2 as reporting_pb2
        from sos.reporting.v1 import reporting_service_pb2_grpc
        self.grpc, self.ingestion_pb2, self.reporting_pb2 = grpc, ingestion_pb2, reporting_pb2
        self.cluster = cluster
        self.ingestion_stub = ingestion_service_pb2_grpc.IngestionServiceStub
        self.reporting_stub = reporting_service_pb2_grpc.ReportingServiceStub

    def channel(self, name):
        return self.grpc.insecure_channel(f"127.0.0.1:{self.cluster.ports[name]}")

    def report(self, server="reporting"):
        with self.channel(server) as channel:
            request = self.reporting_pb2.GetReportRequest(name=f"entities/{LEA}/reports/{YEAR}")
            return self.reporting_stub(channel).GetReport(request, timeout=30, wait_for_ready=True)


def upstream_calls(cluster):
    names = ("ingestion", "indicator", "eligibility")
    # ListRulebooks is the half-minutely look at the rules in force, asked whether or not a report is.
    return {n: [c for c in cluster.processes[n].calls() if not c.endswith(("ListRulebooks", "WatchRevisions"))] for n in names}


def check_years_are_read_once(cluster):
    """A history asks each of the other services once for all its years; other programs find them."""
    def calls_of(*arguments):
        before = upstream_calls(cluster)
        sos(*arguments, "--server", cluster.server)
        after = upstream_calls(cluster)
        # gRPC ends a stream at its reader before the server writes the line about it.
        new = {name: collections.Counter(c.split("/")[-1] for c in after[name][len(before[name]):]) for name in after}
        print(f"calls of sos {' '.join(map(str, arguments))}:", {name: dict(counter) for name, counter in new.items()})
        return new
    history = calls_of("history", "--program", "lcff", "--county", "Synthetic")
    expect(history["indicator"]["StreamResults"] == 1, f"results were read {history['indicator']['StreamResults']} times")
    again = calls_of("history", "--program", "lcff", "--county", "Synthetic", "--basis", "published-letters")
    expect(again["indicator"]["StreamResults"] == 0, "a second history read results again")
    calls_of("history", "--program", "charter", "--county", "Synthetic")
    later = calls_of("eligibility", "--program", "essa", "--county", "Synthetic", "--year", YEAR)
    expect(later["indicator"]["StreamResults"] <= 1, "a year of another program was read more than once")


def check_cache(cluster, client):
    first = client.report()
    expect(first.rows and first.determination.name, "the report is empty")
    before = upstream_calls(cluster)
    second = client.report()
    expect(second == first, "the second GetReport differs")
    expect(upstream_calls(cluster) == before, f"the second GetReport called upstream")
    # The second replica has never been asked: only Redis can know.
    wait_until("the second replica knows the rules", lambda: len(cluster.processes["reporting2"].calls()) >= 0)
    replica = client.report("reporting2")
    expect(replica == first, "the second replica answers otherwise")
    expect(upstream_calls(cluster) == before, "the second replica called upstream instead of reading the key")
    return first


def check_redis_faults(cluster, client, report):
    redis = cluster.processes["redis"]
    redis.kill()
    expect(client.report("reporting2") == report, "without Redis the answer changes")
    cluster.restart("redis")
    expect(client.report("reporting2") == report, "with an empty Redis the answer changes")
    redis.process.send_signal(signal.SIGSTOP)
    expect(client.report() == report, "with a frozen Redis the answer changes")
    redis.process.send_signal(signal.SIGCONT)
    # Other people's bytes under every key.
    keys = subprocess.run(["redis-cli", "-p", str(cluster.ports["redis"]), "keys", "*"], capture_output=True, text=True, check=True).stdout.split("\n")
    for key in filter(None, keys):
        subprocess.run(["redis-cli", "-p", str(cluster.ports["redis"]), "set", key, "garbage"], capture_output=True, check=True)
    cluster.processes["reporting2"].kill()
    cluster.restart("reporting2")
    expect(client.report("reporting2") == report, "garbage in Redis changes the answer")


def check_server_faults(cluster, answers):
    remote = ("--server", cluster.server)
    command = ("report", "--entity", LEA, "--year", YEAR, "--format", "json")
    for name in ("indicator", "eligibility", "reporting", "ingestion"):
        cluster.processes[name].kill()
        cluster.restart(name)
        deadline = time.monotonic() + 60
        while True:
            run = subprocess.run([SOS, *map(str, (*command, *remote))], capture_output=True, check=False, timeout=300)
            if run.returncode == 0 or time.monotonic() > deadline:
                break
        expect(run.stdout == answers[command], f"after killing {name} the answer changes: {run.stderr.decode()[-200:]}")


def check_killed_uploads(cluster, client, big):
    """Kills ingestion during uploads; what was acknowledged stays, and the upload goes on from there."""
    pb2 = client.ingestion_pb2
    data = big.read_bytes()
    chunk_size = 8 << 10
    for kill_after in (0, 1, 3):
        with client.channel("ingestion") as channel:
            stub = client.ingestion_stub(channel)
            asked = pb2.CreateSubmissionRequest(request_id=f"00000000-0000-4000-8000-{kill_after:012d}")
            asked.submission.display_name = big.name
            submission = stub.CreateSubmission(asked, timeout=30, wait_for_ready=True)
            sent = 0
            for _ in range(kill_after):
                chunk = pb2.UploadSubmissionRequest(name=submission.name, offset=sent, data=data[sent:sent + chunk_size])
                answer = stub.UploadSubmission(iter([chunk]), timeout=30)
                sent += chunk_size
                expect(answer.submission.received_byte_count == sent, "an acknowledged chunk is not counted")
        cluster.processes["ingestion"].kill()
        cluster.restart("ingestion")
        with client.channel("ingestion") as channel:
            stub = client.ingestion_stub(channel)
            again = stub.CreateSubmission(asked, timeout=30, wait_for_ready=True)
            expect(again.name == submission.name, "the repeated request_id made another submission")
            expect(again.received_byte_count == sent, f"{again.received_byte_count} bytes after a kill, {sent} acknowledged")
            rest = (pb2.UploadSubmissionRequest(name=again.name, offset=o, data=data[o:o + chunk_size])
                    for o in range(sent, len(data), chunk_size))
            stub.UploadSubmission(rest, timeout=60)
            committed = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=again.name), timeout=60)
            expect(committed.state == 2 and committed.accepted_row_count > 0, f"the resumed upload: {committed}")
        cluster.processes["ingestion"].kill()
        cluster.restart("ingestion")
        with client.channel("ingestion") as channel:
            stub = client.ingestion_stub(channel)
            kept = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=again.name), timeout=60, wait_for_ready=True)
            expect(kept.revision == committed.revision, "a committed revision was lost, or given twice")


def check_settings():
    run = subprocess.run([BIN / "sos-reporting"], env={"SOS_WORKERS": "many", "SOS_DRAIN_TIMEOUT": "soon"},
                         capture_output=True, text=True, check=False)
    expect(run.returncode == 2, f"wrong settings: exit {run.returncode}")
    for name in ("SOS_WORKERS=many", "SOS_DRAIN_TIMEOUT=soon", "SOS_INGESTION_TARGET", "SOS_ELIGIBILITY_TARGET"):
        expect(name in run.stderr, f"wrong settings: {name} is not reported")
    run = subprocess.run([BIN / "sos-ingestion"], env={"SOS_TLS_CERTIFICATE": "/nowhere/tls.crt", "SOS_TLS_KEY": "/nowhere/tls.key"},
                         capture_output=True, text=True, check=False)
    expect(run.returncode == 2 and "/nowhere/tls.crt" in run.stderr, f"a certificate that is not there: exit {run.returncode}: {run.stderr[-300:]}")


def check_arguments(folder):
    """A server takes none: it says where its settings are and makes nothing; anything else is an error."""
    data = folder / "data of nobody"
    for name in ("ingestion", "indicator", "eligibility", "reporting"):
        for arguments, code in ((["--help"], 0), (["-h"], 0), (["--port", "1"], 2), (["serve"], 2), (["--help", "x"], 2)):
            run = subprocess.run([BIN / f"sos-{name}", *arguments], env={"SOS_DATA_DIR": str(data)}, capture_output=True, text=True,
                                 timeout=30, check=False)
            expect(run.returncode == code, f"sos-{name} {arguments}: exit {run.returncode}")
            expect(code or "deploy/README.md" in run.stdout, f"sos-{name} {arguments}: {run.stdout}")
    expect(not data.exists(), "a server that only said how it is used made its data directory")


def check_exposure(folder):
    """In the clear and without tokens, a server serves its own machine alone unless its operator says otherwise."""
    targets = {f"SOS_{name}_TARGET": "127.0.0.1:1" for name in ("INGESTION", "INDICATOR", "ELIGIBILITY")}
    for program in ("ingestion", "indicator", "eligibility", "reporting"):
        run = subprocess.run([BIN / f"sos-{program}"], env={"SOS_LISTEN": "0.0.0.0:0", "SOS_DATA_DIR": str(folder / "unused"), **targets},
                             capture_output=True, text=True, timeout=30, check=False)
        expect(run.returncode == 2 and "SOS_INSECURE" in run.stderr, f"sos-{program} open to others: exit {run.returncode}: {run.stderr[-300:]}")
    run = subprocess.run([BIN / "sos", "serve", "--listen", "0.0.0.0:0", "--data-dir", folder / "unused"], capture_output=True, text=True,
                         timeout=30, check=False)
    expect(run.returncode == 2 and "SOS_INSECURE" in run.stderr, f"sos serve open to others: exit {run.returncode}: {run.stderr[-300:]}")
    expect(not (folder / "unused").exists(), "a server that refused to start made its data directory")


def check_no_core_files(cluster):
    for name, server in cluster.processes.items():
        if name in ("ingestion", "indicator", "eligibility", "reporting"):
            limits = pathlib.Path(f"/proc/{server.process.pid}/limits").read_text()
            expect(re.search(r"Max core file size +0 +0 ", limits), f"{name} may leave a core file")


def check_private_files(folder):
    """Whatever `sos` writes is its user's alone, also under the most open umask."""
    work = folder / "private"
    run = lambda *arguments: subprocess.run([BIN / "sos", *map(str, arguments)], umask=0, capture_output=True, check=True, timeout=300)  # noqa: E731
    run("sample", "--output", work / "files")
    run("generate", "--years", "2025", "--output", work / "records")
    run("ingest", "--data-dir", work / "data", "--output", work / "ingested.csv", "--format", "csv", work / "files", work / "records")
    run("students", "--data-dir", work / "data", "--entity", "99600020000000", "--indicator", "CHRO", "--year", "2025", "--purpose", "a test",
        "--output", work / "students.csv", "--format", "csv")
    run("report", "--data-dir", work / "data", "--entity", "99600020000000", "--year", "2024", "--output", work / "report.html", "--format", "html")
    run("backup", work / "backup.sqlite", "--data-dir", work / "data")
    open_to_others = [f"{path.relative_to(folder)} {path.stat().st_mode & 0o777:04o}" for path in [work, *work.rglob("*")]
                      if path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)]
    expect(not open_to_others, f"others may read {open_to_others}")
    expect((work / "students.csv").read_text().count("\n") > 10, "no students were listed")


def main():
    for program in ("redis-server", "protoc", "grpc_python_plugin"):
        if shutil.which(program) is None:
            print(f"SKIP servers: {program} is not installed")
            sys.exit(77)
    try:
        import grpc  # noqa: F401
    except ImportError:
        print("SKIP servers: python3-grpcio is not installed")
        sys.exit(77)
    check_settings()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_arguments(folder)
        check_exposure(folder)
        check_private_files(folder)
        sos("sample", "--output", folder / "files")
        files = sorted((folder / "files").iterdir())
        generate_client(folder / "client")
        cluster = Cluster(folder)
        try:
            check_no_core_files(cluster)
            client = Client(cluster)
            answers = check_same_bytes(cluster, files, folder)
            check_years_are_read_once(cluster)
            report = check_cache(cluster, client)
            check_redis_faults(cluster, client, report)
            check_server_faults(cluster, answers)
            check_killed_uploads(cluster, client, max(files, key=lambda f: f.stat().st_size))
            for server in ("reporting", "reporting2", "eligibility", "indicator", "ingestion"):
                expect(cluster.processes[server].stop() == 0, f"{server} did not drain and exit with 0")
        finally:
            cluster.close()
    print(f"servers: {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
