# SPDX-License-Identifier: Apache-2.0
"""Student records from end to end: typed records, warnings, dry runs, estimates, and lists of students.

Everything is asked of the programs as a district or a partner would ask: the command `sos`, and a client generated
from the contract. Who is counted is worked out a second time by `reference.sql`.
"""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import records_reference_test as reference

SOS = reference.SOS
TOKEN = "a-token-for-this-test"
SAID = []  # Everything any command printed: no student may be in it.
FAILURES = []

# Fields of typed records by the position that files have them at, from 1: what kind of value, and its name.
TYPED = {
    "senr": ("enrollment", {9: ("text", "local_student"), 22: ("text", "start_date"), 23: ("number", "enrollment_status"),
                            24: ("text", "grade"), 25: ("text", "exit_date"), 26: ("text", "exit_reason"),
                            27: ("number", "completion_status")}),
    "sinf": ("information", {10: ("text", "local_student"), 23: ("flag", "hispanic"), 25: ("list", "race_codes"),
                             26: ("list", "race_codes"), 38: ("number", "parent_education")}),
    "sprg": ("program", {8: ("text", "local_student"), 13: ("number", "program_code"), 15: ("text", "start_date")}),
    "sela": ("language_acquisition", {8: ("text", "local_student"), 13: ("text", "status"), 14: ("text", "start_date")}),
    "sped": ("special_education", {8: ("text", "local_student"), 16: ("text", "accountable_district")}),
    "stas": ("absence_summary", {8: ("text", "local_student"), 13: ("flag", "exempt"), 15: ("days", "days_expected"),
                                 16: ("days", "days_attended"), 17: ("days", "days_out_of_school_suspension"),
                                 18: ("days", "days_in_school_suspension"), 19: ("days", "days_excused"),
                                 20: ("days", "days_unexcused"), 21: ("days", "days_incomplete_study")}),
    "sirs": ("incident_result", {8: ("text", "local_student"), 13: ("text", "incident_id"), 14: ("number", "result_code"),
                                 16: ("days", "duration_days")}),
    "coho": ("cohort_outcome", {8: ("text", "local_student"), 13: ("number", "class_year"), 14: ("text", "exit_date"),
                                15: ("text", "exit_reason"), 16: ("number", "completion_status"),
                                17: ("flag", "enrolled_later")}),
}
COLLECTIONS = {"senr": 29, "sinf": 30, "sprg": 31, "sela": 32, "sped": 33, "stas": 34, "sirs": 36, "coho": 38}


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}")
    if not holds:
        FAILURES.append(what)


def sos(*arguments, code=0):
    done = subprocess.run([SOS, *map(str, arguments)], capture_output=True, text=True)
    if arguments[0] != "students":
        SAID.append(done.stdout + done.stderr)
    assert code is None or done.returncode == code, f"sos {' '.join(map(str, arguments))}\n{done.stderr}"
    return done


def rows(path):
    return [[None, *line.split("^")] for line in path.read_text(encoding="ascii").splitlines()]


def typed_record(pb, name, cell):
    lea, school, year, student, _ = reference.POSITIONS[name]
    record = pb.StudentRecord(lea_code=cell[lea], academic_year=cell[year])
    member, fields = TYPED[name]
    contents = getattr(record, member)
    contents.school_code, contents.ssid = cell[school], int(cell[student])
    for position, (kind, field) in fields.items():
        text = cell[position]
        if text == "":
            continue
        if kind == "text":
            setattr(contents, field, text)
        elif kind == "number":
            setattr(contents, field, int(text))
        elif kind == "flag":
            setattr(contents, field, text == "Y")
        elif kind == "list":
            getattr(contents, field).append(int(text))
        else:
            getattr(contents, field).value = text
    return record


