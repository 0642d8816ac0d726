# SPDX-License-Identifier: Apache-2.0
"""No answer of another history: after a restore, a roll-back, the promotion of a standby that lacks commits, and with
two installations on one Redis.

    lineage_test.py [READS] [CASE...]        1000 restore rollback shared standby_async standby_sync

In each case the number of a revision is given twice, to different contents. What is read then, through all four
services, by number, by the newest and by an old link, is of the history that is held, or REVISION_NOT_FOUND.
"""

import collections
import hashlib
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1])]
import commits  # noqa: E402
from harness import real_suite as real  # noqa: E402
from commits import FAILURES, check  # noqa: E402

LEA = commits.LEAS[0]
BEFORE, OLD, NEW = 1000, 40_000, 70_000


class Reader:
    """Reads the suspension rate of one LEA by every way that there is."""

    def __init__(self, suite):
        import grpc
        from sos.eligibility.v1 import eligibility_service_pb2 as eligibility, eligibility_service_pb2_grpc as eligibility_grpc
        from sos.indicator.v1 import indicator_service_pb2 as indicator, indicator_service_pb2_grpc as indicator_grpc
        from sos.ingestion.v1 import ingestion_service_pb2 as ingestion, ingestion_service_pb2_grpc as ingestion_grpc
        from sos.reporting.v1 import reporting_service_pb2 as reporting, reporting_service_pb2_grpc as reporting_grpc
        self.grpc, self.ingestion_pb2, self.indicator_pb2 = grpc, ingestion, indicator
        self.eligibility_pb2, self.reporting_pb2 = eligibility, reporting
        channels = {name: grpc.insecure_channel(suite.target(name), options=(("grpc.max_reconnect_backoff_ms", 200),))
                    for name in real.SERVICES}
        self.ingestion = ingestion_grpc.IngestionServiceStub(channels["ingestion"])
        self.indicator = indicator_grpc.IndicatorServiceStub(channels["indicator"])
        self.eligibility = eligibility_grpc.EligibilityServiceStub(channels["eligibility"])
        self.reporting = reporting_grpc.ReportingServiceStub(channels["reporting"])

    def commit(self, value):
        submission = commits.commit(self.ingestion, self.ingestion_pb2, value)
        assert submission is not None and submission.revision > 0, submission
        return submission

    def ways(self, revision):
        """(service, values it tells, identity it says) of every way to read at `revision`: fields of a request."""
        yield "ingestion", lambda: self.from_ingestion(revision)
        yield "indicator", lambda: self.from_indicator(revision)
        yield "indicator list", lambda: self.from_list(revision)
        yield "eligibility", lambda: self.from_eligibility(revision)
        yield "reporting", lambda: self.from_report(revision)
        yield "rendered", lambda: self.from_render(revision)

    def from_ingestion(self, revision):
        request = self.ingestion_pb2.StreamPartitionsRequest(filter={"lea_cds": [LEA], "dashboard_years": [commits.YEAR]}, **revision)
        found = [p for m in self.ingestion.StreamPartitions(request, timeout=20, wait_for_ready=True) for p in m.partitions]
        return commits.rate(found[0].measures.current_numerators[0]), found[0].revision_identity

    def from_indicator(self, revision):
        result = self.indicator.GetResult(self.indicator_pb2.GetResultRequest(
            name=f"entities/{LEA}/results/{commits.YEAR}-susp-all", **revision), timeout=20, wait_for_ready=True)
        return result.status.value, result.revision_identity

    def from_list(self, revision):
        request = self.indicator_pb2.ListResultsRequest(filter={"entities": [f"entities/{LEA}"]}, **revision)
        result = self.indicator.ListResults(request, timeout=20, wait_for_ready=True).results[0]
        return result.status.value, result.revision_identity

    def from_eligibility(self, revision):
        # What decides is in its findings' evidence.
        found = self.eligibility.GetDetermination(self.eligibility_pb2.GetDeterminationRequest(
            name=f"entities/{LEA}/determinations/lcff-{commits.YEAR}", **revision), timeout=20, wait_for_ready=True)
        rates = {e.status.value for f in found.findings for e in f.evidence if e.status.value}
        return (rates.pop() if rates else None), found.revision_identity

    def from_report(self, revision):
        report = self.reporting.GetReport(self.reporting_pb2.GetReportRequest(
            name=f"entities/{LEA}/reports/{commits.YEAR}", **revision), timeout=20, wait_for_ready=True)
        return report.rows[0].cells[0].status.value, report.revision_identity

    def from_render(self, revision):
        chunks = self.reporting.RenderDocument(self.reporting_pb2.RenderDocumentRequest(
            name=f"entities/{LEA}/reports/{commits.YEAR}", format=self.reporting_pb2.DOCUMENT_FORMAT_JSON, **revision),
            timeout=20, wait_for_ready=True)
        text = b"".join(chunk.data for chunk in chunks).decode()
        rates = [value for value in (BEFORE, OLD, NEW) if f'"{commits.rate(value)}"' in text]
        identity = text.split('"revisionIdentity":"')[-1].split('"')[0] if '"revisionIdentity":"' in text else None
        return commits.rate(rates[0]) if len(rates) == 1 else str(rates), identity


