# SPDX-License-Identifier: Apache-2.0
"""Kill -9 of ingestion at random moments of a bulk upload and its commit, on SQLite and on PostgreSQL.

After each kill the server starts again, and: what was acknowledged is there; nothing is half visible (a commit is
whole or not at all, its file's digest is the client's); the upload goes on where the received bytes end; and each
upload has made exactly one revision.

    killed_upload_test.py [ROUNDS] [SEED] [STORE...]        200 rounds on sqlite and on postgres by default
"""

import hashlib
import pathlib
import random
import signal
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import real_suite as real  # noqa: E402

CHUNK = 64 << 10
# Seconds until the kill, at most, at first; each further attempt is given a little longer, so that it ends.
LONGEST, LONGER = 0.15, 0.05
FAILURES = []


def check(what, holds, detail=""):
    if not holds:
        FAILURES.append(what)
        print(f"FAIL {what}: {detail}", flush=True)


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
        check("a repeated request gets the same submission", self.submission in (None, found.name), (self.submission, found.name))
        self.submission = found.name
        check("what was acknowledged is there", found.received_byte_count >= self.acknowledged or found.revision,
              (found.received_byte_count, self.acknowledged))
        check("what is there was sent", found.received_byte_count % CHUNK == 0 or found.received_byte_count == len(self.data),
              found.received_byte_count)
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
            check("a killed server is unavailable, nothing else", error.code() == grpc.StatusCode.UNAVAILABLE, error)
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


def run(store, rounds, dice, folder, data, name):
    folder.mkdir()
    postgres = real.PostgresServer(folder) if store == "postgres" else None
    port = real.free_port()
    environment = {"SOS_LISTEN": f"127.0.0.1:{port}", "SOS_DATA_DIR": str(folder)}
    if postgres:
        environment["SOS_POSTGRES"] = postgres.connection
    server = real.Program([real.BIN / "sos-ingestion"], folder / "ingestion.log", environment)
    begun, kills = time.monotonic(), 0
    try:
        real.wait_until("ingestion", lambda: real.accepts(port))
        while kills < rounds:
            upload = Upload(kills, name, data, port)
            one_round(kills, server, upload, dice)
            kills += 1
            check("each upload makes one revision", upload.committed.revision == kills, (upload.committed.revision, kills))
            check("what was committed is what was sent",
                  upload.committed.content_digest.endswith(hashlib.sha256(data).hexdigest()), upload.committed.content_digest)
    finally:
        server.kill()
        if postgres:
            postgres.close()
    print(f"{store}: {rounds} uploads, each killed until it was through, in {time.monotonic() - begun:.0f} s", flush=True)


def main():
    real.skip_unless_possible("killed uploads", postgres=True)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        real.sos("sample", "--scale", "state", "--output", folder / "files")
        # Large enough to be killed in, small enough to be sent a few hundred times.
        file = min((f for f in (folder / "files").iterdir() if f.stat().st_size > (2 << 20)), key=lambda f: f.stat().st_size)
        for store in sys.argv[3:] or ("sqlite", "postgres"):
            run(store, rounds, random.Random(seed), folder / store, file.read_bytes(), file.name)
    print(f"killed uploads: {len(FAILURES)} failures (seed {seed})")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