def send_typed(client, files, data):
    """Sends every record of the files over the typed stream, each file twice with one request id."""
    from sos.ingestion.v1 import typed_record_pb2
    pb = client.ingestion_pb2
    from sos.ingestion.v1 import submission_pb2
    names = []
    with reference.serving(data) as address, client.grpc.insecure_channel(address) as channel:
        stub = client.ingestion_stub(channel)
        for number, path in enumerate(sorted(files.glob("*-*-synthetic.txt"))):
            name = path.name[:4]
            if name not in TYPED:
                continue
            records = [typed_record(typed_record_pb2, name, cell) for cell in rows(path)]

            def messages(records=records, name=name, path=path, number=number):
                yield pb.SubmitStudentRecordsRequest(
                    submission=submission_pb2.Submission(display_name=path.name, collection=COLLECTIONS[name]),
                    request_id=f"00000000-0000-4000-8000-{number:012d}")
                for begin in range(0, len(records), 500):
                    yield pb.SubmitStudentRecordsRequest(records=records[begin:begin + 500])

            first = stub.SubmitStudentRecords(messages(), timeout=120, wait_for_ready=True)
            again = stub.SubmitStudentRecords(messages(), timeout=120, wait_for_ready=True)
            assert first.state == submission_pb2.Submission.STATE_COMMITTED, first
            names.append((first.name, again.name, first.accepted_row_count, len(records)))
    check("a stream that is sent again is taken in once", all(a == b for a, b, _, _ in names), names)
    check("every typed record is a row", all(a == n for _, _, a, n in names), names)


def send_mixed(client, files, data):
    """A stream that ends with a wrong record, others with its request id, and the right one."""
    from sos.ingestion.v1 import submission_pb2, typed_record_pb2
    pb = client.ingestion_pb2
    records = [typed_record(typed_record_pb2, "stas", cell) for cell in rows(files / "stas-2024-synthetic.txt")]
    assert len(records) > 14000, "too few to be stored before the end of the stream"

    def send(stub, sent):
        def messages():
            yield pb.SubmitStudentRecordsRequest(
                submission=submission_pb2.Submission(display_name="stas", collection=COLLECTIONS["stas"]),
                request_id="00000000-0000-4000-8000-ffffffffffff")
            for begin in range(0, len(sent), 500):
                yield pb.SubmitStudentRecordsRequest(records=sent[begin:begin + 500])
        try:
            return stub.SubmitStudentRecords(messages(), timeout=120, wait_for_ready=True).accepted_row_count
        except client.grpc.RpcError as error:
            return error.code().name

    with reference.serving(data) as address, client.grpc.insecure_channel(address) as channel:
        stub = client.ingestion_stub(channel)
        check("a record without contents is refused",
              send(stub, records + [typed_record_pb2.StudentRecord(academic_year="2023-2024")]) == "INVALID_ARGUMENT")
        check("another stream does not go on where it ended", send(stub, records[::-1]) == "ALREADY_EXISTS")
        check("nor does a shorter one", send(stub, records[:100]) == "ALREADY_EXISTS")
        check("the same one does", send(stub, records) == len(records))


def expected_numerator(files, entity):
    """The local ids of the chronically absent of an entity, by SQL."""
    database = sqlite3.connect(":memory:")
    reference.load(database, files, reference.YEARS[-1])
    database.executescript(reference.SQL)
    found = database.execute("SELECT student FROM standing WHERE indicator = 'CHRO' AND entity = ? AND counted", (entity,))
    return sorted(f"L{student:X}" for (student,) in found)


def served_students(client, data, metadata, environment):
    """What ListStudents of `sos serve` answers: the number of students, or the name of the error."""
    request = client.pb2.ListStudentsRequest(name="entities/99600030000000/results/2024-chro-all", purpose="a test")
    old = dict(os.environ)
    os.environ.update(environment)
    try:
        with reference.serving(data) as address, client.grpc.insecure_channel(address) as channel:
            try:
                return len(client.stub(channel).ListStudents(request, metadata=metadata, timeout=60,
                                                             wait_for_ready=True).students)
            except client.grpc.RpcError as error:
                return error.code().name
    finally:
        os.environ.clear()
        os.environ.update(old)


