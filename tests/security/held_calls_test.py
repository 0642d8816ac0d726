# SPDX-License-Identifier: Apache-2.0
"""What one caller can hold of a server: a thousand idle watches, reflection streams, and answers that nobody takes. Others
must be served as before, and no watch may cost a thread. Each check is a line; the last one tells how many failed.
"""

import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import real_suite as real  # noqa: E402

FAILURES = []
WATCHES = 1000


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}", flush=True)
    if not holds:
        FAILURES.append(what)


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


def check_watches(suite, others):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2, ingestion_service_pb2_grpc as grpc_pb2
    before, threads_before = others.seconds(), threads(suite, "ingestion")
    with suite.channel("ingestion", suite.token("lea", real.LEA)) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        held = [stub.WatchRevisions(pb2.WatchRevisionsRequest()) for _ in range(WATCHES)]
        first = {next(iter(watch)).revision for watch in held}
        check(f"{WATCHES} watches of one LEA are each told the newest revision", len(first) == 1, first)
        grown = threads(suite, "ingestion") - threads_before
        check(f"and cost {grown} threads", grown < 20, grown)
        found = [outcome(others.snapshot) for _ in range(5)] + [outcome(others.report)]
        check("others are answered", set(found) == {"OK"}, found)
        after = others.seconds()
        check("a report is as quick as before", after < 3 * before + 0.02, (before, after))
        print(f"     a report: {before * 1000:.1f} ms before, {after * 1000:.1f} ms beside {WATCHES} watches")
        suite.sos("ingest", suite.folder / "files" / f"priority1_{real.YEAR}-synthetic.txt", "--correct")
        later = {next(iter(watch)).revision for watch in held}
        check("and each is told of the next commit", later == {max(first) + 1}, (first, later))
        more = [stub.WatchRevisions(pb2.WatchRevisionsRequest()) for _ in range(2048 - WATCHES + 5)]
        refused = [outcome(lambda w=watch: next(iter(w))) for watch in more[-5:]]
        check("a caller has at most a quarter of all watches", set(refused) == {"CALLER_LIMITED"}, refused)
        for watch in held + more:
            watch.cancel()


def check_reflection(suite, others):
    raw = lambda value: value  # noqa: E731
    with suite.channel("eligibility") as channel:
        method = channel.stream_stream("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                       request_serializer=raw, response_deserializer=raw)

        def idle():
            yield b"\x3a\x00"
            time.sleep(8)

        streams = [method(idle()) for _ in range(140)]
        time.sleep(1)
        check("idle reflection streams hold few threads", threads(suite, "eligibility") < 100, threads(suite, "eligibility"))
        check("and leave others theirs", outcome(others.report) == "OK")
        for stream in streams:
            stream.cancel()


def check_untaken_answers(suite, others):
    """A caller that reads nothing of what it is sent gets a quarter of the server, and not all."""
    from sos.reporting.v1 import reporting_service_pb2 as pb2, reporting_service_pb2_grpc as grpc_pb2
    options = (("grpc.http2.lookahead_bytes", 1024), ("grpc.use_local_subchannel_pool", 1))
    with suite.channel("reporting", suite.token("public"), options=options) as channel:
        stub = grpc_pb2.ReportingServiceStub(channel)
        request = pb2.RenderDocumentRequest(name=f"entities/{real.LEA}/reports/{real.YEAR}", format=pb2.DOCUMENT_FORMAT_HTML)
        held = [stub.RenderDocument(request) for _ in range(140)]
        time.sleep(2)
        found = [outcome(others.report) for _ in range(5)]
        check("answers that nobody takes leave others their places", set(found) == {"OK"}, found)
        for call in held:
            call.cancel()


def main():
    real.skip_unless_possible("held calls")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        suite = real.RealSuite(folder)
        try:
            suite.load_sample()
            others = Others(suite)
            others.report()
            check_watches(suite, others)
            check_reflection(suite, others)
            check_untaken_answers(suite, others)
        finally:
            suite.close()
    print(f"held calls: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
