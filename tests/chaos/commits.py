# SPDX-License-Identifier: Apache-2.0
"""Commits that can be told apart: each gives two LEAs the same number, so that half of one would be seen."""

import hashlib
import threading
import time
import uuid

LEAS = ("99600020000000", "99600030000000")
YEAR = 2024
HEADER = ("cds", "rtype", "schoolname", "districtname", "countyname", "charter_flag", "coe_flag", "dass_flag", "type",
          "studentgroup", "currnumer", "currdenom", "currstatus", "priornumer", "priordenom", "priorstatus", "change",
          "indicator", "reportingyear")
DENOMINATOR = 100_000


class Findings:
    """What did not hold in any of many threads: examples, by statement. A test asserts each statement afterwards."""

    def __init__(self, statements):
        self.lock = threading.Lock()
        self.examples = {statement: [] for statement in statements}

    def expect(self, statement, holds, detail=""):
        if not holds:
            with self.lock:
                self.examples[statement].append(str(detail))


def rate(value):
    """The published rate of `value` among DENOMINATOR, rounded half away from zero."""
    return f"{(value + DENOMINATOR // 2000) // (DENOMINATOR // 1000) / 10:.1f}"


def file_of(value):
    """A suspension download in which both LEAs have `value` suspended students."""
    rows = [HEADER] + [(lea, "D", "", f"District {lea[2:7]}", "Synthetic", "", "", "", "UD", "ALL", str(value), str(DENOMINATOR),
                        rate(value), "2500", str(DENOMINATOR), "2.5", "", "SUSP", str(YEAR)) for lea in LEAS]
    return ("\n".join("\t".join(row) for row in rows) + "\n").encode()


class Acknowledged:
    """What was answered: the revision of each commit, by identity and by number. Thread-safe."""

    def __init__(self):
        self.lock = threading.Lock()
        self.by_identity, self.by_number, self.twice = {}, {}, []
        self.next_value = 1000

    def new_value(self):
        with self.lock:
            self.next_value += 1
            return self.next_value

    def add(self, submission, value):
        with self.lock:
            if submission.revision in self.by_number or submission.revision_identity in self.by_identity:
                self.twice.append(submission.revision)
            self.by_number[submission.revision] = value
            self.by_identity[submission.revision_identity] = (submission.revision, value)

    def __len__(self):
        return len(self.by_identity)


def commit(stub, pb2, value, acknowledged=None, patience=120):
    """Sends one file until its commit is answered; None if it never is."""
    import grpc
    data, request_id = file_of(value), str(uuid.uuid4())
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            request = pb2.CreateSubmissionRequest(request_id=request_id)
            request.submission.display_name = f"suspdownload{YEAR}.txt"
            submission = stub.CreateSubmission(request, timeout=20)
            if submission.revision == 0:
                stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=submission.name, data=data)]), timeout=20)
            submission = stub.CommitSubmission(pb2.CommitSubmissionRequest(
                name=submission.name, byte_count=len(data), content_digest=hashlib.sha256(data).hexdigest()), timeout=30)
            if acknowledged is not None:
                acknowledged.add(submission, value)
            return submission
        except grpc.RpcError as error:
            if error.code() in (grpc.StatusCode.DATA_LOSS, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.PERMISSION_DENIED):
                raise
            time.sleep(0.05)
    return None