def check_lists(client, files, data):
    entity = "99600030000000"
    def students(*more):
        return json.loads(sos("students", "--data-dir", data, "--purpose", "a test", "--format", "json", *more).stdout)
    of_entity = ("--entity", entity, "--indicator", "CHRO", "--year", 2024)
    listed = sorted(row["local_id"] for row in students(*of_entity, "--standing", "numerator"))
    expected = expected_numerator(files, entity)
    check("the students of a numerator are those that SQL finds", listed == expected and len(listed) > 20,
          f"{len(listed)} and {len(expected)}")
    excluded = {row["standing"] for row in students(*of_entity)} - {"NUMERATOR", "DENOMINATOR"}
    check("exclusions have their reasons", {"GRADE_OUTSIDE", "TOO_FEW_DAYS"} <= excluded, excluded)
    check("a list needs a purpose", sos("students", "--data-dir", data, *of_entity, code=None).returncode == 2)

    check("sos serve lists no students", served_students(client, data, (), {}) == "PERMISSION_DENIED")
    with_token = {"SOS_STUDENT_LIST_TOKEN": TOKEN}
    wrong = served_students(client, data, (("authorization", "Bearer another"),), with_token)
    right = served_students(client, data, (("authorization", f"Bearer {TOKEN}"),), with_token)
    check("a wrong token lists no students", wrong == "PERMISSION_DENIED", wrong)
    check("the token of the operator does", isinstance(right, int) and right == 50, right)

    log = data / "audit.jsonl"
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    entries = [entry for entry in entries if entry["action"].startswith("List")]  # The others are uploads.
    outcomes = [entry["outcome"] for entry in entries]
    check("every page of a list is in the audit log, and every attempt",
          outcomes == ["granted"] * (len(entries) - 3) + ["refused", "refused", "granted"] and len(entries) >= 5, outcomes)
    check("the audit log is whole", sos("audit", "--data-dir", data).returncode == 0)
    SAID.append(log.read_text(encoding="utf-8"))
    log.write_text("".join(log.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    check("a missing entry shows", sos("audit", "--data-dir", data, code=None).returncode == 1)


def check_warnings(files, work):
    """Wrong rows, an enrollment that overlaps, a result without enrollment: the same list dry and in earnest."""
    data = work / "warned"
    senr, stas = files / "senr-2024-synthetic.txt", files / "stas-2024-synthetic.txt"
    sos("ingest", "--data-dir", data, files / "directory-2024-synthetic.txt", senr)
    lines = stas.read_text(encoding="ascii").splitlines()
    cells = lines[0].split("^")
    unknown, stranger, too_many, bad = cells[:], cells[:], lines[1].split("^"), lines[2].split("^")
    unknown[4] = "7777777"
    stranger[5 + 1] = "9999999999"
    too_many[15] = "366"
    bad[6] = "12"
    wrong = work / "stas-2024-wrong.txt"
    wrong.write_text("\n".join(["^".join(row) for row in (unknown, stranger, too_many, bad)] + lines[3:]) + "\n",
                     encoding="ascii")
    def ingest(*more):
        return json.loads(sos("ingest", "--data-dir", data, "--format", "json", wrong, *more, code=None).stdout)
    dry, committed = ingest("--validate-only"), ingest()
    check("a dry run has the same issues", dry["issues"] == committed["issues"] and len(dry["issues"]) >= 5,
          f"{len(dry['issues'])} and {len(committed['issues'])}")
    check("a dry run has the same summary", dry["summary"] == committed["summary"], dry["summary"])
    check("a dry run writes nothing", dry["revision"] == 0 and committed["revision"] == 3, committed["revision"])
    check("no issue shows a value", not any(issue["value"] for issue in committed["issues"]))
    kinds = {(issue["line"], issue["kind"], issue["severity"]) for issue in committed["issues"]}
    for wanted in ((1, "UNKNOWN_SCHOOL", "warning"), (1, "WITHOUT_ENROLLMENT", "warning"),
                   (2, "WITHOUT_ENROLLMENT", "warning"), (3, "OVER_EXPECTED_DAYS", "warning"),
                   (4, "MALFORMED_VALUE", "fatal")):
        check(f"line {wanted[0]} has {wanted[1]}", wanted in kinds, sorted(kinds))
    quarantined = json.loads(sos("students", "--data-dir", data, "--submission", committed["submission"], "--purpose",
                                 "a test", "--format", "json").stdout)
    check("the student of a row in quarantine is found by local id",
          [(row["line"], row["local_id"]) for row in quarantined] == [(4, bad[7])], quarantined)
    certified = json.loads(sos("ingest", "--data-dir", data, "--validate-only", "--certification", "--format", "json",
                               wrong).stdout)
    check("the certification counts every accepted row", sum(row["rows"] for row in certified) == len(lines),
          certified)
    check("and the rows that it replaces", all(row["rows"] == row["replaces_rows"] for row in certified), certified)


def check_estimates(files, work):
    """Attendance without incidents, and a published year before it."""
    data = work / "estimate"
    for name in ("directory-2024", "senr-2024", "sinf-2024", "stas-2024"):
        sos("ingest", "--data-dir", data, files / f"{name}-synthetic.txt")
    def readiness():
        listed = json.loads(sos("readiness", "--data-dir", data, "--year", 2024, "--format", "json").stdout)
        return {row["indicator"]: row for row in listed}
    before = readiness()
    check("attendance makes chronic absenteeism", before["CHRO"]["state"] == "estimated", before["CHRO"])
    check("suspension waits for incident results",
          (before["SUSP"]["state"], before["SUSP"]["waits_for"]) == ("awaiting", "student-incident-result"), before["SUSP"])
    check("nothing is known of the year before", before["CHRO"]["prior_year"] == "", before["CHRO"])
    sos("sample", "--scale", "county", "--seed", 1, "--output", work / "published")
    sos("ingest", "--data-dir", data, next((work / "published").glob("chronicdownload2023*")))
    check("published counts serve as the year before", readiness()["CHRO"]["prior_year"] == "published", readiness()["CHRO"])
    results = json.loads(sos("results", "--data-dir", data, "--year", 2024, "--entity", "99600030000000", "--indicator",
                             "CHRO", "--group", "ALL", "--format", "json").stdout)
    check("and give a change and a color", results[0]["change"] is not None and results[0]["color"] > 0, results)
    check("the result says that it is an estimate", results[0]["counts_from"] == "records", results)
    report = sos("report", "--data-dir", data, "--entity", "99600030000000", "--year", 2024).stdout
    check("the report says so, too", "Estimates from student records" in report and "Chronic" in report, report[:600])


def check_incomplete_prior(client, files, work):
    """Last year's records of one LEA alone: it has a change, what is above it has none to compare with."""
    data, one_lea = work / "incomplete", work / "one-lea"
    one_lea.mkdir()
    for name in ("senr", "stas"):
        lines = (files / f"{name}-2023-synthetic.txt").read_text(encoding="ascii").splitlines()
        (one_lea / f"{name}-2023.txt").write_text("\n".join(line for line in lines if "^9960003^" in line) + "\n", encoding="ascii")
    for name in ("directory-2024", "senr-2024", "stas-2024"):
        sos("ingest", "--data-dir", data, files / f"{name}-synthetic.txt")
    sos("ingest", "--data-dir", data, one_lea)
    with reference.serving(data) as address, client.grpc.insecure_channel(address) as channel:
        def prior(entity):
            request = client.pb2.GetResultRequest(name=f"entities/{entity}/results/2024-chro-all")
            return client.stub(channel).GetResult(request, timeout=60, wait_for_ready=True).measure.prior_denominator
        check("the LEA with records of both years has a prior count", prior("99600030000000") > 100)
        above = [prior(entity) for entity in ("99000000000000", "00000000000000")]
        above.append(prior("99600020000000"))
        check("county, state and another LEA have none", above == [-1, -1, -1], above)


def check_privacy(files):
    students = set()
    for path in files.glob("senr-*"):
        students |= {cell[8] for cell in rows(path)}
    seen = {number for text in SAID for number in re.findall(r"(?<!\d)\d{10}(?!\d)", text)} & students
    check("no student's identifier is in any other output", not seen and len(SAID) > 10, sorted(seen)[:3])
    local = {cell[9] for path in files.glob("senr-*") for cell in rows(path)}
    seen = {word for text in SAID for word in re.findall(r"L[0-9A-F]{8}", text)} & local
    check("nor is a local id", not seen, sorted(seen)[:3])


def main():
    for program in ("protoc", "grpc_python_plugin"):
        if shutil.which(program) is None:
            print(f"SKIP students: {program} is not installed")
            return 77
    try:
        import grpc  # noqa: F401
    except ImportError:
        print("SKIP students: python3-grpcio is not installed")
        return 77
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        (work / "client").mkdir()
        client = reference.Client(work / "client")
        files = work / "files"
        reference.run("generate", "--scale", "county", "--seed", 1, "--output", files)
        by_file = work / "by-file"
        sos("ingest", "--data-dir", by_file, files)
        typed = work / "typed"
        sos("ingest", "--data-dir", typed, files / "directory-2024-synthetic.txt")
        send_typed(client, files, typed)
        send_mixed(client, files, work / "mixed")
        check("typed records count as the same records in files", client.counts(typed) == client.counts(by_file))
        check_lists(client, files, by_file)
        check_warnings(files, work)
        check_estimates(files, work)
        check_incomplete_prior(client, files, work)
        check_privacy(files)
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
