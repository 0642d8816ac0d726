# SPDX-License-Identifier: Apache-2.0
"""What was acknowledged is there: commits beside live backups, many readers, a second program that is refused, and
kill -9 of the server (and of PostgreSQL) at random moments.

Afterwards: no acknowledged commit is lost, none is torn, no revision was given twice, the store is whole. `--commits` and
`--kills` say how long it goes on; `-k sqlite` or `-k postgres` is one store.
"""

import collections
import random
import signal
import subprocess
import threading
import time

import pytest
from chaos import commits
from harness import real_suite as real

WRITERS, READERS = 4, 8
ANSWERED = "a commit is answered in the end"
SERVED = "no read is refused but for want of a server"
WHOLE = "no commit is torn"
ITS_VALUE = "a revision has the value of its commit"
FORWARD = "a reader never goes back"
UP_TO_DATE = "a reader sees what was acknowledged before"
BACKED_UP = "a live backup succeeds"
ONE_WRITER = "a second writer is refused"
STATEMENTS = (ANSWERED, SERVED, WHOLE, ITS_VALUE, FORWARD, UP_TO_DATE, BACKED_UP, ONE_WRITER)


class Run:
    def __init__(self, folder, store, wanted, kills):
        self.folder, self.store, self.wanted, self.kills = folder, store, wanted, kills
        self.suite = real.RealSuite(folder, store=store, secure=False, settings={"SOS_MAX_CONCURRENT_CALLS": "256"})
        self.acknowledged = commits.Acknowledged()
        self.counts = collections.Counter()
        self.done = threading.Event()
        self.held = threading.Lock()
        self.findings = commits.Findings(STATEMENTS)
        self.expect = self.findings.expect
        self.lost, self.newest = [], 0

    def stub(self):
        import grpc
        from sos.ingestion.v1 import ingestion_service_pb2_grpc
        options = (("grpc.use_local_subchannel_pool", 1), ("grpc.max_reconnect_backoff_ms", 200))
        return ingestion_service_pb2_grpc.IngestionServiceStub(grpc.insecure_channel(self.suite.target("ingestion"), options=options))

    def write(self):
        from sos.ingestion.v1 import ingestion_service_pb2 as pb2
        stub = self.stub()
        while len(self.acknowledged) < self.wanted and not self.done.is_set():
            made = commits.commit(stub, pb2, self.acknowledged.new_value(), self.acknowledged)
            self.expect(ANSWERED, made is not None)

    def read(self):
        import grpc
        from sos.ingestion.v1 import ingestion_service_pb2 as pb2
        stub = self.stub()
        suspension = pb2.sos_dot_ingestion_dot_v1_dot_submission__pb2.COLLECTION_SUSPENSION
        request = pb2.StreamPartitionsRequest(
            filter={"lea_cds": commits.LEAS, "dashboard_years": [commits.YEAR], "collections": [suspension]})
        newest = 0
        while not self.done.is_set():
            floor = max(self.acknowledged.by_number, default=0) if self.counts["reads"] % 50 == 0 else 0
            try:
                found = [p for message in stub.StreamPartitions(request, timeout=20) for p in message.partitions]
            except grpc.RpcError as error:
                self.expect(SERVED, error.code() in
                            (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED), error.details())
                time.sleep(0.05)
                continue
            self.counts["reads"] += 1
            if not found:
                continue
            values = {p.measures.current_numerators[0] for p in found}
            self.expect(WHOLE, len(found) == 2 and len(values) == 1 and len({p.revision for p in found}) == 1, values)
            known = self.acknowledged.by_identity.get(found[0].revision_identity)
            self.expect(ITS_VALUE, known in (None, (found[0].revision, min(values))), (known, values))
            self.expect(FORWARD, found[0].revision >= newest, (newest, found[0].revision))
            self.expect(UP_TO_DATE, found[0].revision >= floor, (floor, found[0].revision))
            newest = max(newest, found[0].revision)

    def back_up(self):
        """Live backups, each verified; `sos verify` beside the server; and a second program, which is refused."""
        data, number = self.folder / "data", 0
        other = self.folder / f"suspdownload{commits.YEAR}.txt"
        other.write_bytes(commits.file_of(1))
        environment = {"SOS_POSTGRES": self.suite.postgres.connection} if self.suite.postgres else {}
        where = ["--postgres"] if self.suite.postgres else ["--data-dir", data]
        while not self.done.is_set():
            backup = self.folder / f"backup-{number}.sqlite"
            try:
                real.sos("backup", backup, *where, **environment)
                real.sos("backup", "--verify", backup)
                self.counts["backups"] += 1
                if number % 5 == 0:
                    real.sos("verify", *where, **environment)
                    self.counts["verified"] += 1
            except RuntimeError as error:  # While PostgreSQL is down there is nothing to back up.
                self.expect(BACKED_UP, self.suite.postgres is not None and "retry" in str(error), error)
            backup.unlink(missing_ok=True)
            number += 1
            if not self.suite.postgres and self.suite.programs["ingestion", 0].process.poll() is None:
                self.refuse(data, other)

    def refuse(self, data, file):
        with self.held:  # Between a kill and the next start nobody holds the directory.
            run = subprocess.run([real.SOS, "ingest", "--data-dir", data, file], capture_output=True, text=True, check=False)
        self.expect(ONE_WRITER, run.returncode == 2 and "is being written by process" in run.stderr
                    and "sos --server" in run.stderr, (run.returncode, run.stderr[-200:]))
        self.counts["refused"] += 1

    def kill(self, random_moment):
        server = self.suite.programs["ingestion", 0]
        for number in range(1, self.kills + 1):
            while len(self.acknowledged) < self.wanted * number // (self.kills + 1) and not self.done.is_set():
                time.sleep(0.01)
            time.sleep(random_moment.uniform(0, 0.05))
            self.counts["kills"] += 1
            if self.suite.postgres and number % 2:
                # All of its processes at once, as a power cut would: a postmaster that is killed alone leaves others behind.
                self.suite.postgres.program.send(signal.SIGQUIT)
                self.suite.postgres.program.start()
                self.suite.postgres.wait()
                continue
            with self.held:
                server.kill()
                server.start()
                real.wait_until("ingestion", lambda: real.accepts(self.suite.ports["ingestion", 0]))

    def run(self):
        from sos.ingestion.v1 import ingestion_service_pb2 as pb2
        writers = [threading.Thread(target=self.write) for _ in range(WRITERS)]
        others = [threading.Thread(target=self.read) for _ in range(READERS)]
        others.append(threading.Thread(target=self.back_up))
        for thread in writers + others:
            thread.start()
        self.kill(random.Random(4711))
        for thread in writers:
            thread.join()
        self.done.set()
        for thread in others:
            thread.join()
        self.suite.programs["ingestion", 0].kill()
        environment = {"SOS_POSTGRES": self.suite.postgres.connection} if self.suite.postgres else {}
        real.sos("verify", *(["--postgres"] if self.suite.postgres else ["--data-dir", self.folder / "data"]), **environment)
        self.suite.programs["ingestion", 0].start()
        real.wait_until("ingestion", lambda: real.accepts(self.suite.ports["ingestion", 0]))
        stub = self.stub()
        import grpc
        for identity, (number, _) in self.acknowledged.by_identity.items():
            try:
                found = stub.GetRevision(pb2.GetRevisionRequest(revision_identity=identity), timeout=20, wait_for_ready=True).revision
            except grpc.RpcError as error:
                found = error.code().name
            if found != number:
                self.lost.append((number, found))
        self.newest = stub.GetRevision(pb2.GetRevisionRequest(), timeout=20).revision
        print(f"{self.store}: {len(self.acknowledged)} acknowledged commits, newest revision {self.newest}, {len(self.lost)} lost, "
              f"{dict(self.counts)}", flush=True)


@pytest.fixture(scope="module", params=("sqlite", "postgres"))
def finished(request, postgres_runs, stubs, folder):
    """The run on a store, once it is over."""
    run = Run(folder / request.param, request.param, request.config.getoption("commits"), request.config.getoption("kills"))
    try:
        run.run()
        yield run
    finally:
        run.done.set()
        run.suite.close()


def test_as_many_commits_as_wanted_are_acknowledged(finished):
    assert len(finished.acknowledged) >= finished.wanted, finished.counts
    assert finished.counts["kills"] == finished.kills


@pytest.mark.parametrize("statement", STATEMENTS)
def test_all_the_time(finished, statement):
    examples = finished.findings.examples[statement]
    assert not examples, f"{len(examples)} times: {examples[:3]}"


def test_no_acknowledged_commit_is_lost(finished):
    assert not finished.lost, len(finished.lost)


def test_no_revision_was_given_twice(finished):
    assert not finished.acknowledged.twice


def test_revisions_have_no_gaps(finished):
    assert finished.newest >= len(finished.acknowledged)
    assert set(finished.acknowledged.by_number) <= set(range(1, finished.newest + 1))
