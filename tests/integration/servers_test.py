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
import pathlib
import re
import signal
import subprocess
import time

import pytest
from harness import real_suite as real
from harness.real_suite import BIN, LEA, SERVICES, SOS, YEAR, accepts, free_port, sos, wait_until

COMMANDS = (
    ("results", "--year", YEAR, "--format", "csv"),
    ("results", "--entity", LEA),
    ("show",),
    ("show", "graduation", "--year", YEAR, "--format", "csv"),
    ("show", "local-priority-1", "--entity", LEA, "--format", "json"),
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
)
REPORT = ("report", "--entity", LEA, "--year", YEAR, "--format", "json")


class Server(real.Program):
    def stop(self):
        return self.send(signal.SIGTERM)

    def calls(self):
        """Methods this server has answered, from its log."""
        return [line["method"] for line in self.lines() if line["message"] == "call"]


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        names = ["redis", "ingestion", "indicator", "eligibility", "reporting", "reporting2"]
        self.ports = {name: free_port() for name in names}
        self.processes = {}
        self.processes["redis"] = real.Program(
            ["redis-server", "--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--save", "",
             "--appendonly", "no", "--dir", str(folder)], folder / "redis.log")
        targets = {f"SOS_{n.upper()}_TARGET": f"127.0.0.1:{self.ports[n]}" for n in ("ingestion", "indicator", "eligibility")}
        for name in names[1:]:
            program = name.rstrip("2")
            self.processes[name] = Server(
                [BIN / f"sos-{program}"], folder / f"{name}.log",
                {"SOS_LISTEN": f"127.0.0.1:{self.ports[name]}", "SOS_DATA_DIR": str(folder / "data"), "SOS_LOG_CALLS": "true",
                 "SOS_REDIS_ADDRESS": f"127.0.0.1:{self.ports['redis']}", "SOS_REDIS_TIMEOUT": "500ms", **targets})
        for name in names:
            wait_until(name, lambda n=name: accepts(self.ports[n]))
        self.server = ",".join(f"{n}=127.0.0.1:{self.ports[n]}" for n in ("ingestion", "indicator", "eligibility", "reporting"))

    def restart(self, name):
        self.processes[name].start()
        wait_until(name, lambda: accepts(self.ports[name]))

    def close(self):
        for process in self.processes.values():
            process.kill()


def without_load_times(answer):
    """When a file was loaded is the one thing of an answer that two stores of the same files do not share."""
    return re.sub(rb'"loadTime": *"[^"]*"', b'"loadTime": ""', answer)


def without_submission_ids(output):
    return re.sub(rb'"submission":"[^"]*"', b"", output)


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


@pytest.fixture(scope="module")
def cluster(servers_run, stubs, folder):
    running = Cluster(folder)
    yield running
    running.close()


@pytest.fixture(scope="module")
def files(folder):
    sos("sample", "--output", folder / "files")
    return sorted((folder / "files").iterdir())


class Loaded:
    """The sample, taken in by the embedded program and by the servers: how `sos` asks either, and what it said."""

    def __init__(self, cluster, files):
        self.embedded, self.remote = ("--data-dir", cluster.folder / "embedded"), ("--server", cluster.server)
        self.said = [sos("ingest", *where, "--format", "json", *files) for where in (self.embedded, self.remote)]


@pytest.fixture(scope="module")
def loaded(cluster, files):
    return Loaded(cluster, files)


@pytest.fixture(scope="module")
def client(cluster):
    return Client(cluster)


@pytest.fixture(scope="module")
def report(loaded, client):
    return client.report()


@pytest.mark.parametrize("name", SERVICES)
def test_a_server_leaves_no_core_file(cluster, name):
    limits = pathlib.Path(f"/proc/{cluster.processes[name].process.pid}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits)


def test_ingest_says_the_same_embedded_and_with_servers(loaded):
    assert without_submission_ids(loaded.said[0]) == without_submission_ids(loaded.said[1])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(map(str, command)))
def test_a_command_gives_the_same_bytes_embedded_and_with_servers(loaded, command):
    answer = sos(*command, *loaded.embedded)
    assert len(answer) > 20, "it says nothing"
    assert without_load_times(answer) == without_load_times(sos(*command, *loaded.remote))


def test_reconcile_gives_the_same_bytes_embedded_and_with_servers(loaded, files):
    one = next(f for f in files if "susp" in f.name)
    assert sos("reconcile", "--format", "json", *loaded.embedded, one) == sos("reconcile", "--format", "json", *loaded.remote, one)


def test_a_release_is_listed(loaded):
    sos("release", "2024-preview", *loaded.remote)
    assert b"2024-preview" in sos("release", *loaded.remote)