def warm(reader, submission, value):
    """Reads everything of a revision once, so that every cache has it."""
    for revision in ({}, {"revision": submission.revision}, {"revision_identity": submission.revision_identity}):
        for what, read in reader.ways(revision):
            try:
                found, _ = read()
                check(f"{what} tells what is committed", found in (None, commits.rate(value)), (found, value))
            except reader.grpc.RpcError as error:
                check(f"{what} answers", False, f"{error.code().name} {error.details()}")


def settle(reader, submission):
    """Waits until the services have heard of the newest revision; they may still be looking for ingestion."""
    def heard():
        try:
            return all(read()[1] in (None, submission.revision_identity) for _, read in reader.ways({}))
        except reader.grpc.RpcError as error:
            if error.code() != reader.grpc.StatusCode.UNAVAILABLE:
                raise
            return False

    real.wait_until("the newest revision everywhere", heard)


def check_history(case, reader, old, new, reads):
    """`old` and `new` share their number; only `new` is held."""
    check(f"{case}: one number, two identities", old.revision == new.revision and old.revision_identity != new.revision_identity,
          (old.revision, new.revision))
    counts = collections.Counter()
    for _ in range(max(1, reads // 12)):
        for revision in ({}, {"revision": new.revision}):
            for what, read in reader.ways(revision):
                found, identity = read()
                counts["reads"] += 1
                check(f"{case}: {what} tells nothing of the old history", found in (None, commits.rate(NEW)), (revision, found))
                check(f"{case}: {what} says which history it is of", identity in (None, new.revision_identity), (revision, identity))
    for revision in ({"revision_identity": old.revision_identity}, {"revision": old.revision, "revision_identity": old.revision_identity}):
        for what, read in reader.ways(revision):
            try:
                check(f"{case}: {what} does not open an old link", False, read())
            except reader.grpc.RpcError as error:
                counts["old links refused"] += 1
                check(f"{case}: {what} says that the history is not held", error.code() == reader.grpc.StatusCode.NOT_FOUND,
                      f"{error.code().name} {error.details()}")
    for what, read in reader.ways({"revision_identity": new.revision_identity}):
        check(f"{case}: {what} opens a link of this history", read()[0] in (None, commits.rate(NEW)))
    print(f"{case}: {dict(counts)}", flush=True)


def restart(suite, *names):
    for name in names:
        suite.programs[name, 0].send(signal.SIGTERM)
        suite.programs[name, 0].start()
        real.wait_until(name, lambda n=name: real.accepts(suite.ports[n, 0]))


def restore(folder, reads, others=()):
    """A volume is lost and an older backup restored; another correction takes the number of the one that was lost."""
    suite = real.RealSuite(folder, secure=False)
    try:
        reader = Reader(suite)
        reader.commit(BEFORE)
        real.sos("backup", folder / "backup.sqlite", "--data-dir", folder / "data")
        old = reader.commit(OLD)
        settle(reader, old)
        warm(reader, old, OLD)
        suite.programs["ingestion", 0].send(signal.SIGTERM)
        shutil.rmtree(folder / "data")
        (folder / "data").mkdir()
        real.sos("restore", folder / "backup.sqlite", "--data-dir", folder / "data")
        suite.programs["ingestion", 0].start()
        real.wait_until("ingestion", lambda: real.accepts(suite.ports["ingestion", 0]))
        if others:
            restart(suite, *others)
        new = reader.commit(NEW)
        settle(reader, new)
        check_history("restore" + (", all restarted" if others else ""), reader, old, new, reads)
    finally:
        suite.close()


def rollback(folder, reads):
    """The data directory is put back as it was, while nothing else is restarted."""
    suite = real.RealSuite(folder, secure=False)
    try:
        reader = Reader(suite)
        reader.commit(BEFORE)
        suite.programs["ingestion", 0].send(signal.SIGTERM)
        shutil.copytree(folder / "data", folder / "kept")
        suite.programs["ingestion", 0].start()
        old = reader.commit(OLD)
        settle(reader, old)
        warm(reader, old, OLD)
        suite.programs["ingestion", 0].send(signal.SIGTERM)
        shutil.rmtree(folder / "data")
        shutil.move(folder / "kept", folder / "data")
        suite.programs["ingestion", 0].start()
        new = reader.commit(NEW)
        settle(reader, new)
        check_history("roll-back", reader, old, new, reads)
    finally:
        suite.close()


def shared(folder, reads):
    """Two installations with histories of their own on one Redis."""
    folder.mkdir()
    one = real.RealSuite(folder / "one", secure=False)
    other = None
    try:
        other = real.RealSuite(folder / "other", secure=False, redis_of=one)
        first, second = Reader(one), Reader(other)
        for reader in (first, second):
            reader.commit(BEFORE)
        old, new = first.commit(OLD), second.commit(NEW)
        settle(first, old)
        warm(first, old, OLD)
        settle(second, new)
        check_history("shared Redis", second, old, new, reads)
        warm(first, old, OLD)
    finally:
        if other:
            other.close()
        one.close()


class StandbyPair:
    """A primary and a streaming standby of it, each on a socket of its own; a connection finds whichever takes writes."""

    def __init__(self, folder, synchronous):
        self.primary = real.PostgresServer(folder, settings=("wal_level=replica", "max_wal_senders=4", "fsync=on") + (
            ("synchronous_standby_names=*", "synchronous_commit=remote_apply") if synchronous else ()), start=False)
        self.primary.start()
        self.standby = real.PostgresServer(folder, settings=("hot_standby=on",), copy_of=self.primary)
        real.wait_until("the standby streams", lambda: self.primary.query("SELECT count(*) FROM pg_stat_replication") == "1")
        self.connection = f"host={self.primary.folder},{self.standby.folder} port=5432,5432 user=sos dbname=postgres"

    def cut(self):
        """From now on the standby hears nothing of what the primary commits."""
        at = self.primary.query("SELECT pg_current_wal_lsn()")
        real.wait_until("the standby has what was committed",
                        lambda: self.standby.query(f"SELECT pg_last_wal_replay_lsn() >= '{at}'") == "t")
        self.standby.query("ALTER SYSTEM SET primary_conninfo = ''")
        self.standby.query("SELECT pg_reload_conf()")
        real.wait_until("the standby is cut off", lambda: self.primary.query("SELECT count(*) FROM pg_stat_replication") == "0")

    def promote(self):
        """The primary is gone at once; the standby takes over with what it has."""
        self.primary.program.kill()
        self.standby.query("SELECT pg_promote()")
        real.wait_until("the standby takes writes", lambda: self.standby.query("SELECT pg_is_in_recovery()") == "f")

    def close(self):
        self.primary.close()
        self.standby.close()


def standby(folder, reads, synchronous):
    folder.mkdir()
    pair = StandbyPair(folder, synchronous)
    suite = None
    try:
        suite = real.RealSuite(folder / "suite", store=pair, secure=False)
        reader = Reader(suite)
        reader.commit(BEFORE)
        if synchronous:
            acknowledged = [reader.commit(OLD + n) for n in range(20)]
        else:
            # What is committed while the standby hears nothing is lost with the primary.
            pair.cut()
            acknowledged = [reader.commit(OLD)]
        settle(reader, acknowledged[-1])
        if not synchronous:
            warm(reader, acknowledged[-1], OLD)
        pair.promote()
        case = "synchronous standby" if synchronous else "asynchronous standby"
        lost = []
        for submission in acknowledged:
            try:
                reader.ingestion.GetRevision(reader.ingestion_pb2.GetRevisionRequest(revision_identity=submission.revision_identity),
                                             timeout=30, wait_for_ready=True)
            except reader.grpc.RpcError as error:
                check(f"{case}: what is lost is named by its identity", submission.revision_identity in error.details(), error.details())
                lost.append(submission)
        check(f"{case}: lost", len(lost) == (0 if synchronous else 1), len(lost))
        print(f"{case}: {len(acknowledged)} acknowledged, {len(lost)} lost: {[s.revision_identity for s in lost]}", flush=True)
        if synchronous:
            return
        new = reader.commit(NEW)
        settle(reader, new)
        check_history(case, reader, acknowledged[0], new, reads)
    finally:
        if suite:
            suite.close()
        else:
            pair.close()


CASES = {
    "restore": lambda folder, reads: (restore(folder / "running", reads),
                                      restore(folder / "restarted", reads, ("indicator", "eligibility", "reporting"))),
    "rollback": rollback,
    "shared": shared,
    "standby_async": lambda folder, reads: standby(folder, reads, False),
    "standby_sync": lambda folder, reads: standby(folder, reads, True),
}


def main():
    reads = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    cases = sys.argv[2:] or list(CASES)
    real.skip_unless_possible("lineage", postgres=any(case.startswith("standby") for case in cases))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        for case in cases:
            if case == "restore":
                (folder / case).mkdir()
            CASES[case](folder / case, reads)
    print(f"{sum(FAILURES.values())} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
