# SPDX-License-Identifier: Apache-2.0
"""What one caller can hold of a server: a thousand idle watches, reflection streams, and answers that nobody takes. Others
must be served as before, and no watch may cost a thread.
"""

import pathlib
import statistics
import time

import pytest
from harness import real_suite as real

WATCHES = 1000


def threads(suite, service):
    status = pathlib.Path(f"/proc/{suite.programs[service, 0].process.pid}/status").read_text()
    return int(status.split("Threads:")[1].split()[0])


def outcome(call):
    import grpc
    try:
        call()
        return "OK"
    except grpc.RpcError as error:
        return real.reason_of(error) or error.code().name


class Others:
    """Somebody else's calls."""

    def __init__(self, suite):
        self.suite, self.token = suite, suite.token("state")

    def snapshot(self):
        from sos.ingestion.v1 import ingestion_service_pb2 as pb2, ingestion_service_pb2_grpc as grpc_pb2
        with self.suite.channel("ingestion", self.token) as channel:
            grpc_pb2.IngestionServiceStub(channel).GetSnapshot(pb2.GetSnapshotRequest(), timeout=10)

    def report(self):
        from sos.reporting.v1 import reporting_service_pb2 as pb2, reporting_service_pb2_grpc as grpc_pb2
        with self.suite.channel("reporting", self.token) as channel:
            grpc_pb2.ReportingServiceStub(channel).GetReport(
                pb2.GetReportRequest(name=f"entities/{real.LEA}/reports/{real.YEAR}"), timeout=10)

    def seconds(self):
        """How long a report takes, by the median of some."""
        taken = []
        for _ in range(15):
            began = time.monotonic()
            self.report()
            taken.append(time.monotonic() - began)
        return statistics.median(taken)


@pytest.fixture(scope="module")
def others(suite, sample):
    somebody = Others(suite)
    somebody.report()
    return somebody


def test_a_thousand_watches_cost_no_threads_and_leave_others_theirs(suite, others):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2, ingestion_service_pb2_grpc as grpc_pb2
    before, threads_before = others.seconds(), threads(suite, "ingestion")
    with suite.channel("ingestion", suite.token("lea", real.LEA)) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        held = [stub.WatchRevisions(pb2.WatchRevisionsRequest()) for _ in range(WATCHES)]
        first = {next(iter(watch)).revision for watch in held}
        assert len(first) == 1, f"{WATCHES} watches of one LEA are each told the newest revision: {first}"
        grown = threads(suite, "ingestion") - threads_before
        assert grown < 20, f"and cost {grown} threads"
        found = [outcome(others.snapshot) for _ in range(5)] + [outcome(others.report)]
        assert set(found) == {"OK"}, f"others are answered: {found}"
        after = others.seconds()
        assert after < 3 * before + 0.02, f"a report is as quick as before: {(before, after)}"
        # Equal contents would be no commit that anybody is told of.
        changed = suite.folder / f"priority1_{real.YEAR}-changed.txt"
        loaded = (suite.folder / "files" / f"priority1_{real.YEAR}-synthetic.txt").read_text(encoding="utf-8")
        changed.write_text(loaded.replace("\tMet\t", "\tNot Met\t", 1), encoding="utf-8")
        suite.sos("ingest", changed, "--correct")
        later = {next(iter(watch)).revision for watch in held}
        assert later == {max(first) + 1}, f"and each is told of the next commit: {(first, later)}"
        more = [stub.WatchRevisions(pb2.WatchRevisionsRequest()) for _ in range(2048 - WATCHES + 5)]
        refused = [outcome(lambda w=watch: next(iter(w))) for watch in more[-5:]]
        assert set(refused) == {"CALLER_LIMITED"}, f"a caller has at most a quarter of all watches: {refused}"
        for watch in held + more:
            watch.cancel()


def test_idle_reflection_streams_hold_few_threads_and_leave_others_theirs(suite, others):
    raw = lambda value: value  # noqa: E731
    with suite.channel("eligibility") as channel:
        method = channel.stream_stream("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                       request_serializer=raw, response_deserializer=raw)

        def idle():
            yield b"\x3a\x00"
            time.sleep(8)

        streams = [method(idle()) for _ in range(140)]
        time.sleep(1)
        assert threads(suite, "eligibility") < 100, "idle reflection streams hold few threads"
        assert outcome(others.report) == "OK", "and leave others theirs"
        for stream in streams:
            stream.cancel()


def test_answers_that_nobody_takes_leave_others_their_places(suite, others):
    """A caller that reads nothing of what it is sent gets a quarter of the server, and not all."""
    from sos.reporting.v1 import reporting_service_pb2 as pb2, reporting_service_pb2_grpc as grpc_pb2
    options = (("grpc.http2.lookahead_bytes", 1024), ("grpc.use_local_subchannel_pool", 1))
    with suite.channel("reporting", suite.token("public"), options=options) as channel:
        stub = grpc_pb2.ReportingServiceStub(channel)
        request = pb2.RenderDocumentRequest(name=f"entities/{real.LEA}/reports/{real.YEAR}", format=pb2.DOCUMENT_FORMAT_HTML)
        held = [stub.RenderDocument(request) for _ in range(140)]
        time.sleep(2)
        found = [outcome(others.report) for _ in range(5)]
        assert set(found) == {"OK"}, f"answers that nobody takes leave others their places: {found}"
        for call in held:
            call.cancel()
