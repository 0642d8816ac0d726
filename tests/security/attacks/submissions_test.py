# SPDX-License-Identifier: Apache-2.0
"""What is sent in: by whom, about whom, whole or not at all."""

import hashlib
import subprocess

import pytest
from harness import real_suite as real
from security.attacks.asking import FOREIGN_LEA, refusal


def test_where_nothing_can_be_written_down_nothing_is_taken_in_and_the_sender_is_told(suite, extra):
    """In the words of a full disk."""
    port = extra("ingestion", "full", SOS_AUDIT_LOG="/dev/full", SOS_DATA_DIR=str(suite.folder / "full")).port
    file = next(f for f in sorted((suite.folder / "files").iterdir()) if "chronic" in f.name)
    said = subprocess.run([real.SOS, "ingest", "--server", ",".join(f"{n}=127.0.0.1:{port}" for n in real.SERVICES), file],
                          env={"SOS_TLS_CA": str(suite.certificates / "ca.pem"), "SOS_TOKEN": suite.token("state"),
                               "SOS_TLS_SERVER_NAME": "localhost"},
                          capture_output=True, text=True, timeout=120, check=False)
    assert said.returncode == 2 and "No space left on device" in said.stderr and "nothing is taken in" in said.stderr
    assert "student" not in said.stderr


def send(suite, data, name, *token, **fields):
    """Creates, uploads and commits a file with a token; the closed submission."""
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    with suite.channel("ingestion", suite.token(*token)) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        request = pb2.CreateSubmissionRequest()
        request.submission.display_name = name
        submission = stub.CreateSubmission(request, timeout=30).name
        stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=submission, data=data)]), timeout=30)
        return stub.CommitSubmission(pb2.CommitSubmissionRequest(name=submission, **fields), timeout=30)


def of_lea(file, lea):
    """The header of a published file and the rows of one LEA."""
    lines = file.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines[:1] + [row for row in lines[1:] if row.startswith(lea[:7].encode())])


@pytest.fixture(scope="module")
def files(suite):
    """The files of the sample, by the first part of their names."""
    return {f.name.split("-")[0]: f for f in (suite.folder / "files").iterdir()}


def decided(suite):
    from sos.eligibility.v1 import eligibility_service_pb2 as pb2
    from sos.eligibility.v1 import eligibility_service_pb2_grpc as grpc_pb2
    with suite.channel("eligibility", suite.token("public")) as channel:
        found = grpc_pb2.EligibilityServiceStub(channel).GetDetermination(pb2.GetDeterminationRequest(
            name=f"entities/{real.LEA}/determinations/lcff-{real.YEAR}"), timeout=30)
        found.revision, found.revision_identity = 0, ""
        return found


WRITERS = pytest.mark.parametrize("who", (("lea", real.LEA), ("county", "99")), ids=lambda who: who[0])
PUBLISHED = ("suspdownload2024", "chronicdownload2024", "graddownload2024", "eladownload2024", "mathdownload2024",
             "elpidownload2024", "ccidownload2024")
RECORDS = "STAS^A^^{}^0100001^2023-2024^1000000001^L1^^^^^N^^180^170^0^0^5^5^0\n"


@WRITERS
@pytest.mark.parametrize("collection", PUBLISHED)
def test_what_the_state_publishes_is_the_states_to_write_whoever_it_is_about(suite, files, who, collection):
    found = refusal(send, suite, of_lea(files[collection], real.LEA), files[collection].name, *who)
    assert found == ("PERMISSION_DENIED", "COLLECTION_NOT_WRITABLE")


@WRITERS
def test_a_self_reflection_is_kept_apart_from_the_states_rating_and_no_determination_reads_it(suite, files, who):
    before = decided(suite)
    worse = of_lea(files["priority1_2024"], real.LEA).replace(b"\tMet\t", b"\tNot Met\t")
    own = send(suite, worse, "priority1_2024.txt", *who)
    names = type(own).DESCRIPTOR.file.enum_types_by_name["Collection"].values_by_number
    assert [names[c].name for c in own.committed_collections] == ["COLLECTION_SELF_REFLECTION_PRIORITY_1"]
    assert decided(suite) == before


def test_an_lea_sends_in_its_student_records_and_nobody_elses(suite):
    assert send(suite, RECORDS.format(real.LEA[:7]).encode(), "stas.txt", "lea", real.LEA).revision > 0
    found = refusal(send, suite, RECORDS.format(FOREIGN_LEA[:7]).encode(), "stas.txt", "lea", real.LEA)
    assert found == ("PERMISSION_DENIED", "OUTSIDE_SCOPE")


def test_the_state_writes_what_it_publishes(suite, files):
    assert send(suite, files["suspdownload2024"].read_bytes(), "susp2024.txt", "state").revision > 0


def meant(data):
    """What a commit says of the bytes that it means."""
    return {"byte_count": len(data), "content_digest": hashlib.sha256(data).hexdigest()}


