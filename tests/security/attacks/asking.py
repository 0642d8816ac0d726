# SPDX-License-Identifier: Apache-2.0
"""How the attacks ask, and what they are told: OK, or a code and a reason."""

import importlib

from harness import real_suite as real

FOREIGN_LEA = "99600010000000"
OK = ("OK", "")


def answer(stub, method, requests, timeout=20):
    """(code, reason) of a call, whatever its shape."""
    import grpc
    call = getattr(stub, method.name)
    try:
        result = call(iter(requests) if method.client_streaming else requests[0], timeout=timeout)
        if method.server_streaming:
            # A watch has no end: its first message will do.
            next(iter(result), None)
            result.cancel()
        return OK
    except grpc.RpcError as error:
        return error.code().name, real.reason_of(error)


def every_method():
    for name, service, stub in real.services():
        for method in service.methods:
            yield name, method, stub


def empty_request(method):
    module = importlib.import_module(method.input_type.file.name.removesuffix(".proto").replace("/", ".") + "_pb2")
    return getattr(module, method.input_type.name)()


def report(suite, token=None, revision=0, lea=real.LEA, channel=None):
    from sos.reporting.v1 import reporting_service_pb2 as pb2
    from sos.reporting.v1 import reporting_service_pb2_grpc as grpc_pb2
    with channel or suite.channel("reporting", token) as open_channel:
        return grpc_pb2.ReportingServiceStub(open_channel).GetReport(
            pb2.GetReportRequest(name=f"entities/{lea}/reports/{real.YEAR}", revision=revision), timeout=30, wait_for_ready=True)


def refusal(function, *arguments, **options):
    """(code, reason) of what a function calls."""
    import grpc
    try:
        function(*arguments, **options)
        return OK
    except grpc.RpcError as error:
        return error.code().name, real.reason_of(error)
