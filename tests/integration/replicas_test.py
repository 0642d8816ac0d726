# SPDX-License-Identifier: Apache-2.0
"""Replicas of the indicator service share the work of counting students by LEA, and the counts are the same.

Three real indicator servers and one ingestion server: the first asks the two others for shares, checked against
plain SQL. Then the two are killed, records change, and the first goes on alone.
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))
import records_reference_test as reference  # noqa: E402

BIN = reference.SOS.parent
TOKEN = "a-token-for-this-test"
FAILURES = []


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}")
    if not holds:
        FAILURES.append(what)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    def __init__(self, program, log, **settings):
        self.port, self.log = free_port(), log
        self.process = subprocess.Popen([BIN / program], stdout=log.open("wb"), stderr=subprocess.STDOUT,
                                        env={**os.environ, "SOS_LISTEN": f"127.0.0.1:{self.port}", "SOS_LOG_CALLS": "true",
                                             **settings})

    def calls(self, method):
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return sum(line.get("method", "").endswith("/" + method) and line["code"] == "OK" for line in lines)

    def kill(self):
        self.process.kill()
        self.process.wait()


def counts(client, address):
    found = {}
    with client.grpc.insecure_channel(address) as channel:
        for response in client.stub(channel).StreamResults(client.pb2.StreamResultsRequest(), timeout=120, wait_for_ready=True):
            for block in response.blocks:
                name = client.education.Indicator.Name(block.indicator).removeprefix("INDICATOR_")
                for row, entity in enumerate(block.entity_indexes):
                    if block.current_denominators[row] > 0:
                        found[block.dashboard_year, client.codes[name], block.entities[entity].name.removeprefix("entities/"),
                              client.groups[block.student_groups[row]]] = (block.current_numerators[row],
                                                                           block.current_denominators[row])
    return found


def stranger(client, address):
    """What a caller without the replicas' token is told."""
    with client.grpc.insecure_channel(address) as channel:
        try:
            return list(client.stub(channel).StreamShares(client.pb2.StreamSharesRequest(dashboard_year=2024), timeout=60,
                                                          wait_for_ready=True))
        except client.grpc.RpcError as error:
            return error.code().name


def main():
    try:
        import grpc  # noqa: F401
    except ImportError:
        print("SKIP replicas: python3-grpcio is not installed")
        return 77
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        (work / "client").mkdir()
        client = reference.Client(work / "client")
        files, data = work / "files", work / "data"
        reference.run("generate", "--scale", "region", "--seed", 6, "--output", files)
        reference.ingest(files, data)
        expected = reference.counts_by_sql(files)
        servers = []
        try:
            ingestion = Server("sos-ingestion", work / "ingestion.log", SOS_DATA_DIR=str(data))
            servers.append(ingestion)
            settings = {"SOS_INGESTION_TARGET": f"127.0.0.1:{ingestion.port}", "SOS_REPLICA_TOKEN": TOKEN}
            others = [Server("sos-indicator", work / f"indicator-{number}.log", **settings) for number in (1, 2)]
            servers += others
            for other in others:  # Up before the first one asks.
                with client.grpc.insecure_channel(f"127.0.0.1:{other.port}") as channel:
                    client.grpc.channel_ready_future(channel).result(timeout=60)
            target = "ipv4:" + ",".join(f"127.0.0.1:{other.port}" for other in others)
            first = Server("sos-indicator", work / "indicator-0.log", SOS_REPLICA_TARGET=target, **settings)
            servers.append(first)
            address = f"127.0.0.1:{first.port}"

            found = counts(client, address)
            wrong = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
            check(f"{len(expected)} counts are those of plain SQL", not wrong and len(expected) > 1000, wrong[:5])
            shared = [other.calls("StreamShares") for other in others]
            check(f"both others made shares ({shared[0]} and {shared[1]} calls)", min(shared) > 0, shared)
            check("nobody else is given shares", stranger(client, f"127.0.0.1:{others[0].port}") == "PERMISSION_DENIED")

            for other in others:
                other.kill()
            correction = reference.corrected_lea(files, work / "corrected")
            reference.run("ingest", "--server", f"127.0.0.1:{ingestion.port}", "--allow-shrink", correction)
            expected = reference.counts_by_sql(work / "corrected")
            found = counts(client, address)
            wrong = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
            check("without them the first one counts a correction itself", not wrong, wrong[:5])
        finally:
            for server in servers:
                server.kill()
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