def contents(files):
    """A file, half of it, and another one of the same length."""
    whole = files["suspdownload2024"].read_bytes()
    return whole, whole[:len(whole) // 2], whole.replace(b"Valley", b"Canyon")


def test_neither_half_an_upload_nor_another_file_of_its_length_is_committed(suite, files):
    whole, half, other = contents(files)
    for data in (half, other):
        found = refusal(send, suite, data, files["suspdownload2024"].name, "state", **meant(whole))
        assert found == ("FAILED_PRECONDITION", "CONTENT_MISMATCH")


def test_a_mixture_of_two_files_is_refused_and_a_request_id_stands_for_no_other_file(suite, files):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    whole, half, other = contents(files)
    with suite.channel("ingestion", suite.token("state")) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        request = pb2.CreateSubmissionRequest(request_id="99999999-0000-4000-8000-000000000001")
        request.submission.display_name = files["suspdownload2024"].name
        name = stub.CreateSubmission(request, timeout=30).name
        stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=name, data=half)]), timeout=30)
        assert stub.CreateSubmission(request, timeout=30).name == name, "a repeated call gets the same submission"
        mixture = pb2.UploadSubmissionRequest(name=name, data=other)
        found = refusal(stub.UploadSubmission, iter([mixture]), timeout=30)
        assert found == ("ALREADY_EXISTS", "BYTES_DIFFER"), "a mixture of two files is refused"
        stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=name, data=whole)]), timeout=30)
        done = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=name, **meant(whole)), timeout=30)
        assert done.content_digest == meant(whole)["content_digest"], f"the whole file is committed, and known by its digest: {done}"
        again = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=name, **meant(whole)), timeout=30)
        assert again.revision_identity == done.revision_identity, "a repeated commit is the first"
        found = refusal(stub.CommitSubmission, pb2.CommitSubmissionRequest(name=name, **meant(other)), timeout=30)
        assert found == ("ALREADY_EXISTS", "CONTENT_MISMATCH"), "a request id stands for no other file"


@pytest.mark.parametrize("fields", ({}, {"byte_count": 1}, {"content_digest": "0" * 64}), ids=("nothing", "bytes", "digest"))
def test_a_commit_must_say_its_bytes_where_that_is_required(suite, extra, fields):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    extra("ingestion", "strict commits", SOS_COMMIT_DIGEST_REQUIRED="true", SOS_DATA_DIR=str(suite.folder / "strict-commits"))
    with suite.channel("strict commits", suite.token("state")) as channel:
        found = refusal(grpc_pb2.IngestionServiceStub(channel).CommitSubmission,
                        pb2.CommitSubmissionRequest(name="submissions/1", **fields), timeout=30)
    assert found == ("INVALID_ARGUMENT", "FIELD_REQUIRED")


def test_nobody_can_read_or_change_anothers_submission_nor_see_it_in_a_list(suite):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    with suite.channel("ingestion", suite.token("lea", real.LEA, SOS_TOKEN_SUBJECT="a")) as channel:
        request = pb2.CreateSubmissionRequest()
        request.submission.display_name = "mine.txt"
        mine = grpc_pb2.IngestionServiceStub(channel).CreateSubmission(request, timeout=30)
    with suite.channel("ingestion", suite.token("lea", real.LEA, SOS_TOKEN_SUBJECT="b")) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        chunk = pb2.UploadSubmissionRequest(name=mine.name, data=b"x")
        tries = {"read": lambda: stub.GetSubmission(pb2.GetSubmissionRequest(name=mine.name), timeout=30),
                 "add to": lambda: stub.UploadSubmission(iter([chunk]), timeout=30),
                 "commit": lambda: stub.CommitSubmission(pb2.CommitSubmissionRequest(name=mine.name), timeout=30),
                 "delete": lambda: stub.DeleteSubmission(pb2.DeleteSubmissionRequest(name=mine.name), timeout=30)}
        for what, attempt in tries.items():
            found = refusal(attempt)
            assert found == ("NOT_FOUND", "SUBMISSION_NOT_FOUND"), f"nobody can {what} another's submission"
        listed = stub.ListSubmissions(pb2.ListSubmissionsRequest(page_size=1000), timeout=30)
        assert mine.name not in [s.name for s in listed.submissions], "nor see it in a list"


@pytest.mark.parametrize(
    "who, told", ((("public",), False), (("lea", real.LEA), False), (("state",), True)),
    ids=("public", "lea", "state"))
def test_only_who_sees_all_submissions_is_told_their_numbers_by_a_snapshot(suite, who, told):
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    with suite.channel("ingestion", suite.token(*who)) as channel:
        snapshot = grpc_pb2.IngestionServiceStub(channel).GetSnapshot(pb2.GetSnapshotRequest(), timeout=30)
    loaded = [file for coverage in snapshot.coverages for file in coverage.files]
    assert loaded and all(file.display_name for file in loaded)
    assert {bool(file.submission) for file in loaded} == {told}
