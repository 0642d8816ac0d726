# SPDX-License-Identifier: Apache-2.0
"""Attacks on the real suite: every one must be refused with the right code, and leave a line in the log.

Tokens that are expired, forged, or of another scope; a missing client certificate; streams that are too large or
never end; metacharacters in every text field of every request; and the recovery of a masked small group by
subtraction. Each check is a line; the last one tells how many failed.
"""

import base64
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import raw_http2  # noqa: E402
from harness import real_suite as real  # noqa: E402

FAILURES = []
FOREIGN_LEA = "99600010000000"


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}", flush=True)
    if not holds:
        FAILURES.append(what)


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
        return "OK", ""
    except grpc.RpcError as error:
        return error.code().name, real.reason_of(error)


def every_method():
    for name, service, stub in real.services():
        for method in service.methods:
            yield name, method, stub


def empty_request(method):
    import importlib
    module = importlib.import_module(method.input_type.file.name.removesuffix(".proto").replace("/", ".") + "_pb2")
    return getattr(module, method.input_type.name)()


def report(suite, token=None, revision=0, lea=real.LEA, channel=None):
    from sos.reporting.v1 import reporting_service_pb2 as pb2
    from sos.reporting.v1 import reporting_service_pb2_grpc as grpc_pb2
    with channel or suite.channel("reporting", token) as open_channel:
        return grpc_pb2.ReportingServiceStub(open_channel).GetReport(
            pb2.GetReportRequest(name=f"entities/{lea}/reports/{real.YEAR}", revision=revision), timeout=30, wait_for_ready=True)


def refusal(function, *arguments, **options):
    import grpc
    try:
        function(*arguments, **options)
        return "OK", ""
    except grpc.RpcError as error:
        return error.code().name, real.reason_of(error)


def check_every_method_asks_who_is_calling(suite):
    wrong = []
    for name, method, stub in every_method():
        with suite.channel(name) as channel:
            found = answer(stub(channel), method, [empty_request(method)])
            if found != ("UNAUTHENTICATED", "TOKEN_REQUIRED"):
                wrong.append((method.name, found))
    check("every method refuses a caller without token", not wrong, wrong)
    with suite.channel("reporting") as channel:
        raw = lambda value: value  # noqa: E731
        health = channel.unary_unary("/grpc.health.v1.Health/Check", request_serializer=raw, response_deserializer=raw)
        check("the health service answers without one", health(b"", timeout=10) == b"\x08\x01")


def unsigned(claims, header):
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()  # noqa: E731
    return f"{part(header)}.{part(claims)}."


def check_tokens(suite, folder):
    good = suite.token("state")
    check("a good token is taken", report(suite, good).rows)
    other = folder / "other-provider"
    subprocess.run([real.ROOT / "deploy" / "development" / "certificates.sh", other], check=True)
    forged = subprocess.check_output([real.ROOT / "deploy" / "development" / "token.sh", other, "state"], text=True).strip()
    claims = {"iss": real.ISSUER, "aud": real.AUDIENCE, "sub": "x", "exp": int(time.time()) + 600, "sos_role": "state"}
    header, body, signature = good.split(".")
    richer = json.loads(base64.urlsafe_b64decode(body + "=="))
    richer["sos_role"] = "operator"
    tampered = f"{header}.{base64.urlsafe_b64encode(json.dumps(richer).encode()).rstrip(b'=').decode()}.{signature}"
    attacks = {"an expired token": suite.token("state", SOS_TOKEN_SECONDS=-120), "alg none": unsigned(claims, {"alg": "none", "kid": "development"}),
               "a token of another key": forged, "a token for another audience": suite.token("state", SOS_TOKEN_AUDIENCE="elsewhere"),
               "a token of another issuer": suite.token("state", SOS_TOKEN_ISSUER="https://elsewhere.example"),
               "other claims under a good signature": tampered, "no token at all": "x",
               "a token of tomorrow": suite.token("state", SOS_TOKEN_AGE=-86400),
               "a token for a county that does not exist": suite.token("county", "77"), "a token that claims to be a service": suite.token("service")}
    for what, token in attacks.items():
        found = refusal(report, suite, token)
        check(f"{what} is refused", found == ("UNAUTHENTICATED", "TOKEN_INVALID"), found)