def test_a_history_asks_each_of_the_other_services_once_for_all_its_years(cluster, loaded):
    """Other programs find them."""

    def calls_of(*arguments):
        before = upstream_calls(cluster)
        sos(*arguments, "--server", cluster.server)
        after = upstream_calls(cluster)
        # gRPC ends a stream at its reader before the server writes the line about it.
        new = {name: collections.Counter(c.split("/")[-1] for c in after[name][len(before[name]):]) for name in after}
        print(f"calls of sos {' '.join(map(str, arguments))}:", {name: dict(counter) for name, counter in new.items()})
        return new
    history = calls_of("history", "--program", "lcff", "--county", "Synthetic")
    assert history["indicator"]["StreamResults"] == 1, f"results were read {history['indicator']['StreamResults']} times"
    again = calls_of("history", "--program", "lcff", "--county", "Synthetic", "--basis", "published-letters")
    assert again["indicator"]["StreamResults"] == 0, "a second history read results again"
    calls_of("history", "--program", "charter", "--county", "Synthetic")
    later = calls_of("eligibility", "--program", "essa", "--county", "Synthetic", "--year", YEAR)
    assert later["indicator"]["StreamResults"] <= 1, "a year of another program was read more than once"


def test_a_second_report_makes_no_call_upstream(cluster, client, report):
    assert report.rows and report.determination.name, "the report is empty"
    before = upstream_calls(cluster)
    assert client.report() == report
    assert upstream_calls(cluster) == before


def test_a_second_replica_answers_from_the_key_of_the_first(cluster, client, report):
    """It has never been asked: only Redis can know."""
    before = upstream_calls(cluster)
    assert client.report("reporting2") == report
    assert upstream_calls(cluster) == before, "the second replica called upstream instead of reading the key"


def test_no_fault_of_redis_changes_an_answer(cluster, client, report):
    redis = cluster.processes["redis"]
    redis.kill()
    assert client.report("reporting2") == report, "without Redis the answer changes"
    cluster.restart("redis")
    assert client.report("reporting2") == report, "with an empty Redis the answer changes"
    redis.process.send_signal(signal.SIGSTOP)
    assert client.report() == report, "with a frozen Redis the answer changes"
    redis.process.send_signal(signal.SIGCONT)
    # Other people's bytes under every key.
    redis_cli = ["redis-cli", "-p", str(cluster.ports["redis"])]
    keys = subprocess.run([*redis_cli, "keys", "*"], capture_output=True, text=True, check=True).stdout.split("\n")
    for key in filter(None, keys):
        subprocess.run([*redis_cli, "set", key, "garbage"], capture_output=True, check=True)
    cluster.processes["reporting2"].kill()
    cluster.restart("reporting2")
    assert client.report("reporting2") == report, "garbage in Redis changes the answer"


@pytest.mark.parametrize("name", ("indicator", "eligibility", "reporting", "ingestion"))
def test_a_killed_server_changes_no_answer(cluster, loaded, name):
    cluster.processes[name].kill()
    cluster.restart(name)
    deadline = time.monotonic() + 60
    while True:
        run = subprocess.run([SOS, *map(str, (*REPORT, *loaded.remote))], capture_output=True, check=False, timeout=300)
        if run.returncode == 0 or time.monotonic() > deadline:
            break
    assert without_load_times(run.stdout) == without_load_times(sos(*REPORT, *loaded.embedded)), run.stderr.decode()[-200:]


@pytest.mark.parametrize("kill_after", (0, 1, 3))
def test_an_upload_is_taken_up_where_the_received_bytes_end_when_ingestion_is_killed(cluster, client, loaded, files, kill_after):
    """What was acknowledged stays."""
    pb2 = client.ingestion_pb2
    big = max(files, key=lambda f: f.stat().st_size)
    data = big.read_bytes()
    chunk_size = 8 << 10
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
            assert answer.submission.received_byte_count == sent, "an acknowledged chunk is not counted"
    cluster.processes["ingestion"].kill()
    cluster.restart("ingestion")
    with client.channel("ingestion") as channel:
        stub = client.ingestion_stub(channel)
        again = stub.CreateSubmission(asked, timeout=30, wait_for_ready=True)
        assert again.name == submission.name, "the repeated request_id made another submission"
        assert again.received_byte_count == sent, f"{again.received_byte_count} bytes after a kill, {sent} acknowledged"
        rest = (pb2.UploadSubmissionRequest(name=again.name, offset=o, data=data[o:o + chunk_size])
                for o in range(sent, len(data), chunk_size))
        stub.UploadSubmission(rest, timeout=60)
        committed = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=again.name), timeout=60)
        assert committed.state == 2 and committed.accepted_row_count > 0, f"the resumed upload: {committed}"
    cluster.processes["ingestion"].kill()
    cluster.restart("ingestion")
    with client.channel("ingestion") as channel:
        stub = client.ingestion_stub(channel)
        kept = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=again.name), timeout=60, wait_for_ready=True)
        assert kept.revision == committed.revision, "a committed revision was lost, or given twice"


@pytest.mark.parametrize("name", ("reporting", "reporting2", "eligibility", "indicator", "ingestion"))
def test_a_server_drains_and_ends_with_0(cluster, loaded, name):
    assert cluster.processes[name].stop() == 0
