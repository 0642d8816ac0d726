# SPDX-License-Identifier: Apache-2.0
"""What was acknowledged is there: commits beside live backups, many readers, a second program that is refused, and
kill -9 of the server (and of PostgreSQL) at random moments.

    acknowledged_commits_test.py [COMMITS] [KILLS] [STORE...]       10000 50 sqlite postgres

Afterwards: no acknowledged commit is lost, none is torn, no revision was given twice, the store is whole.
"""

import collections
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]
import commits  # noqa: E402
from harness import real_suite as real  # noqa: E402
from commits import FAILURES, check  # noqa: E402

WRITERS, READERS = 4, 8


class Run:
    def __init__(self, folder, store, wanted, kills):
        self.folder, self.store, self.wanted, self.kills = folder, store, wanted, kills
        self.suite = real.RealSuite(folder, store=store, secure=False, settings={"SOS_MAX_CONCURRENT_CALLS": "256"})
        self.acknowledged = commits.Acknowledged()
        self.counts = collections.Counter()
        self.done = threading.Event()
        self.held = threading.Lock()

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
            check("a commit is answered in the end", made is not None)

    def read(self):
        import grpc
        from sos.ingestion.v1 import ingestion_service_pb2 as pb2
        stub = self.stub()
        request = pb2.StreamPartitionsRequest(filter={"lea_cds": commits.LEAS, "dashboard_years": [commits.YEAR],
                                                      "collections": [pb2.sos_dot_ingestion_dot_v1_dot_submission__pb2.COLLECTION_SUSPENSION]})
        newest = 0
        while not self.done.is_set():
            floor = max(self.acknowledged.by_number, default=0) if self.counts["reads"] % 50 == 0 else 0
            try:
                found = [p for message in stub.StreamPartitions(request, timeout=20) for p in message.partitions]
            except grpc.RpcError as error:
                check("no read is refused but for want of a server", error.code() in
                      (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED), error.details())
                time.sleep(0.05)
                continue
            self.counts["reads"] += 1
            if not found:
                continue
            values = {p.measures.current_numerators[0] for p in found}
            check("no commit is torn", len(found) == 2 and len(values) == 1 and len({p.revision for p in found}) == 1, values)
            known = self.acknowledged.by_identity.get(found[0].revision_identity)
            check("a revision has the value of its commit", known in (None, (found[0].revision, min(values))), (known, values))
            check("a reader never goes back", found[0].revision >= newest, (newest, found[0].revision))
            check("a reader sees what was acknowledged before", found[0].revision >= floor, (floor, found[0].revision))
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
                check("a live backup succeeds", self.suite.postgres is not None and "retry" in str(error), error)
            backup.unlink(missing_ok=True)
            number += 1
            if not self.suite.postgres and self.suite.programs["ingestion", 0].process.poll() is None:
                self.refuse(data, other)

    def refuse(self, data, file):
        with self.held:  # Between a kill and the next start nobody holds the directory.
            run = subprocess.run([real.SOS, "ingest", "--data-dir", data, file], capture_output=True, text=True, check=False)
        check("a second writer is refused", run.returncode == 2 and "is being written by process" in run.stderr
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
        lost = 0
        for identity, (number, _) in self.acknowledged.by_identity.items():
            import grpc
            try:
                found = stub.GetRevision(pb2.GetRevisionRequest(revision_identity=identity), timeout=20, wait_for_ready=True).revision
            except grpc.RpcError as error:
                found = error.code().name
            lost += found != number
        check("no acknowledged commit is lost", lost == 0, lost)
        check("no revision was given twice", not self.acknowledged.twice, self.acknowledged.twice[:5])
        newest = stub.GetRevision(pb2.GetRevisionRequest(), timeout=20).revision
        check("revisions have no gaps", newest >= len(self.acknowledged) and
              set(self.acknowledged.by_number) <= set(range(1, newest + 1)), newest)
        print(f"{self.store}: {len(self.acknowledged)} acknowledged commits, newest revision {newest}, {lost} lost, "
              f"{dict(self.counts)}", flush=True)


def main():
    real.skip_unless_possible("acknowledged_commits", postgres="postgres" in sys.argv)
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        for store in sys.argv[3:] or ("sqlite", "postgres"):
            run = Run(folder / store, store, wanted, kills)
            try:
                run.run()
            finally:
                run.done.set()
                run.suite.close()
    print(f"{sum(FAILURES.values())} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