def check_key_set(suite):
    """A key that is taken away is refused within seconds; a file that is wrong changes nothing and is an error in the log."""
    file = suite.certificates / "jwks.json"
    good, token = file.read_text(), suite.token("state")
    taken, stopped = ("OK", ""), ("UNAUTHENTICATED", "TOKEN_INVALID")

    def put(text):
        (suite.certificates / "new").write_text(text)
        (suite.certificates / "new").rename(file)

    def becomes(what, expected):
        try:
            real.wait_until(what, lambda: refusal(report, suite, token) == expected)
            check(what, True)
        except TimeoutError:
            check(what, False, refusal(report, suite, token))

    def errors():
        return [line.get("detail", "") for line in suite.programs["reporting", 0].lines()
                if line["level"] == "error" and line["message"].startswith("The token keys")]

    key = json.loads(good)["keys"][0]
    check("a token is taken before anything is done to the keys", refusal(report, suite, token) == taken)
    put('{"keys": []}')
    becomes("an empty key set refuses every token", stopped)
    put(good)
    becomes("and the keys are back as soon as they are in the file", taken)
    for what, text in (("half a file", good[:40]), ("two keys of one name", json.dumps({"keys": [key, key]}))):
        before = len(errors())
        put(text)
        # What looks at the file is a call.
        real.wait_until(f"an error in the log: {what}", lambda: refusal(report, suite, token) and len(errors()) > before)
        check(f"{what} keeps the keys, and is an error in the log", refusal(report, suite, token) == taken, errors()[-1:])
    put(good)


def check_clock(suite, folder):
    """The clock of a server is set back by an hour under callers that have limits, and a key is taken away meanwhile."""
    import grpc
    if shutil.which("cc") is None:
        print("SKIP the clock: there is no C compiler")
        return
    library, clock, port = folder / "set_clock.so", folder / "clock", real.free_port()
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, pathlib.Path(__file__).with_name("set_clock.c")], check=True)
    clock.write_text("0")
    keys = folder / "keys of the clock"
    keys.write_text((suite.certificates / "jwks.json").read_text())
    server = suite.server("reporting", port, folder / "clock.log", {
        "LD_PRELOAD": str(library), "SOS_TEST_CLOCK": str(clock), "SOS_AUTH_JWKS": str(keys),
        # A sanitized server wants to be the first library of its process, and is not.
        "ASAN_OPTIONS": "verify_asan_link_order=0",
        "SOS_CALLER_RATE": "100", "SOS_CALLER_BURST": "100", "SOS_CALLER_CONCURRENCY": "32"})
    # It is not yet valid to a server whose clock is slow, unless it was made before that.
    token = suite.token("state", SOS_TOKEN_AGE=7200, SOS_TOKEN_SECONDS=7200)

    def ask():
        credentials = grpc.composite_channel_credentials(
            grpc.ssl_channel_credentials((suite.certificates / "ca.pem").read_bytes()), grpc.access_token_call_credentials(token))
        return refusal(report, suite, channel=grpc.secure_channel(f"127.0.0.1:{port}", credentials))

    try:
        real.wait_until("a server with a clock of its own", lambda: real.accepts(port))
        check("a caller is served before the clock is set", ask() == ("OK", ""), ask())
        for what, seconds in (("back by an hour", "-3600"), ("right again", "0"), ("forward by an hour", "3600")):
            clock.write_text(seconds)
            found = [ask() for _ in range(5)]
            check(f"and when the clock is {what}", found == [("OK", "")] * 5, found)
        clock.write_text("-3600")
        ask()
        keys.write_text('{"keys": []}')
        began = time.monotonic()
        real.wait_until("the key to be refused", lambda: ask() == ("UNAUTHENTICATED", "TOKEN_INVALID"))
        check("a key that is taken away under a clock that went back is refused within seconds", time.monotonic() - began < 15)
    finally:
        server.kill()


