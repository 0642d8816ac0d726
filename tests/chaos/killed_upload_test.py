# SPDX-License-Identifier: Apache-2.0
"""Kill -9 of ingestion at random moments of a bulk upload and its commit, on SQLite and on PostgreSQL.

After each kill the server starts again, and: what was acknowledged is there; nothing is half visible (a commit is
whole or not at all, its file's digest is the client's); the upload goes on where the received bytes end; and each
upload has made exactly one revision. `--uploads` says how many, `--seed` when they are
killed.
"""

import hashlib
import random
import signal
import threading

import pytest
from harness import real_suite as real

CHUNK = 64 << 10
# Seconds until the kill, at most, at first; each further attempt is given a little longer, so that it ends.
LONGEST, LONGER = 0.15, 0.05


class Upload:
    """One file on its way in, tried until it is committed."""

    def __init__(self, number, name, data, port):
        self.number, self.name, self.data, self.port = number, name, data, port
        self.acknowledged = 0
        self.submission = self.committed = None

    def step(self, stub, pb2):
        request = pb2.CreateSubmissionRequest(request_id=f"00000000-0000-4000-8000-{self.number:012d}")
        request.submission.display_name = self.name
        found = stub.CreateSubmission(request, timeout=20)
        assert self.submission in (None, found.name), f"a repeated request gets the same submission: {(self.submission, found.name)}"
        self.submission = found.name
        assert found.received_byte_count >= self.acknowledged or found.revision, (
            f"what was acknowledged is there: {(found.received_byte_count, self.acknowledged)}")
        assert found.received_byte_count % CHUNK == 0 or found.received_byte_count == len(self.data), (
            f"what is there was sent: {found.received_byte_count}")
        sent = found.received_byte_count
        while found.revision == 0 and sent < len(self.data):
            chunk = pb2.UploadSubmissionRequest(name=found.name, offset=sent, data=self.data[sent:sent + CHUNK])
            sent = stub.UploadSubmission(iter([chunk]), timeout=20).submission.received_byte_count
            self.acknowledged = sent
        self.committed = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=found.name), timeout=60)


def attempt(upload, server, delay):
    """Goes on with the upload and kills the server after `delay`. True once it is committed."""
    import grpc
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    killer = threading.Timer(delay, lambda: server.process.send_signal(signal.SIGKILL))
    # Without the servers of others, a broken call fails at once, and the next attempt comes.
    with grpc.insecure_channel(f"127.0.0.1:{upload.port}", options=(("grpc.enable_retries", 0),)) as channel:
        grpc.channel_ready_future(channel).result(timeout=30)
        killer.start()
        try:
            upload.step(grpc_pb2.IngestionServiceStub(channel), pb2)
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.UNAVAILABLE, f"a killed server is unavailable, nothing else: {error}"
    killer.join()
    server.process.wait()


def one_round(number, server, upload, dice):
    for attempts in range(100):
        attempt(upload, server, dice.uniform(0, LONGEST + attempts * LONGER))
        server.start()
        real.wait_until("ingestion", lambda: real.accepts(upload.port))
        if upload.committed:
            return
    raise TimeoutError(f"upload {number} does not get through")


@pytest.fixture(scope="module")
def file(folder):
    """Large enough to be killed in, small enough to be sent a few hundred times."""
    real.sos("sample", "--scale", "state", "--output", folder / "files")
    return min((f for f in (folder / "files").iterdir() if f.stat().st_size > (2 << 20)), key=lambda f: f.stat().st_size)


@pytest.mark.parametrize("store", ("sqlite", "postgres"))
def test_an_upload_goes_on_after_every_kill_and_makes_one_revision(pytestconfig, postgres_runs, stubs, folder, file, store):
    dice, data = random.Random(pytestconfig.getoption("seed")), file.read_bytes()
    (folder / store).mkdir()
    postgres = real.PostgresServer(folder / store) if store == "postgres" else None
    port = real.free_port()
    environment = {"SOS_LISTEN": f"127.0.0.1:{port}", "SOS_DATA_DIR": str(folder / store)}
    if postgres:
        environment["SOS_POSTGRES"] = postgres.connection
    server = real.Program([real.BIN / "sos-ingestion"], folder / store / "ingestion.log", environment)
    try:
        real.wait_until("ingestion", lambda: real.accepts(port))
        for number in range(pytestconfig.getoption("uploads")):
            upload = Upload(number, file.name, data, port)
            one_round(number, server, upload, dice)
            assert upload.committed.revision == number + 1, "each upload makes one revision"
            assert upload.committed.content_digest.endswith(hashlib.sha256(data).hexdigest()), "what was committed is what was sent"
    finally:
        server.kill()
        if postgres:
            postgres.close()
