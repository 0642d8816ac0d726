# SPDX-License-Identifier: Apache-2.0
"""Restarts everything, one after the other, under load, and looks for one failed call or wrong answer.

Two replicas of each service over TLS, a real PostgreSQL and a real Redis. A load of mixed calls runs from clients
with round robin and retries by service config, as a partner has them, beside one writer. Then: every server is
restarted in turn; Redis is stopped and started; PostgreSQL is restarted. Reads never fail and answer as before.
Writes may be told UNAVAILABLE, are repeated with the same request_id, and happen exactly once.

`--calls-per-second` says how much the load is.
"""

import itertools
import json
import signal
import threading
import time
import uuid

import pytest
from harness import real_suite as real

THREADS = 8
SERVICE_CONFIG = json.dumps({
    "loadBalancingConfig": [{"round_robin": {}}],
    "healthCheckConfig": {"serviceName": "readiness"},
    "methodConfig": [{"name": [{}], "retryPolicy": {"maxAttempts": 5, "initialBackoff": "0.1s", "maxBackoff": "1s",
                                                    "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]})


class Partner:
    """A client of every service, over all its replicas."""

    def __init__(self, suite, token):
        import grpc
        ca = (suite.certificates / "ca.pem").read_bytes()
        self.channels, self.stubs = [], {}
        for name, _, stub in real.services():
            credentials = grpc.composite_channel_credentials(grpc.ssl_channel_credentials(ca), grpc.access_token_call_credentials(token))
            options = (("grpc.service_config", SERVICE_CONFIG), ("grpc.ssl_target_name_override", "localhost"),
                       ("grpc.max_reconnect_backoff_ms", 500), ("grpc.initial_reconnect_backoff_ms", 100),
                       ("grpc.use_local_subchannel_pool", 1))
            self.channels.append(grpc.secure_channel(suite.target(name), credentials, options=options))
            self.stubs[name] = stub(self.channels[-1])

    def close(self):
        for channel in self.channels:
            channel.close()


def reads():
    """(name, function of a Partner) of each kind of read in the mix."""
    from sos.eligibility.v1 import eligibility_service_pb2 as eligibility
    from sos.indicator.v1 import indicator_service_pb2 as indicator
    from sos.ingestion.v1 import ingestion_service_pb2 as ingestion
    from sos.reporting.v1 import reporting_service_pb2 as reporting
    lea, year = f"entities/{real.LEA}", real.YEAR

    def report(partner):
        request = reporting.GetReportRequest(name=f"{lea}/reports/{year}", revision=partner.revision)
        return partner.stubs["reporting"].GetReport(request, timeout=20)

    def result(partner):
        request = indicator.GetResultRequest(name=f"{lea}/results/{year}-chro-all", revision=partner.revision)
        return partner.stubs["indicator"].GetResult(request, timeout=20)

    def determination(partner):
        request = eligibility.GetDeterminationRequest(name=f"{lea}/determinations/lcff-{year}", revision=partner.revision)
        return partner.stubs["eligibility"].GetDetermination(request, timeout=20)

    def entity(partner):
        return partner.stubs["ingestion"].GetEntity(ingestion.GetEntityRequest(name=lea, revision=partner.revision), timeout=20)

    return [("report", report), ("result", result), ("determination", determination), ("entity", entity), ("report", report)]


class Load:
    """Threads that read at a rate until stopped, and compare each answer with the first of its kind."""

    def __init__(self, suite, token, revision, rate):
        self.suite, self.token, self.revision = suite, token, revision
        self.pause = THREADS / rate
        self.expected = {}
        self.counts = dict.fromkeys(("calls", "failed", "wrong"), 0)
        self.examples = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(n,)) for n in range(THREADS)]

    def start(self):
        partner = self.partner()
        for what, read in reads():
            self.expected[what] = read(partner)
        partner.close()
        for thread in self.threads:
            thread.start()
        self.begun = time.monotonic()

    def partner(self):
        partner = Partner(self.suite, self.token)
        partner.revision = self.revision
        return partner

    def run(self, number):
        import grpc
        partner = self.partner()
        due = time.monotonic() + number * self.pause / THREADS
        for what, read in itertools.islice(itertools.cycle(reads()), number, None):
            if self.stopping.is_set():
                break
            time.sleep(max(0, due - time.monotonic()))
            due += self.pause
            outcome = "calls"
            try:
                if read(partner) != self.expected[what]:
                    outcome = "wrong"
            except grpc.RpcError as error:
                outcome = "failed"
                self.examples.append((what, error.code().name, error.details()))
            with self.lock:
                self.counts["calls"] += 1
                if outcome != "calls":
                    self.counts[outcome] += 1
        partner.close()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        self.rate = self.counts["calls"] / (time.monotonic() - self.begun)


class Writer(threading.Thread):
    """Sends one small file in after the other; an attempt that is told UNAVAILABLE is repeated as it was."""

    def __init__(self, suite, token, file):
        super().__init__()
        self.suite, self.token, self.data, self.name_of_file = suite, token, file.read_bytes(), file.name
        self.stopping = threading.Event()
        self.committed, self.repeated, self.errors = [], 0, []

    def run(self):
        import grpc
        partner = Partner(self.suite, self.token)
        while not self.stopping.is_set():
            request_id = str(uuid.uuid4())
            while True:
                try:
                    self.committed.append(self.send(partner.stubs["ingestion"], request_id))
                    break
                except grpc.RpcError as error:
                    if error.code() != grpc.StatusCode.UNAVAILABLE:
                        self.errors.append((error.code().name, error.details()))
                        break
                    self.repeated += 1
                    time.sleep(0.05)
            self.stopping.wait(0.3)
        partner.close()

    def send(self, stub, request_id):
        from sos.ingestion.v1 import ingestion_service_pb2 as pb2
        request = pb2.CreateSubmissionRequest(request_id=request_id)
        request.submission.display_name = self.name_of_file
        submission = stub.CreateSubmission(request, timeout=20)
        if not submission.revision:
            stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=submission.name, data=self.data)]), timeout=20)
        return stub.CommitSubmission(pb2.CommitSubmissionRequest(name=submission.name), timeout=60)