def check_full_disk(suite, folder):
    """Where nothing can be written down, nothing is taken in, and whoever sends it is told why."""
    port = real.free_port()
    server = suite.server("ingestion", port, folder / "full.log", {"SOS_AUDIT_LOG": "/dev/full", "SOS_DATA_DIR": str(folder / "full")})
    try:
        real.wait_until("a server whose disk is full", lambda: real.accepts(port))
        file = next(f for f in sorted((suite.folder / "files").iterdir()) if "chronic" in f.name)
        said = subprocess.run([real.SOS, "ingest", "--server", ",".join(f"{n}=127.0.0.1:{port}" for n in real.SERVICES), file],
                              env={"SOS_TLS_CA": str(suite.certificates / "ca.pem"), "SOS_TOKEN": suite.token("state"),
                                   "SOS_TLS_SERVER_NAME": "localhost"},
                              capture_output=True, text=True, timeout=120, check=False)
        check("a full disk is called one to whoever sends a file", said.returncode == 2 and "No space left on device" in said.stderr
              and "nothing is taken in" in said.stderr and "student" not in said.stderr, said)
    finally:
        server.kill()


def check_scopes(suite):
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2
    name = f"entities/{real.LEA}/results/{real.YEAR}-chro-all"

    def result(*token):
        with suite.channel("indicator", suite.token(*token)) as channel:
            grpc_pb2.IndicatorServiceStub(channel).GetResult(pb2.GetResultRequest(name=name), timeout=30)

    check("an LEA sees its own results", refusal(result, "lea", real.LEA) == ("OK", ""), refusal(result, "lea", real.LEA))
    check("a county sees its LEA's", refusal(result, "county", "99") == ("OK", ""))
    for what, *token in (("an LEA of another's", "lea", FOREIGN_LEA), ("a county of another's", "county", "19")):
        found = refusal(result, *token)
        check(f"a foreign scope is refused: {what}", found == ("PERMISSION_DENIED", "OUTSIDE_SCOPE"), found)
    for role in ("public", "operator"):
        found = refusal(result, role)
        check(f"the role {role} sees no results", found == ("PERMISSION_DENIED", "ROLE_NOT_PERMITTED"), found)


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
    return b"".join(line for line in lines[:1] + [l for l in lines[1:] if l.startswith(lea[:7].encode())])


def check_writers(suite):
    """What the state publishes is the state's to write, whoever it is about."""
    from sos.eligibility.v1 import eligibility_service_pb2 as pb2
    from sos.eligibility.v1 import eligibility_service_pb2_grpc as grpc_pb2
    files = {f.name.split("-")[0]: f for f in (suite.folder / "files").iterdir()}

    def decided():
        with suite.channel("eligibility", suite.token("public")) as channel:
            found = grpc_pb2.EligibilityServiceStub(channel).GetDetermination(pb2.GetDeterminationRequest(
                name=f"entities/{real.LEA}/determinations/lcff-{real.YEAR}"), timeout=30)
            found.revision, found.revision_identity = 0, ""
            return found

    before = decided()
    for who in (("lea", real.LEA), ("county", "99")):
        for collection in ("suspdownload2024", "chronicdownload2024", "graddownload2024", "eladownload2024", "mathdownload2024",
                           "elpidownload2024", "ccidownload2024"):
            found = refusal(send, suite, of_lea(files[collection], real.LEA), files[collection].name, *who)
            check(f"{who[0]} cannot write {collection}", found == ("PERMISSION_DENIED", "COLLECTION_NOT_WRITABLE"), found)
        worse = of_lea(files["priority1_2024"], real.LEA).replace(b"\tMet\t", b"\tNot Met\t")
        own = send(suite, worse, "priority1_2024.txt", *who)
        check(f"{who[0]} keeps a self-reflection apart from the state's rating",
              [type(own).DESCRIPTOR.file.enum_types_by_name["Collection"].values_by_number[c].name for c in own.committed_collections]
              == ["COLLECTION_SELF_REFLECTION_PRIORITY_1"], own)
    check("and no determination reads it", decided() == before)
    records = "STAS^A^^{}^0100001^2023-2024^1000000001^L1^^^^^N^^180^170^0^0^5^5^0\n"
    own = send(suite, records.format(real.LEA[:7]).encode(), "stas.txt", "lea", real.LEA)
    check("an LEA sends in its student records", own.revision > 0, own)
    found = refusal(send, suite, records.format(FOREIGN_LEA[:7]).encode(), "stas.txt", "lea", real.LEA)
    check("and nobody else's", found == ("PERMISSION_DENIED", "OUTSIDE_SCOPE"), found)
    check("the state writes what it publishes", send(suite, files["suspdownload2024"].read_bytes(), "susp2024.txt", "state").revision > 0)


