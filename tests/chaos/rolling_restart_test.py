# SPDX-License-Identifier: Apache-2.0
"""Restarts everything, one after the other, under load, and looks for one failed call or wrong answer.

Two replicas of each service over TLS, a real PostgreSQL and a real Redis. A load of mixed calls runs from clients
with round robin and retries by service config, as a partner has them, beside one writer. Then: every server is
restarted in turn; Redis is stopped and started; PostgreSQL is restarted. Reads never fail and answer as before.
Writes may be told UNAVAILABLE, are repeated with the same request_id, and happen exactly once.

    rolling_restart_test.py [CALLS_PER_SECOND]        500 by default
"""

import itertools
import json
import pathlib
import signal
import sys
import tempfile
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import real_suite as real  # noqa: E402

THREADS = 8
SERVICE_CONFIG = json.dumps({
    "loadBalancingConfig": [{"round_robin": {}}],
    "healthCheckConfig": {"serviceName": "readiness"},
    "methodConfig": [{"name": [{}], "retryPolicy": {"maxAttempts": 5, "initialBackoff": "0.1s", "maxBackoff": "1s",
                                                    "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]})
FAILURES = []


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}", flush=True)
    if not holds:
        FAILURES.append(what)


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
    lea, year = real.LEA, real.YEAR
    return [
        ("report", lambda p: p.stubs["reporting"].GetReport(reporting.GetReportRequest(name=f"entities/{lea}/reports/{year}", revision=p.revision), timeout=20)),
        ("result", lambda p: p.stubs["indicator"].GetResult(indicator.GetResultRequest(name=f"entities/{lea}/results/{year}-chro-all", revision=p.revision), timeout=20)),
        ("determination", lambda p: p.stubs["eligibility"].GetDetermination(eligibility.GetDeterminationRequest(
            name=f"entities/{lea}/determinations/lcff-{year}", revision=p.revision), timeout=20)),
        ("entity", lambda p: p.stubs["ingestion"].GetEntity(ingestion.GetEntityRequest(name=f"entities/{lea}", revision=p.revision), timeout=20)),
        ("report", lambda p: p.stubs["reporting"].GetReport(reporting.GetReportRequest(name=f"entities/{lea}/reports/{year}", revision=p.revision), timeout=20)),
    ]


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
    for (name, replica), port in suite.ports.items():
        program = suite.programs[name, replica]
        code = program.send(signal.SIGTERM)
        if code != 0:
            check(f"{name} {replica} drains and ends with 0", False, code)
        program.start()
        real.wait_until(name, lambda p=port: real.accepts(p))
        time.sleep(0.5)  # As an orchestrator waits for readiness, and clients for their reconnection.


def stop_redis(suite):
    suite.programs["redis"].kill()
    restart_each(suite)
    suite.programs["redis"].start()
    real.wait_until("redis", lambda: real.accepts(suite.redis_port))


def newest_revision(suite, token):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    partner = Partner(suite, token)
    snapshot = partner.stubs["ingestion"].GetSnapshot(pb2.GetSnapshotRequest(), timeout=20, wait_for_ready=True)
    partner.close()
    return snapshot.revision


def under_load(suite, token, revision, rate, file, what, disturb, writes_may_wait):
    load, writer = Load(suite, token, revision, rate), Writer(suite, token, file)
    before = newest_revision(suite, token)
    load.start()
    writer.start()
    disturb(suite)
    writer.stopping.set()
    writer.join()
    load.stop()
    print(f"     {what}: {load.counts['calls']} calls at {load.rate:.0f}/s, {len(writer.committed)} writes, {writer.repeated} repeated")
    check(f"{what}: no call failed", load.counts["failed"] == 0, (load.counts, load.examples[:3]))
    check(f"{what}: no answer was wrong", load.counts["wrong"] == 0, load.counts)
    check(f"{what}: the load was what was asked", load.rate > rate * 0.9, f"{load.rate:.0f} calls/s of {rate}")
    check(f"{what}: no write failed", not writer.errors, writer.errors[:3])
    check(f"{what}: writes were not even told to wait", writes_may_wait or writer.repeated == 0, writer.repeated)
    revisions = [submission.revision for submission in writer.committed]
    check(f"{what}: each write happened exactly once, one after the other",
          revisions == list(range(before + 1, before + 1 + len(revisions))) and newest_revision(suite, token) == before + len(revisions), revisions)


def main():
    real.skip_unless_possible("rolling restarts", postgres=True)
    rate = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        suite = real.RealSuite(folder, store="postgres", replicas=dict.fromkeys(real.SERVICES, 2),
                               settings={"SOS_DRAIN_DELAY": "500ms", "SOS_MAX_CONCURRENT_CALLS": "256"})
        try:
            files = suite.load_sample()
            file = min(files, key=lambda f: f.stat().st_size)
            token = suite.token("state", SOS_TOKEN_SECONDS=7200)
            revision = newest_revision(suite, token)
            for what, disturb, writes_may_wait in (("a rolling restart", restart_each, False),
                                                   ("the same without Redis", stop_redis, False),
                                                   ("PostgreSQL restarted", lambda s: (s.postgres.restart(), time.sleep(3)), True)):
                under_load(suite, token, revision, rate, file, what, disturb, writes_may_wait)
        finally:
            suite.close()
    print(f"rolling restarts: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
