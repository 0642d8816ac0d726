# SPDX-License-Identifier: Apache-2.0
"""Calls the suite as a partner's program in Python would. partner.py says where the servers are and what to
ask them for, in the environment, and puts the stubs on PYTHONPATH. Prints a line for each step."""

import os
import pathlib
import sys

import grpc
from google.protobuf import descriptor_pb2
from google.rpc import error_details_pb2, status_pb2
import reflection_pb2
import reflection_pb2_grpc
from sos.indicator.v1 import indicator_service_pb2 as indicator
from sos.indicator.v1 import indicator_service_pb2_grpc as indicator_grpc
from sos.ingestion.v1 import ingestion_service_pb2 as ingestion
from sos.ingestion.v1 import ingestion_service_pb2_grpc as ingestion_grpc
from sos.ingestion.v1 import submission_pb2
from sos.reporting.v1 import reporting_service_pb2 as reporting
from sos.reporting.v1 import reporting_service_pb2_grpc as reporting_grpc

ENV = os.environ
CHUNK = 1 << 20  # The servers take at most 2 MiB at once.
PAGE_SIZE = 5
SECONDS = 30


def channel(address):
    """TLS, the token with every call, and retries as the service config says."""
    tls = grpc.ssl_channel_credentials(pathlib.Path(ENV["SOS_TLS_CA"]).read_bytes())
    token = grpc.access_token_call_credentials(ENV["SOS_TOKEN"])
    config = pathlib.Path(ENV["SOS_SERVICE_CONFIG"]).read_text(encoding="utf-8")
    return grpc.secure_channel(address, grpc.composite_channel_credentials(tls, token), options=[("grpc.service_config", config)])


def expect(condition, found):
    if not condition:
        raise AssertionError(f"unexpected: {found}")


def discover(ingestion_channel):
    questions = [reflection_pb2.ServerReflectionRequest(list_services="*"),
                 reflection_pb2.ServerReflectionRequest(file_containing_symbol="sos.ingestion.v1.IngestionService")]
    listed, defined = reflection_pb2_grpc.ServerReflectionStub(ingestion_channel).ServerReflectionInfo(iter(questions), timeout=SECONDS)
    names = [s.name for s in listed.list_services_response.service]
    expect("sos.ingestion.v1.IngestionService" in names, names)
    files = [descriptor_pb2.FileDescriptorProto.FromString(f) for f in defined.file_descriptor_response.file_descriptor_proto]
    methods = [m.name for f in files for s in f.service for m in s.method]
    expect("ListEntities" in methods, methods)


def pages(stub):
    codes, token = [], ""
    while True:
        page = stub.ListEntities(ingestion.ListEntitiesRequest(page_size=PAGE_SIZE, page_token=token), timeout=SECONDS)
        codes += [e.entity.name for e in page.entities]
        token = page.next_page_token
        if not token:
            break
    expect(len(codes) > PAGE_SIZE and len(set(codes)) == len(codes), codes)


def stream(stub):
    wanted = indicator.ResultFilter(leas=[f"entities/{ENV['SOS_LEA']}"], dashboard_years=[int(ENV["SOS_YEAR"])])
    blocks = 0
    for answer in stub.StreamResults(indicator.StreamResultsRequest(filter=wanted), timeout=SECONDS):
        blocks += len(answer.blocks)
    expect(blocks > 0, blocks)


def upload(stub):
    data = pathlib.Path(ENV["SOS_FILE"]).read_bytes()
    request = ingestion.CreateSubmissionRequest(request_id=ENV["SOS_REQUEST_ID"])
    request.submission.display_name = pathlib.Path(ENV["SOS_FILE"]).name
    name = stub.CreateSubmission(request, timeout=SECONDS).name
    again = stub.CreateSubmission(request, timeout=SECONDS).name
    expect(name == again, (name, again))

    def send(begin, end):
        chunks = (ingestion.UploadSubmissionRequest(name=name, offset=at, data=data[at:min(at + CHUNK, end)])
                  for at in range(begin, end, CHUNK))
        stub.UploadSubmission(chunks, timeout=SECONDS)

    send(0, len(data) // 2)
    received = stub.GetSubmission(ingestion.GetSubmissionRequest(name=name), timeout=SECONDS).received_byte_count
    expect(received == len(data) // 2, received)
    send(received, len(data))
    done = stub.CommitSubmission(ingestion.CommitSubmissionRequest(name=name), timeout=SECONDS)
    expect(done.state == submission_pb2.Submission.STATE_COMMITTED and done.revision > 0, done)
    repeated = stub.CommitSubmission(ingestion.CommitSubmissionRequest(name=name), timeout=SECONDS)
    expect(repeated.revision == done.revision, repeated)


def error(stub):
    try:
        stub.GetEntity(ingestion.GetEntityRequest(name="entities/99999999999999"), timeout=SECONDS)
        expect(False, "no error")
    except grpc.RpcError as failure:
        expect(failure.code() == grpc.StatusCode.NOT_FOUND, failure)
        status = status_pb2.Status.FromString(dict(failure.trailing_metadata())["grpc-status-details-bin"])
        info = error_details_pb2.ErrorInfo()
        expect(any(detail.Unpack(info) for detail in status.details), status)
        expect((info.reason, info.domain) == ("ENTITY_NOT_FOUND", "sos.ingestion.v1"), info)


def report(address, timeout):
    with channel(address) as fresh:
        name = f"entities/{ENV['SOS_LEA']}/reports/{ENV['SOS_YEAR']}"
        return reporting_grpc.ReportingServiceStub(fresh).GetReport(reporting.GetReportRequest(name=name), timeout=timeout)


def deadline():
    try:
        report(ENV["SOS_REPORTING"], 0.001)
        expect(False, "no error")
    except grpc.RpcError as failure:
        expect(failure.code() == grpc.StatusCode.DEADLINE_EXCEEDED, failure)


def retry():
    # One call: what tries again is gRPC.
    found = report(ENV["SOS_LATE_REPORTING"], SECONDS)
    expect(len(found.rows) > 0, found)


def main():
    failures = 0
    with channel(ENV["SOS_INGESTION"]) as ingestion_channel, channel(ENV["SOS_INDICATOR"]) as indicator_channel:
        ingestion_stub = ingestion_grpc.IngestionServiceStub(ingestion_channel)
        steps = {"discover": lambda: discover(ingestion_channel), "pages": lambda: pages(ingestion_stub),
                 "stream": lambda: stream(indicator_grpc.IndicatorServiceStub(indicator_channel)),
                 "upload": lambda: upload(ingestion_stub), "error": lambda: error(ingestion_stub), "deadline": deadline, "retry": retry}
        for name, run in steps.items():
            try:
                run()
                print(f"ok {name}", flush=True)
            except Exception as failure:  # noqa: BLE001  # Whatever it is, the next step is tried.
                failures += 1
                print(f"FAIL {name}: {failure!r}"[:600].replace("\n", " "), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