def check_what_is_committed(suite):
    """Half a file, a mixture of two and a repeated call for another file make no revision."""
    import hashlib
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    file = next(f for f in (suite.folder / "files").iterdir() if f.name.startswith("suspdownload2024"))
    whole = file.read_bytes()
    half, other = whole[:len(whole) // 2], whole.replace(b"Valley", b"Canyon")

    def meant(data):
        return {"byte_count": len(data), "content_digest": hashlib.sha256(data).hexdigest()}

    found = refusal(send, suite, half, file.name, "state", **meant(whole))
    check("half an upload is not committed", found == ("FAILED_PRECONDITION", "CONTENT_MISMATCH"), found)
    found = refusal(send, suite, other, file.name, "state", **meant(whole))
    check("nor is another file of the same length", found == ("FAILED_PRECONDITION", "CONTENT_MISMATCH"), found)
    with suite.channel("ingestion", suite.token("state")) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        request = pb2.CreateSubmissionRequest(request_id="99999999-0000-4000-8000-000000000001")
        request.submission.display_name = file.name
        name = stub.CreateSubmission(request, timeout=30).name
        stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=name, data=half)]), timeout=30)
        check("a repeated call gets the same submission", stub.CreateSubmission(request, timeout=30).name == name)
        mixture = pb2.UploadSubmissionRequest(name=name, data=other)
        found = refusal(stub.UploadSubmission, iter([mixture]), timeout=30)
        check("a mixture of two files is refused", found == ("ALREADY_EXISTS", "BYTES_DIFFER"), found)
        stub.UploadSubmission(iter([pb2.UploadSubmissionRequest(name=name, data=whole)]), timeout=30)
        done = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=name, **meant(whole)), timeout=30)
        check("the whole file is committed, and known by its digest", done.content_digest == meant(whole)["content_digest"], done)
        again = stub.CommitSubmission(pb2.CommitSubmissionRequest(name=name, **meant(whole)), timeout=30)
        check("a repeated commit is the first", again.revision_identity == done.revision_identity)
        found = refusal(stub.CommitSubmission, pb2.CommitSubmissionRequest(name=name, **meant(other)), timeout=30)
        check("a request id stands for no other file", found == ("ALREADY_EXISTS", "CONTENT_MISMATCH"), found)


def check_strict_commits(suite, folder):
    """A server that requires it commits nothing whose bytes are not said."""
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    port = real.free_port()
    suite.programs["strict commits"] = suite.server("ingestion", port, folder / "strict-commits.log",
                                                    {"SOS_COMMIT_DIGEST_REQUIRED": "true", "SOS_DATA_DIR": str(folder / "strict-commits")})
    suite.ports["strict commits", 0] = port
    real.wait_until("strict commits", lambda: real.accepts(port))
    with suite.channel("strict commits", suite.token("state")) as channel:
        stub = grpc_pb2.IngestionServiceStub(channel)
        for fields in ({}, {"byte_count": 1}, {"content_digest": "0" * 64}):
            found = refusal(stub.CommitSubmission, pb2.CommitSubmissionRequest(name="submissions/1", **fields), timeout=30)
            check(f"a commit must say its bytes: {fields}", found == ("INVALID_ARGUMENT", "FIELD_REQUIRED"), found)
    suite.programs["strict commits"].kill()


