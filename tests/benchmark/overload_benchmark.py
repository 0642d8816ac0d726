# SPDX-License-Identifier: Apache-2.0
"""What is left of the dearest public call, all schools' ESSA support, at five times the load of its peak: goodput against
that peak, memory against the pod's limit, CPU for nobody after everybody has left, and what another caller gets
meanwhile. Prints one JSON line a figure.

    overload_benchmark.py            needs the programs, redis-server and python3-grpcio
    SOS_BUILD_DIR=... overload_benchmark.py    measures another build, such as one of an earlier commit
"""

import collections
import json
import os
import pathlib
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from harness import real_suite as real  # noqa: E402

SECONDS = 10
POD_LIMIT_MIB = 1024
TICKS = os.sysconf("SC_CLK_TCK")
METHOD = "/sos.eligibility.v1.EligibilityService/StreamDeterminations"


def figure(name, value, unit, **more):
    print(json.dumps({"figure": name, "value": round(value, 3), "unit": unit, **more}), flush=True)


def status_of(suite, key):
    pid = suite.programs["eligibility", 0].process.pid
    return int(pathlib.Path(f"/proc/{pid}/status").read_text().split(f"{key}:")[1].split("kB")[0]) // 1024


def cpu_seconds(suite):
    pid = suite.programs["eligibility", 0].process.pid
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def told_to_wait(error):
    """The seconds after which a refused caller may try again."""
    from google.rpc import error_details_pb2, status_pb2
    details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
    retry = error_details_pb2.RetryInfo()
    for detail in status_pb2.Status.FromString(details).details:
        if detail.Unpack(retry):
            return retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
    return 0.2


class Load:
    """Callers who ask for the same again and again, and wait as long as they are told when they are refused."""

    def __init__(self, suite, deadline):
        from sos.eligibility.v1 import eligibility_service_pb2 as pb2
        self.suite, self.deadline = suite, deadline
        self.body = pb2.StreamDeterminationsRequest(filter={"program": pb2.DESCRIPTOR.pool.FindEnumTypeByName(
            "sos.eligibility.v1.Program").values_by_name["PROGRAM_ESSA"].number, "dashboard_year": real.YEAR}).SerializeToString()

    def once(self, channel):
        raw = lambda value: value  # noqa: E731
        call = channel.unary_stream(METHOD, request_serializer=raw, response_deserializer=raw)
        return sum(len(message) for message in call(self.body, timeout=self.deadline))

    def run(self, callers, seconds):
        import grpc
        outcomes, lock, end = collections.Counter(), threading.Lock(), time.monotonic() + seconds

        def loop():
            options = (("grpc.use_local_subchannel_pool", 1), ("grpc.max_receive_message_length", -1))
            with grpc.insecure_channel(self.suite.target("eligibility"), options=options) as channel:
                while time.monotonic() < end:
                    try:
                        self.once(channel)
                        outcome = "OK"
                    except grpc.RpcError as error:
                        outcome = real.reason_of(error) or error.code().name
                        time.sleep(told_to_wait(error))
                    with lock:
                        outcomes[outcome] += 1

        threads = [threading.Thread(target=loop) for _ in range(callers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes


class Neighbor(threading.Thread):
    """Somebody else, who asks for one district twice a second."""

    def __init__(self, suite):
        super().__init__()
        self.suite, self.seconds, self.failed, self.stopping = suite, [], 0, threading.Event()

    def run(self):
        import grpc
        from sos.eligibility.v1 import eligibility_service_pb2 as pb2, eligibility_service_pb2_grpc as grpc_pb2
        with grpc.insecure_channel(self.suite.target("eligibility")) as channel:
            stub = grpc_pb2.EligibilityServiceStub(channel)
            request = pb2.ListDeterminationsRequest(filter={"program": 1, "dashboard_year": real.YEAR, "counties": ["27"]}, page_size=1)
            while not self.stopping.wait(0.5):
                began = time.monotonic()
                try:
                    stub.ListDeterminations(request, timeout=10)
                    self.seconds.append(time.monotonic() - began)
                except grpc.RpcError:
                    self.failed += 1

    def end(self):
        self.stopping.set()
        self.join()
        return sorted(self.seconds)


def measure(suite):
    import grpc
    load = Load(suite, deadline=30)
    with grpc.insecure_channel(suite.target("eligibility"), options=(("grpc.max_receive_message_length", -1),)) as channel:
        size = load.once(channel)
    figure("size of the dearest public answer", size / (1 << 20), "MiB")
    peak, at = 0, 1
    for callers in (1, 2, 4, 8):
        goodput = load.run(callers, SECONDS)["OK"] / SECONDS
        if goodput > peak:
            peak, at = goodput, callers
    figure("peak goodput", peak, "1/s", callers=at)
    neighbor = Neighbor(suite)
    neighbor.start()
    outcomes = load.run(5 * at, SECONDS)
    taken = neighbor.end()
    figure("goodput at five times that load, against the peak", outcomes["OK"] / SECONDS / peak, "ratio", outcomes=dict(outcomes))
    outcomes = load.run(64, 2 * SECONDS)
    figure("goodput with 64 callers, against the peak", outcomes["OK"] / 2 / SECONDS / peak, "ratio", outcomes=dict(outcomes))
    figure("another caller's answers within a second beside five times the load",
           sum(t < 1 for t in taken) / max(1, len(taken) + neighbor.failed), "ratio", answers=len(taken), refused=neighbor.failed)
    # Callers who hang up after two seconds, as many as there are threads.
    Load(suite, deadline=2).run(32, SECONDS)
    time.sleep(2)
    before = cpu_seconds(suite)
    time.sleep(5)
    figure("CPU from 2 s to 7 s after everybody has left", cpu_seconds(suite) - before, "s")
    figure("peak memory of eligibility, against its pod's limit", status_of(suite, "VmHWM") / POD_LIMIT_MIB, "ratio",
           mib=status_of(suite, "VmHWM"))


def main():
    if reason := real.missing_for_servers():
        print(f"SKIP overload_benchmark: {reason}")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        suite = real.RealSuite(folder, secure=False)
        try:
            real.sos("sample", "--scale", "state", "--output", folder / "files")
            suite.sos("ingest", *sorted((folder / "files").iterdir()))
            measure(suite)
        finally:
            suite.close()


if __name__ == "__main__":
    sys.exit(main())
