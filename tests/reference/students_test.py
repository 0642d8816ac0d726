# SPDX-License-Identifier: Apache-2.0
"""Student records from end to end: typed records, warnings, dry runs, estimates, and lists of students.

Everything is asked of the programs as a district or a partner would ask: the command `sos`, and a client generated
from the contract. Who is counted is worked out a second time by `reference.sql`.
"""

import json
import os
import re
import sqlite3
import subprocess

import pytest
from harness import records as reference

SOS = reference.SOS
TOKEN = "a-token-for-this-test"
ENTITY = "99600030000000"
OF_ENTITY = ("--entity", ENTITY, "--indicator", "CHRO", "--year", 2024)
SAID = []  # Everything any command printed: no student may be in it.

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


@pytest.fixture(scope="module")
def files(records_client, folder):
    reference.run("generate", "--scale", "county", "--seed", 1, "--output", folder / "files")
    return folder / "files"


@pytest.fixture(scope="module")
def by_file(files, folder):
    sos("ingest", "--data-dir", folder / "by-file", files)
    return folder / "by-file"


@pytest.fixture(scope="module")
def typed(records_client, files, folder):
    """The data of records that came over the typed stream, and (first name, second name, rows, records) of each file."""
    data = folder / "typed"
    sos("ingest", "--data-dir", data, files / "directory-2024-synthetic.txt")
    return data, send_typed(records_client, files, data)


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
    return names


def test_a_stream_that_is_sent_again_is_taken_in_once(typed):
    assert typed[1] and not [sent for sent in typed[1] if sent[0] != sent[1]]


def test_every_typed_record_is_a_row(typed):
    assert not [sent for sent in typed[1] if sent[2] != sent[3]]


def test_typed_records_count_as_the_same_records_in_files(records_client, typed, by_file):
    assert not reference.differences(records_client.counts(by_file), records_client.counts(typed[0]))


def test_a_stream_that_failed_is_only_taken_up_by_the_same_stream(records_client, files, folder):
    """A stream that ends with a wrong record, others with its request id, and the right one."""
    client, data = records_client, folder / "mixed"
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
        assert send(stub, records + [typed_record_pb2.StudentRecord(academic_year="2023-2024")]) == "INVALID_ARGUMENT", (
            "a record without contents is refused")
        assert send(stub, records[::-1]) == "ALREADY_EXISTS", "another stream does not go on where it ended"
        assert send(stub, records[:100]) == "ALREADY_EXISTS", "nor does a shorter one"
        assert send(stub, records) == len(records), "the same one does"


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


def students(data, *more):
    return json.loads(sos("students", "--data-dir", data, "--purpose", "a test", "--format", "json", *more).stdout)


def test_the_students_of_a_numerator_are_those_that_sql_finds(by_file, files):
    listed = sorted(row["localId"] for row in students(by_file, *OF_ENTITY, "--standing", "numerator"))
    assert len(listed) > 20 and listed == expected_numerator(files, ENTITY)


def test_exclusions_have_their_reasons(by_file):
    excluded = {row["standing"] for row in students(by_file, *OF_ENTITY)} - {"NUMERATOR", "DENOMINATOR"}
    assert {"GRADE_OUTSIDE", "TOO_FEW_DAYS"} <= excluded


def test_a_list_needs_a_purpose(by_file):
    assert sos("students", "--data-dir", by_file, *OF_ENTITY, code=None).returncode == 2


def test_a_server_lists_students_for_the_operators_token_only_and_every_attempt_is_in_the_audit_log(records_client, by_file):
    log = by_file / "audit.jsonl"

    def lists():
        """Outcomes of what was listed; the other entries are uploads."""
        entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        return [entry["outcome"] for entry in entries if entry["action"].startswith("List")]

    students(by_file, *OF_ENTITY, "--standing", "numerator")
    students(by_file, *OF_ENTITY)
    assert served_students(records_client, by_file, (), {}) == "PERMISSION_DENIED", "sos serve lists no students"
    with_token = {"SOS_STUDENT_LIST_TOKEN": TOKEN}
    wrong = served_students(records_client, by_file, (("authorization", "Bearer another"),), with_token)
    assert wrong == "PERMISSION_DENIED", "a wrong token lists no students"
    right = served_students(records_client, by_file, (("authorization", f"Bearer {TOKEN}"),), with_token)
    assert right == 50, "the token of the operator does"

    outcomes = lists()
    assert len(outcomes) >= 5 and outcomes == ["granted"] * (len(outcomes) - 3) + ["refused", "refused", "granted"]
    assert sos("audit", "--data-dir", by_file).returncode == 0, "the audit log is whole"
    text = log.read_text(encoding="utf-8")
    SAID.append(text)
    log.write_text("".join(text.splitlines(keepends=True)[1:]), encoding="utf-8")
    assert sos("audit", "--data-dir", by_file, code=None).returncode == 1, "a missing entry shows"
    log.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def warned(files, folder):
    """Wrong rows, an enrollment that overlaps, a result without enrollment: sent in dry and in earnest."""
    return Warned(files, folder)