def check_submissions_are_their_senders(suite):
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
            check(f"nobody can {what} another's submission", found == ("NOT_FOUND", "SUBMISSION_NOT_FOUND"), found)
        listed = stub.ListSubmissions(pb2.ListSubmissionsRequest(page_size=1000), timeout=30)
        check("nor see it in a list", mine.name not in [s.name for s in listed.submissions])


def check_client_certificates(suite, folder):
    port = real.free_port()
    strict = suite.server("indicator", port, folder / "strict.log", {"SOS_TLS_CLIENTS": "required"})
    suite.programs["strict"] = strict
    suite.ports["strict", 0] = port
    real.wait_until("strict", lambda: real.accepts(port))
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2

    def ask(**options):
        with suite.channel("strict", **options) as channel:
            grpc_pb2.IndicatorServiceStub(channel).ListRulebooks(pb2.ListRulebooksRequest(), timeout=10)

    found = refusal(ask, token=suite.token("state"))
    check("without client certificate there is no connection", found[0] == "UNAVAILABLE", found)
    found = refusal(ask, certificate="reporting")
    check("with a service's certificate there is, and it needs no token", found == ("OK", ""), found)


def check_streams(suite, folder):
    import grpc
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2
    from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
    port = real.free_port()
    suite.programs["patient"] = suite.server("ingestion", port, folder / "patient.log", {"SOS_STREAM_IDLE_TIMEOUT": "500ms", "SOS_DATA_DIR": str(folder / "patient")})
    suite.ports["patient", 0] = port
    real.wait_until("patient", lambda: real.accepts(port))
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

        check("a message over the limit is refused", refusal(too_large)[0] == "RESOURCE_EXHAUSTED", refusal(too_large))
        check("a chunk over the limit is refused", refusal(large) == ("INVALID_ARGUMENT", "FIELD_INVALID"), refusal(large))

        import threading
        forever = threading.Event()

        def slow():
            yield pb2.UploadSubmissionRequest(name=name, data=b"abc")
            forever.wait(60)

        begun = time.monotonic()
        found = refusal(lambda: stub.UploadSubmission(slow(), timeout=50))
        forever.set()
        check("a stream that falls silent is ended", found == ("DEADLINE_EXCEEDED", "STREAM_IDLE") and time.monotonic() - begun < 20, found)
        kept = stub.GetSubmission(pb2.GetSubmissionRequest(name=name), timeout=30).received_byte_count
        check("and what came before is kept", kept == 3, kept)
        real.wait_until("the log", lambda: any(l.get("reason") == "STREAM_IDLE" for l in suite.programs["patient"].lines()))
        check("and logged", True)
        assert grpc


def check_answers_nobody_takes(suite, folder):
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2
    port = real.free_port()
    suite.programs["stalled"] = suite.server("indicator", port, folder / "stalled.log", {"SOS_STALL_TIMEOUT": "500ms"})
    suite.ports["stalled", 0] = port
    real.wait_until("stalled", lambda: real.accepts(port))
    # Without the probe, the client takes no more ahead of its reader than 64 KB.
    with suite.channel("stalled", suite.token("state"), options=(("grpc.http2.bdp_probe", 0),)) as channel:
        stub = grpc_pb2.IndicatorServiceStub(channel)

        def take_nothing():
            answers = stub.StreamCrossings(pb2.StreamCrossingsRequest(), timeout=50)
            next(answers)
            real.wait_until("the log", lambda: any("stopped reading" in l["message"] for l in suite.programs["stalled"].lines()))
            list(answers)

        found = refusal(take_nothing)
        check("a caller that takes nothing of its answers is cut off, and it is logged", found[0] == "CANCELLED", found)


