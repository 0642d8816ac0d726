# SPDX-License-Identifier: Apache-2.0
"""Replicas of the indicator service share the work of counting students by LEA, and the counts are the same.

Three real indicator servers and one ingestion server: the first asks the two others for shares, checked against
plain SQL. Then the two are killed, records change, and the first goes on alone.
"""

import json
import os
import subprocess

import pytest
from harness import records as reference
from harness.real_suite import BIN, free_port

TOKEN = "a-token-for-this-test"


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
    from sos.replica.v1 import replica_service_pb2, replica_service_pb2_grpc
    with client.grpc.insecure_channel(address) as channel:
        try:
            stub = replica_service_pb2_grpc.ReplicaServiceStub(channel)
            return list(stub.StreamShares(replica_service_pb2.StreamSharesRequest(dashboard_year=2024), timeout=60,
                                          wait_for_ready=True))
        except client.grpc.RpcError as error:
            return error.code().name


class Replicas:
    """Ingestion with student records, two replicas of the indicator service, and a first one that asks them for shares."""

    def __init__(self, work):
        self.work, self.files, self.servers = work, work / "files", []

    def start_all(self, client):
        work = self.work
        reference.run("generate", "--scale", "region", "--seed", 6, "--output", self.files)
        reference.ingest(self.files, work / "data")
        self.ingestion = self.start("sos-ingestion", "ingestion", SOS_DATA_DIR=str(work / "data"))
        settings = {"SOS_INGESTION_TARGET": f"127.0.0.1:{self.ingestion.port}", "SOS_REPLICA_TOKEN": TOKEN}
        self.others = [self.start("sos-indicator", f"indicator-{number}", **settings) for number in (1, 2)]
        for other in self.others:  # Up before the first one asks.
            with client.grpc.insecure_channel(f"127.0.0.1:{other.port}") as channel:
                client.grpc.channel_ready_future(channel).result(timeout=60)
        target = "ipv4:" + ",".join(f"127.0.0.1:{other.port}" for other in self.others)
        self.first = self.start("sos-indicator", "indicator-0", SOS_REPLICA_TARGET=target, **settings)
        self.address = f"127.0.0.1:{self.first.port}"

    def start(self, program, name, **settings):
        self.servers.append(Server(program, self.work / f"{name}.log", **settings))
        return self.servers[-1]

    def close(self):
        for server in self.servers:
            server.kill()


@pytest.fixture(scope="module")
def replicas(records_client, folder):
    running = Replicas(folder)
    try:
        running.start_all(records_client)
        yield running
    finally:
        running.close()


def test_counts_in_shares_are_those_of_plain_sql(records_client, replicas):
    expected = reference.counts_by_sql(replicas.files)
    assert len(expected) > 1000
    assert not reference.differences(expected, counts(records_client, replicas.address))
    shared = [other.calls("StreamShares") for other in replicas.others]
    assert min(shared) > 0, f"both others made shares: {shared}"


def test_nobody_else_is_given_shares(records_client, replicas):
    assert stranger(records_client, f"127.0.0.1:{replicas.others[0].port}") == "PERMISSION_DENIED"


def test_without_the_others_the_first_one_counts_a_correction_itself(records_client, replicas):
    for other in replicas.others:
        other.kill()
    correction = reference.corrected_lea(replicas.files, replicas.work / "corrected")
    reference.run("ingest", "--server", f"127.0.0.1:{replicas.ingestion.port}", "--allow-shrink", correction)
    expected = reference.counts_by_sql(replicas.work / "corrected")
    assert not reference.differences(expected, counts(records_client, replicas.address))