class Warned:
    def __init__(self, files, work):
        self.data = work / "warned"
        stas = files / "stas-2024-synthetic.txt"
        sos("ingest", "--data-dir", self.data, files / "directory-2024-synthetic.txt", files / "senr-2024-synthetic.txt")
        self.lines = stas.read_text(encoding="ascii").splitlines()
        cells = self.lines[0].split("^")
        unknown, stranger, too_many, bad = cells[:], cells[:], self.lines[1].split("^"), self.lines[2].split("^")
        unknown[4] = "7777777"
        stranger[5 + 1] = "9999999999"
        too_many[15] = "366"
        bad[6] = "12"
        self.bad_local_id = bad[7]
        self.file = work / "stas-2024-wrong.txt"
        self.file.write_text("\n".join(["^".join(row) for row in (unknown, stranger, too_many, bad)] + self.lines[3:]) + "\n",
                             encoding="ascii")
        self.dry, self.committed = self.ingest("--validate-only"), self.ingest()

    def ingest(self, *more):
        return json.loads(sos("ingest", "--data-dir", self.data, "--format", "json", self.file, *more, code=None).stdout)


def test_a_dry_run_has_the_issues_and_the_summary_of_the_commit(warned):
    assert len(warned.dry["issues"]) >= 5 and warned.dry["issues"] == warned.committed["issues"]
    assert warned.dry["summary"] == warned.committed["summary"]


def test_a_dry_run_writes_nothing(warned):
    assert warned.dry["revision"] == 0 and warned.committed["revision"] == 3


def test_no_issue_shows_a_value(warned):
    assert not [issue for issue in warned.committed["issues"] if issue["value"]]


@pytest.mark.parametrize("issue", (
    (1, "UNKNOWN_SCHOOL", "warning"), (1, "WITHOUT_ENROLLMENT", "warning"), (2, "WITHOUT_ENROLLMENT", "warning"),
    (3, "OVER_EXPECTED_DAYS", "warning"), (4, "MALFORMED_VALUE", "fatal")), ids=lambda issue: f"line_{issue[0]}_{issue[1]}")
def test_a_wrong_line_has_its_issue(warned, issue):
    assert issue in {(found["line"], found["kind"], found["severity"]) for found in warned.committed["issues"]}


def test_the_student_of_a_row_in_quarantine_is_found_by_local_id(warned):
    quarantined = students(warned.data, "--submission", warned.committed["submission"])
    assert [(row["line"], row["localId"]) for row in quarantined] == [(4, warned.bad_local_id)]


def test_the_certification_counts_every_accepted_row_and_those_that_it_replaces(warned):
    certified = warned.ingest("--validate-only", "--certification")
    assert sum(row["rows"] for row in certified) == len(warned.lines), certified
    assert not [row for row in certified if row["rows"] != row["replacesRows"]]


@pytest.fixture(scope="module")
def estimate(files, folder):
    """The data of attendance without incidents, and what is ready before and after a published year before it comes."""
    data = folder / "estimate"
    for name in ("directory-2024", "senr-2024", "sinf-2024", "stas-2024"):
        sos("ingest", "--data-dir", data, files / f"{name}-synthetic.txt")

    def readiness():
        listed = json.loads(sos("readiness", "--data-dir", data, "--year", 2024, "--format", "json").stdout)
        return {row["indicator"]: row for row in listed}

    before = readiness()
    sos("sample", "--scale", "county", "--seed", 1, "--output", folder / "published")
    sos("ingest", "--data-dir", data, next((folder / "published").glob("chronicdownload2023*")))
    return data, before, readiness()


def test_attendance_makes_chronic_absenteeism_and_suspension_waits_for_incident_results(estimate):
    _, before, _ = estimate
    assert before["CHRO"]["state"] == "estimated", before["CHRO"]
    assert (before["SUSP"]["state"], before["SUSP"]["waitsFor"]) == ("awaiting", "student-incident-result"), before["SUSP"]


def test_published_counts_serve_as_the_year_before(estimate):
    _, before, after = estimate
    assert before["CHRO"]["priorYear"] == "", before["CHRO"]
    assert after["CHRO"]["priorYear"] == "published", after["CHRO"]


def test_an_estimate_has_a_change_and_a_color_and_says_that_it_is_one(estimate):
    data = estimate[0]
    results = json.loads(sos("results", "--data-dir", data, "--year", 2024, "--entity", ENTITY, "--indicator", "CHRO", "--group", "ALL",
                             "--format", "json").stdout)
    assert results[0]["change"] is not None and results[0]["color"] > 0, results
    assert results[0]["countsFrom"] == "records", results
    report = sos("report", "--data-dir", data, "--entity", ENTITY, "--year", 2024).stdout
    assert "Estimates from student records" in report and "Chronic" in report, report[:600]


def test_with_last_years_records_of_one_lea_it_alone_has_a_change(records_client, files, folder):
    """What is above it has none to compare with."""
    client, data, one_lea = records_client, folder / "incomplete", folder / "one-lea"
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
        assert prior("99600030000000") > 100, "the LEA with records of both years has a prior count"
        above = [prior(entity) for entity in ("99000000000000", "00000000000000")]
        above.append(prior("99600020000000"))
        assert above == [-1, -1, -1], "county, state and another LEA have none"


def test_no_student_is_in_any_output_of_the_tests_above_but_lists(files):
    assert len(SAID) > 10, "run the whole file"
    cells = [cell for path in files.glob("senr-*") for cell in rows(path)]
    seen = {number for text in SAID for number in re.findall(r"(?<!\d)\d{10}(?!\d)", text)} & {cell[8] for cell in cells}
    assert not seen, "an identifier"
    seen = {word for text in SAID for word in re.findall(r"L[0-9A-F]{8}", text)} & {cell[9] for cell in cells}
    assert not seen, "a local id"