def check_what_no_library_sends(suite, folder):
    """Bytes in headers that gRPC lets in and would not send on, and callers that take no byte of what they are answered."""
    from sos.ingestion.v1 import ingestion_service_pb2 as ingestion
    from sos.reporting.v1 import reporting_service_pb2 as reporting
    token = suite.token("state")
    ca = suite.certificates / "ca.pem"
    request = reporting.GetReportRequest(name=f"entities/{FOREIGN_LEA}/reports/{real.YEAR}").SerializeToString()
    for what, header in (("a byte that is no ASCII", b"bad\x80id"), ("a line feed", b"a\nb"), ("a NUL", b"a\0b"), ("8 KB", b"a" * 8000)):
        for name in ("x_request_id", "traceparent"):
            connection = raw_http2.Connection(suite.ports["reporting", 0], ca)
            connection.call("sos.reporting.v1.ReportingService/GetReport", request, authorization=f"Bearer {token}", **{name: header})
            connection.answered()
            connection.close()
        check(f"{what} in a header that is passed on does no harm", refusal(report, suite, token) == ("OK", ""))

    port = real.free_port()
    suite.programs["untaken"] = suite.server("ingestion", port, folder / "untaken.log",
                                             {"SOS_STALL_TIMEOUT": "500ms", "SOS_DATA_DIR": str(folder / "untaken")})
    real.wait_until("untaken", lambda: real.accepts(port))
    greedy = raw_http2.Connection(port, ca, window=0)
    for _ in range(200):  # More than there are threads.
        greedy.call("sos.ingestion.v1.IngestionService/GetSnapshot", ingestion.GetSnapshotRequest().SerializeToString(),
                    authorization=f"Bearer {token}")

    def cut_off():
        return sum("stopped reading" in line["message"] for line in suite.programs["untaken"].lines())

    real.wait_until("the log", lambda: cut_off() > 50)
    suite.ports["untaken", 0] = port
    with suite.channel("untaken", token) as channel:
        from sos.ingestion.v1 import ingestion_service_pb2_grpc as grpc_pb2
        found = refusal(grpc_pb2.IngestionServiceStub(channel).GetSnapshot, ingestion.GetSnapshotRequest(), timeout=30, wait_for_ready=True)
    check("callers that take no byte of their answers leave others theirs", found == ("OK", ""), found)
    greedy.close()


def check_limits(suite, folder):
    port = real.free_port()
    suite.programs["limited"] = suite.server("reporting", port, folder / "limited.log", {"SOS_CALLER_RATE": "1", "SOS_CALLER_BURST": "5"})
    suite.ports["limited", 0] = port
    real.wait_until("limited", lambda: real.accepts(port))
    greedy, modest = suite.token("public", SOS_TOKEN_SUBJECT="greedy"), suite.token("public", SOS_TOKEN_SUBJECT="modest")

    def ask(token):
        report(suite, channel=suite.channel("limited", token))

    found = [refusal(ask, greedy) for _ in range(12)]
    check("a caller that calls too often is told to wait", ("RESOURCE_EXHAUSTED", "CALLER_LIMITED") in found, found)
    check("and nobody else", refusal(ask, modest) == ("OK", ""), refusal(ask, modest))

    from sos.reporting.v1 import reporting_service_pb2 as pb2, reporting_service_pb2_grpc as grpc_pb2

    def for_user(user):
        with suite.channel("limited", certificate="eligibility") as channel:
            grpc_pb2.ReportingServiceStub(channel).GetReport(
                pb2.GetReportRequest(name=f"entities/{real.LEA}/reports/{real.YEAR}"), timeout=30,
                metadata=(("x-sos-end-user", user),) if user else ())

    found = [refusal(for_user, "somebody") for _ in range(12)]
    check("nor more often through a service that calls on its behalf", ("RESOURCE_EXHAUSTED", "CALLER_LIMITED") in found, found)
    found = {refusal(for_user, "") for _ in range(12)} | {refusal(for_user, "another")}
    check("a service that speaks for itself is not limited, nor its other users", found == {("OK", "")}, found)


