# SPDX-License-Identifier: Apache-2.0
"""No answer of another history: after a restore, a roll-back, the promotion of a standby that lacks commits, and with
two installations on one Redis.

In each case the number of a revision is given twice, to different contents. What is read then, through all four
services, by number, by the newest and by an old link, is of the history that is held, or REVISION_NOT_FOUND. `--reads` says how often.
"""

import contextlib
import shutil
import signal

import pytest
from chaos import commits
from harness import real_suite as real

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
            found, _ = read()
            assert found in (None, commits.rate(value)), f"{what} tells what is committed, at {revision}"


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


def assert_history(reader, old, new, reads):
    """`old` and `new` share their number; only `new` is held."""
    assert old.revision == new.revision and old.revision_identity != new.revision_identity, "one number, two identities"
    for _ in range(max(1, reads // 12)):
        for revision in ({}, {"revision": new.revision}):
            for what, read in reader.ways(revision):
                found, identity = read()
                assert found in (None, commits.rate(NEW)), f"{what} tells of the old history, at {revision}"
                assert identity in (None, new.revision_identity), f"{what} says another history, at {revision}"
    for revision in ({"revision_identity": old.revision_identity}, {"revision": old.revision, "revision_identity": old.revision_identity}):
        for what, read in reader.ways(revision):
            with pytest.raises(reader.grpc.RpcError) as opened:
                read()
            assert opened.value.code() == reader.grpc.StatusCode.NOT_FOUND, f"{what}: {opened.value.details()}"
    for what, read in reader.ways({"revision_identity": new.revision_identity}):
        assert read()[0] in (None, commits.rate(NEW)), f"{what} opens a link of this history"


def restart(suite, *names):
    for name in names:
        suite.programs[name, 0].send(signal.SIGTERM)
        suite.programs[name, 0].start()
        real.wait_until(name, lambda n=name: real.accepts(suite.ports[n, 0]))


@pytest.fixture
def reads(pytestconfig, postgres_runs, stubs):
    return pytestconfig.getoption("reads")


def running(folder, **options):
    return contextlib.closing(real.RealSuite(folder, secure=False, **options))


@pytest.mark.parametrize("restarted", ((), ("indicator", "eligibility", "reporting")), ids=("running", "restarted"))
def test_after_a_restore_nothing_of_the_lost_history_is_told(tmp_path, reads, restarted):
    """A volume is lost and an older backup restored; another correction takes the number of the one that was lost."""
    with running(tmp_path) as suite:
        reader = Reader(suite)
        reader.commit(BEFORE)
        real.sos("backup", tmp_path / "backup.sqlite", "--data-dir", tmp_path / "data")
        old = reader.commit(OLD)
        settle(reader, old)
        warm(reader, old, OLD)
        suite.programs["ingestion", 0].send(signal.SIGTERM)
        shutil.rmtree(tmp_path / "data")
        (tmp_path / "data").mkdir()
        real.sos("restore", tmp_path / "backup.sqlite", "--data-dir", tmp_path / "data")
        suite.programs["ingestion", 0].start()
        real.wait_until("ingestion", lambda: real.accepts(suite.ports["ingestion", 0]))
        restart(suite, *restarted)
        new = reader.commit(NEW)
        settle(reader, new)
        assert_history(reader, old, new, reads)


def test_after_a_roll_back_nothing_of_the_lost_history_is_told(tmp_path, reads):
    """The data directory is put back as it was, while nothing else is restarted."""
    with running(tmp_path) as suite:
        reader = Reader(suite)
        reader.commit(BEFORE)
        suite.programs["ingestion", 0].send(signal.SIGTERM)
        shutil.copytree(tmp_path / "data", tmp_path / "kept")
        suite.programs["ingestion", 0].start()
        old = reader.commit(OLD)
        settle(reader, old)
        warm(reader, old, OLD)
        suite.programs["ingestion", 0].send(signal.SIGTERM)
        shutil.rmtree(tmp_path / "data")
        shutil.move(tmp_path / "kept", tmp_path / "data")
        suite.programs["ingestion", 0].start()
        new = reader.commit(NEW)
        settle(reader, new)
        assert_history(reader, old, new, reads)


def test_two_installations_with_histories_of_their_own_share_a_redis(tmp_path, reads):
    with running(tmp_path / "one") as one, running(tmp_path / "other", redis_of=one) as other:
        first, second = Reader(one), Reader(other)
        for reader in (first, second):
            reader.commit(BEFORE)
        old, new = first.commit(OLD), second.commit(NEW)
        settle(first, old)
        warm(first, old, OLD)
        settle(second, new)
        assert_history(second, old, new, reads)
        warm(first, old, OLD)


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


@contextlib.contextmanager
def standing_by(folder, synchronous):
    """A suite on a primary and its standby, and the two."""
    pair = StandbyPair(folder, synchronous)
    try:
        with running(folder / "suite", store=pair) as suite:
            yield suite, pair
    finally:
        pair.close()


def lost(reader, acknowledged):
    """Those of some commits that are no longer held, each of which must be named by its identity."""
    found = []
    for submission in acknowledged:
        try:
            reader.ingestion.GetRevision(reader.ingestion_pb2.GetRevisionRequest(revision_identity=submission.revision_identity),
                                         timeout=30, wait_for_ready=True)
        except reader.grpc.RpcError as error:
            assert submission.revision_identity in error.details(), "what is lost is named by its identity"
            found.append(submission)
    return found


def test_a_promoted_asynchronous_standby_lacks_what_it_did_not_hear_and_tells_nothing_of_it(tmp_path, reads):
    with standing_by(tmp_path, synchronous=False) as (suite, pair):
        reader = Reader(suite)
        reader.commit(BEFORE)
        # What is committed while the standby hears nothing is lost with the primary.
        pair.cut()
        old = reader.commit(OLD)
        settle(reader, old)
        warm(reader, old, OLD)
        pair.promote()
        assert lost(reader, [old]) == [old]
        new = reader.commit(NEW)
        settle(reader, new)
        assert_history(reader, old, new, reads)


def test_a_promoted_synchronous_standby_has_lost_nothing(tmp_path, reads):
    with standing_by(tmp_path, synchronous=True) as (suite, pair):
        reader = Reader(suite)
        reader.commit(BEFORE)
        acknowledged = [reader.commit(OLD + n) for n in range(20)]
        settle(reader, acknowledged[-1])
        pair.promote()
        assert lost(reader, acknowledged) == []