def restart_each(suite):
    """{server: exit code} of all of them, one after the other."""
    codes = {}
    for (name, replica), port in suite.ports.items():
        program = suite.programs[name, replica]
        codes[name, replica] = program.send(signal.SIGTERM)
        program.start()
        real.wait_until(name, lambda p=port: real.accepts(p))
        time.sleep(0.5)  # As an orchestrator waits for readiness, and clients for their reconnection.
    return codes


def stop_redis(suite):
    suite.programs["redis"].kill()
    codes = restart_each(suite)
    suite.programs["redis"].start()
    real.wait_until("redis", lambda: real.accepts(suite.redis_port))
    return codes


def restart_postgres(suite):
    suite.postgres.restart()
    time.sleep(3)
    return {}


def newest_revision(suite, token):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    partner = Partner(suite, token)
    snapshot = partner.stubs["ingestion"].GetSnapshot(pb2.GetSnapshotRequest(), timeout=20, wait_for_ready=True)
    partner.close()
    return snapshot.revision


class UnderLoad:
    """What calls and writes were answered while something was restarted."""

    def __init__(self, suite, token, revision, rate, file, disturb):
        self.load, self.writer = Load(suite, token, revision, rate), Writer(suite, token, file)
        self.asked, self.before = rate, newest_revision(suite, token)
        self.load.start()
        self.writer.start()
        self.codes = disturb(suite)
        self.writer.stopping.set()
        self.writer.join()
        self.load.stop()
        self.after = newest_revision(suite, token)


@pytest.fixture(scope="module")
def restartable(postgres_runs, stubs, folder):
    """The servers, a file to write, a token, and the revision to read."""
    running = real.RealSuite(folder, store="postgres", replicas=dict.fromkeys(real.SERVICES, 2),
                             settings={"SOS_DRAIN_DELAY": "500ms", "SOS_MAX_CONCURRENT_CALLS": "256"})
    try:
        file = min(running.load_sample(), key=lambda f: f.stat().st_size)
        token = running.token("state", SOS_TOKEN_SECONDS=7200)
        yield running, file, token, newest_revision(running, token)
    finally:
        running.close()


@pytest.fixture(scope="module", params=(restart_each, stop_redis, restart_postgres),
                ids=("a_rolling_restart", "the_same_without_redis", "postgres_restarted"))
def under_load(request, restartable):
    suite, file, token, revision = restartable
    return UnderLoad(suite, token, revision, request.config.getoption("calls_per_second"), file, request.param)


def test_every_server_drains_and_ends_with_0(under_load):
    assert not [server for server, code in under_load.codes.items() if code != 0], under_load.codes


def test_no_call_failed(under_load):
    assert under_load.load.counts["failed"] == 0, (under_load.load.counts, under_load.load.examples[:3])


def test_no_answer_was_wrong(under_load):
    assert under_load.load.counts["wrong"] == 0, under_load.load.counts


def test_the_load_was_what_was_asked(under_load):
    assert under_load.load.rate > under_load.asked * 0.9


def test_no_write_failed(under_load):
    assert not under_load.writer.errors


def test_writes_were_not_even_told_to_wait_but_while_postgresql_restarted(under_load, request):
    may_wait = request.node.callspec.params["under_load"] is restart_postgres
    assert may_wait or under_load.writer.repeated == 0


def test_each_write_happened_exactly_once_one_after_the_other(under_load):
    revisions = [submission.revision for submission in under_load.writer.committed]
    assert revisions == list(range(under_load.before + 1, under_load.before + 1 + len(revisions)))
    assert under_load.after == under_load.before + len(revisions)