NASTY = ("'; DROP TABLE submissions; --", "../../etc/passwd", "entities/../../x", "%00%n%s", "$(reboot)", "\" OR 1=1 --", "a\tb\nc",
         "submissions/1 OR 1=1", "\u0000", "\u202e\ufeff", "x" * 100_000)
HARMLESS = {"OK", "INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "FAILED_PRECONDITION", "ALREADY_EXISTS", "OUT_OF_RANGE"}


def text_fields(descriptor, depth=3, path=()):
    for field in descriptor.fields:
        if field.type == field.TYPE_STRING:
            yield (*path, field)
        elif field.type == field.TYPE_MESSAGE and depth > 1 and not field.message_type.GetOptions().map_entry:
            yield from text_fields(field.message_type, depth - 1, (*path, field))


def put(message, path, text):
    for field in path[:-1]:
        message = getattr(message, field.name).add() if field.label == field.LABEL_REPEATED else getattr(message, field.name)
    if path[-1].label == path[-1].LABEL_REPEATED:
        getattr(message, path[-1].name).append(text)
    else:
        setattr(message, path[-1].name, text)


def check_metacharacters(suite):
    """In every text field of every request, one at a time, with the role that may do most."""
    before = real.sos("backup", suite.folder / "before", "--data-dir", suite.folder / "data", "--format", "csv")
    wrong, tried = [], 0
    for name, method, stub in every_method():
        with suite.channel(name, suite.token("state")) as channel:
            for path in text_fields(method.input_type):
                for text in NASTY:
                    request = empty_request(method)
                    put(request, path, text)
                    code, reason = answer(stub(channel), method, [request])
                    tried += 1
                    if code not in HARMLESS:
                        wrong.append((method.name, ".".join(f.name for f in path), text[:20], code, reason))
    check(f"{tried} requests with metacharacters are harmless", not wrong and tried > 500, wrong[:10])
    after = real.sos("backup", suite.folder / "after", "--data-dir", suite.folder / "data", "--format", "csv")
    counts = lambda text: {line.split(",")[0]: line.split(",")[1] for line in text.decode().splitlines()}  # noqa: E731
    changed = {t for t in counts(before) if counts(before)[t] != counts(after)[t]}
    # A submission may have any display name, so those were made.
    check("and no table is the worse for it", changed <= {"submissions"}, changed)


def check_small_groups(suite):
    from sos.reporting.v1 import report_pb2
    token = suite.token("public")
    shown = report(suite, token)
    masked = [(row, cell) for row in shown.rows for cell in row.cells if cell.state == report_pb2.Cell.STATE_MASKED]
    check(f"the report masks {len(masked)} cells", masked, "nothing is masked in the sample")
    leaked = [cell for _, cell in masked if cell.HasField("status") or cell.HasField("change") or cell.student_count > 0]
    check("a masked cell says nothing", not leaked, leaked[:1])
    found = recoverable(shown)
    check("parent minus the other groups gives no masked group away", not found, found)
    newest = shown.revision
    found = refusal(report, suite, token, newest - 1)
    check("one release minus the next: the public reads the newest only", found == ("PERMISSION_DENIED", "REVISION_NOT_PUBLIC"), found)
    for who in (("county", "01"), ("lea", FOREIGN_LEA), ("operator",)):
        found = refusal(report, suite, suite.token(*who), newest - 1)
        check(f"so does the role {who[0]} outside of its scope", found == ("PERMISSION_DENIED", "REVISION_NOT_PUBLIC"), found)
    check("the newest may be named", refusal(report, suite, token, newest) == ("OK", ""))
    check("those who may see the counts read both", refusal(report, suite, suite.token("county", "99"), newest - 1)[1] != "REVISION_NOT_PUBLIC")
    shown_to_all = suite.sos("report", "--entity", real.LEA, "--year", real.YEAR, token=token)
    check("and the public has `sos report`", b"Synthetic" in shown_to_all or len(shown_to_all) > 1000, shown_to_all[:100])


RACES = {"AFRICAN_AMERICAN", "AMERICAN_INDIAN", "ASIAN", "FILIPINO", "HISPANIC", "PACIFIC_ISLANDER", "WHITE", "TWO_OR_MORE_RACES"}


def recoverable(shown):
    """Cells that are the only masked race of their indicator: all students minus the other races gives them away."""
    from sos.education.v1 import education_pb2 as education
    from sos.reporting.v1 import report_pb2
    found = []
    for column, indicator in enumerate(shown.indicators):
        cells = {education.StudentGroup.Name(row.student_group).removeprefix("STUDENT_GROUP_"): row.cells[column] for row in shown.rows}
        races = {g: c for g, c in cells.items() if g in RACES and c.state != report_pb2.Cell.STATE_ABSENT}
        masked = [g for g, c in races.items() if c.state == report_pb2.Cell.STATE_MASKED]
        if len(masked) == 1 and cells["ALL"].state != report_pb2.Cell.STATE_MASKED:
            found.append((indicator, masked[0]))
    return found


def check_rotation(suite):
    port = suite.ports["reporting", 0]
    before = real.certificate_serial(port)
    (suite.certificates / "reporting.pem").unlink()
    subprocess.run([real.ROOT / "deploy" / "development" / "certificates.sh", suite.certificates], check=True)
    real.wait_until("the new certificate", lambda: real.certificate_serial(port) not in (before, b""))
    check("a new certificate is shown without a restart", report(suite, suite.token("state")).rows)


def check_logs(suite, folder):
    lines = [line for program in suite.programs.values() for line in program.lines()]
    refused = {line.get("reason") for line in lines if line.get("message") == "call"}
    wanted = {"TOKEN_REQUIRED", "TOKEN_INVALID", "ROLE_NOT_PERMITTED", "OUTSIDE_SCOPE", "REVISION_NOT_PUBLIC", "CALLER_LIMITED", "STREAM_IDLE"}
    check("every kind of refusal is in a log", wanted <= refused, wanted - refused)
    calls = [line for line in lines if line.get("message") == "call"]
    check("every line of a call has a trace and a request", all(len(c["trace_id"]) == 32 and c["request_id"] for c in calls))
    text = "".join(path.read_text(errors="replace") for path in folder.glob("*.log"))
    leaks = [what for what, secret in (("a token", "eyJ"), ("the password", suite.redis_password)) if secret in text]
    check("no secret is in any log", not leaks, leaks)
    real.sos("audit", "--data-dir", suite.folder / "data")
    entries = [json.loads(line) for line in (suite.folder / "data" / "audit.jsonl").read_text().splitlines()]
    check("every write is in the audit log, with who and in what role", any(
        e["action"] == "CommitSubmission" and e["scope"] == "state" and e["outcome"] == "OK" for e in entries))
    check("refused ones, too", any(e["outcome"] in ("refused", "PERMISSION_DENIED") for e in entries))


def main():
    real.skip_unless_possible("attacks")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        suite = real.RealSuite(folder)
        try:
            suite.load_sample()
            check_every_method_asks_who_is_calling(suite)
            check_tokens(suite, folder)
            check_key_set(suite)
            check_clock(suite, folder)
            check_full_disk(suite, folder)
            check_scopes(suite)
            check_writers(suite)
            check_what_is_committed(suite)
            check_strict_commits(suite, folder)
            check_submissions_are_their_senders(suite)
            check_client_certificates(suite, folder)
            check_streams(suite, folder)
            check_answers_nobody_takes(suite, folder)
            check_what_no_library_sends(suite, folder)
            check_limits(suite, folder)
            check_small_groups(suite)
            check_rotation(suite)
            check_metacharacters(suite)
            check_logs(suite, folder)
        finally:
            suite.close()
    print(f"attacks: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
