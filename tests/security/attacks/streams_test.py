# SPDX-License-Identifier: Apache-2.0
"""Calls that are too large, too many or never end, and bytes that no gRPC library would send."""

import threading
import time

import pytest
from harness import real_suite as real
from security import raw_http2
from security.attacks.asking import FOREIGN_LEA, OK, refusal, report


def test_a_stream_that_is_too_large_or_falls_silent_is_ended_and_what_came_before_is_kept(suite, extra):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    patient = extra("ingestion", "patient", SOS_STREAM_IDLE_TIMEOUT="500ms", SOS_DATA_DIR=str(suite.folder / "patient"))
    token = suite.token("state")
    with suite.channel("patient", token) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        request = pb2.CreateSubmissionRequest()
        request.submission.display_name = "slow.txt"
        name = stub.CreateSubmission(request, timeout=30).name

        def too_large():
            stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=name, data=bytes(17 << 20))]), timeout=30)

        def large():
            stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=name, data=bytes(3 << 20))]), timeout=30)

        assert refusal(too_large)[0] == "RESOURCE_EXHAUSTED", f"a message over the limit is refused: {refusal(too_large)}"
        assert refusal(large) == ("INVALID_ARGUMENT", "FIELD_INVALID"), "a chunk over the limit is refused"

        forever = threading.Event()

        def slow():
            yield pb2.UploadSubmissionRequest(name=name, data=b"abc")
            forever.wait(60)

        begun = time.monotonic()
        found = refusal(lambda: stub.UploadSubmission(slow(), timeout=50))
        forever.set()
        assert found == ("DEADLINE_EXCEEDED", "STREAM_IDLE") and time.monotonic() - begun < 20, (
            f"a stream that falls silent is ended: {found}")
        kept = stub.GetSubmission(pb2.GetSubmissionRequest(name=name), timeout=30).received_byte_count
        assert kept == 3, "and what came before is kept"
        real.wait_until("the log", lambda: any(line.get("reason") == "STREAM_IDLE" for line in patient.lines()))


def test_a_caller_that_takes_nothing_of_its_answers_is_cut_off_and_it_is_logged(suite, extra):
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2
    stalled = extra("indicator", "stalled", SOS_STALL_TIMEOUT="500ms")
    # Without the probe, the client takes no more ahead of its reader than 64 KB.
    with suite.channel("stalled", suite.token("state"), options=(("grpc.http2.bdp_probe", 0),)) as channel:
        stub = grpc_pb2.IndicatorServiceStub(channel)

        def take_nothing():
            answers = stub.StreamCrossings(pb2.StreamCrossingsRequest(), timeout=50)
            next(answers)
            real.wait_until("the log", lambda: any("stopped reading" in line["message"] for line in stalled.lines()))
            list(answers)

        found = refusal(take_nothing)
        assert found[0] == "CANCELLED", f"a caller that takes nothing of its answers is cut off, and it is logged: {found}"


HEADERS = {"a byte that is no ASCII": b"bad\x80id", "a line feed": b"a\nb", "a NUL": b"a\0b", "8 KB": b"a" * 8000}


@pytest.mark.parametrize("what", HEADERS)
def test_bytes_in_a_header_that_grpc_lets_in_and_would_not_send_on_do_no_harm(suite, what):
    from sos.reporting.v1 import reporting_service_pb2 as reporting
    token = suite.token("state")
    request = reporting.GetReportRequest(name=f"entities/{FOREIGN_LEA}/reports/{real.YEAR}").SerializeToString()
    for name in ("x_request_id", "traceparent"):
        connection = raw_http2.Connection(suite.ports["reporting", 0], suite.certificates / "ca.pem")
        connection.call("sos.reporting.v1.ReportingService/GetReport", request, authorization=f"Bearer {token}", **{name: HEADERS[what]})
        connection.answered()
        connection.close()
    assert refusal(report, suite, token) == OK


def test_callers_that_take_no_byte_of_their_answers_leave_others_theirs(suite, extra):
    from sos.ingestion.v1 import ingestion_service_pb2 as ingestion
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    token = suite.token("state")
    untaken = extra("ingestion", "untaken", SOS_STALL_TIMEOUT="500ms", SOS_DATA_DIR=str(suite.folder / "untaken"))
    greedy = raw_http2.Connection(untaken.port, suite.certificates / "ca.pem", window=0)
    for _ in range(200):  # More than there are threads.
        greedy.call("sos.ingestion.v1.IngestionService/GetSnapshot", ingestion.GetSnapshotRequest().SerializeToString(),
                    authorization=f"Bearer {token}")
    real.wait_until("the log", lambda: sum("stopped reading" in line["message"] for line in untaken.lines()) > 50)
    with suite.channel("untaken", token) as channel:
        found = refusal(grpc_pb2.IngestionServiceStub(channel).GetSnapshot, ingestion.GetSnapshotRequest(), timeout=30, wait_for_ready=True)
    assert found == OK
    greedy.close()


@pytest.fixture
def limited(extra):
    return extra("reporting", "limited", SOS_CALLER_RATE="1", SOS_CALLER_BURST="5")


def test_a_caller_that_calls_too_often_is_told_to_wait_and_nobody_else(suite, limited):
    greedy, modest = suite.token("public", SOS_TOKEN_SUBJECT="greedy"), suite.token("public", SOS_TOKEN_SUBJECT="modest")

    def ask(token):
        report(suite, channel=suite.channel("limited", token))

    found = [refusal(ask, greedy) for _ in range(12)]
    assert ("RESOURCE_EXHAUSTED", "CALLER_LIMITED") in found, "a caller that calls too often is told to wait"
    assert refusal(ask, modest) == OK, "and nobody else"


def test_nor_does_it_call_more_often_through_a_service_that_calls_on_its_behalf(suite, limited):
    from sos.reporting.v1 import reporting_service_pb2 as pb2, reporting_service_pb2_grpc as grpc_pb2

    def for_user(user):
        with suite.channel("limited", certificate="eligibility") as channel:
            grpc_pb2.ReportingServiceStub(channel).GetReport(
                pb2.GetReportRequest(name=f"entities/{real.LEA}/reports/{real.YEAR}"), timeout=30,
                metadata=(("x-sos-end-user", user),) if user else ())

    found = [refusal(for_user, "somebody") for _ in range(12)]
    assert ("RESOURCE_EXHAUSTED", "CALLER_LIMITED") in found, "nor more often through a service that calls on its behalf"
    found = {refusal(for_user, "") for _ in range(12)} | {refusal(for_user, "another")}
    assert found == {OK}, "a service that speaks for itself is not limited, nor its other users"
