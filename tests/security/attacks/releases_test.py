# SPDX-License-Identifier: Apache-2.0
"""The public reads two public releases and the newest data, over pages, files and RPCs, and subtracts one from another.

Between the first release and newer data, a group of 9 students becomes one of 12, which alone would be shown.
What the first release withheld stays withheld: the difference of what surrounds it would tell the 9.
"""

import csv
import io
import json
import re

import pytest
from harness import real_suite as real
from harness.served import served_sample
from security.attacks.browsing import Browser
from security.attacks.small_groups_test import recoverable

FILE = f"chronicdownload{real.YEAR}-synthetic.txt"
GROUP, NAME = "hom", "HOMELESS"
BEFORE, AFTER, ABSENT, RATE = 9, 12, 5, "41.7"
# A school with such a group, and its LEA.
SCHOOL, LEA = "99600010100004", "99600010000000"
OF_SCHOOL, OF_LEA = f"/schools/{SCHOOL}", f"/leas/{LEA}"
FIRST, SECOND, NEWEST = "?release=first", "?release=second", "?lang=en"
RELEASES = pytest.mark.parametrize("release", (FIRST, SECOND, NEWEST))


def grown(text):
    """The file with three students more in the group, at the school and so at its LEA."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        cells = line.split("\t")
        if cells[0] == SCHOOL and cells[9] == GROUP.upper():
            assert int(cells[11]) == BEFORE
            cells[10:13] = str(ABSENT), str(AFTER), RATE
        if cells[0] == LEA and cells[9] == GROUP.upper():
            absent, students = int(cells[10]) + 2, int(cells[11]) + AFTER - BEFORE
            cells[10:13] = str(absent), str(students), f"{100 * absent / students:.1f}"
        lines[at] = "\t".join(cells)
    return "".join(lines)


class Site:
    def __init__(self, addresses):
        self.browser = Browser(int(addresses["http"].rpartition(":")[2]))
        self.servers = ",".join(f"{name}={addresses['rpc']}" for name in real.SERVICES)

    def sos(self, *arguments):
        return real.sos(*arguments, "--server", self.servers)

    def rpc(self, method, **request):
        answer = self.browser.post(f"/sos.{method}", json.dumps(request).encode())
        assert answer.status == 200, answer.body[:300]
        return json.loads(answer.body)


PAGES_OF_GROUP = (f"{OF_SCHOOL}/indicators/chronic/{GROUP}", f"{OF_SCHOOL}/indicators/chronic")


def told(page):
    """Whether a page says the rate of the group, or how many students it is of."""
    return re.search(rf"{re.escape(RATE)}|\b{ABSENT} of {AFTER}\b", re.sub(r"<[^>]*>", " ", page)) is not None


@pytest.fixture(scope="module")
def site(folder):
    (folder / "releases").mkdir()
    with served_sample(folder / "releases") as addresses:
        running = Site(addresses)
        running.sos("release", "first", "--public")
        file = folder / "releases" / "files" / FILE
        file.write_text(grown(file.read_text()))
        running.sos("ingest", file)
        running.sos("release", "second", "--public")
        yield running


def rows(text):
    return [row for row in csv.DictReader(io.StringIO(text)) if row["cds"].endswith(SCHOOL) and row["student_group"] == GROUP.upper()]


def revision_of(site, release):
    if release == NEWEST:
        return {}
    found = site.rpc("ingestion.v1.IngestionService/GetRelease", name=f"releases/{release.partition('=')[2]}")
    return {"revision": found["revision"], "revisionIdentity": found["revisionIdentity"]}


def test_those_who_may_see_the_counts_see_the_12(site):
    found = csv.DictReader(io.StringIO(site.sos("results", "--entity", SCHOOL, "--year", real.YEAR, "--format", "csv").decode()))
    assert [r["students"] for r in found if r["indicator"] == "CHRO" and r["group"] == GROUP.upper()] == [str(AFTER)]


def test_without_an_earlier_release_they_are_shown(folder):
    """Or this file would prove nothing."""
    (folder / "alone").mkdir()
    with served_sample(folder / "alone") as addresses:
        alone = Site(addresses)
        file = folder / "alone" / "files" / FILE
        file.write_text(grown(file.read_text()))
        alone.sos("ingest", file)
        assert [row["student_count"] for row in rows(alone.browser.ask(f"{OF_SCHOOL}/indicators/chronic.csv").text)] == [str(AFTER)]
        for path in PAGES_OF_GROUP:
            assert told(alone.browser.ask(path).text), path


@RELEASES
def test_no_table_tells_the_group(site, release):
    answer = site.browser.ask(f"{OF_SCHOOL}/indicators/chronic.csv{release}")
    found = rows(answer.text)
    assert answer.status == 200 and len(found) == 1
    assert not any(found[0][column] for column in ("status", "change", "student_count"))


def report_of(site, release, whose=OF_SCHOOL):
    from google.protobuf import json_format
    from sos.reporting.v1 import report_pb2
    answer = site.browser.ask(f"{whose}.json{release}")
    assert answer.status == 200
    return json_format.Parse(answer.text, report_pb2.Report())


def masked(report):
    """(group, indicator) of what a report withholds."""
    from sos.reporting.v1 import report_pb2
    return {(row.student_group, indicator) for row in report.rows for indicator, cell in zip(report.indicators, row.cells)
            if cell.state == report_pb2.Cell.STATE_MASKED}


@RELEASES
def test_no_file_of_the_report_tells_the_group(site, release, stubs):
    from sos.education.v1 import education_pb2 as education
    report = report_of(site, release)
    cell = (education.StudentGroup.Value(f"STUDENT_GROUP_{NAME}"), education.INDICATOR_CHRONIC_ABSENTEEISM)
    assert cell in masked(report)
    for row in report.rows:
        for indicator, shown in zip(report.indicators, row.cells):
            if (row.student_group, indicator) in masked(report):
                assert not shown.HasField("status") and shown.student_count < 0 and not re.search(rf"\b{AFTER}\b", shown.sentence)


@RELEASES
@pytest.mark.parametrize("path", (*PAGES_OF_GROUP, OF_SCHOOL, f"{OF_SCHOOL}/what-if", f"{OF_LEA}/indicators/chronic/{GROUP}"))
def test_no_page_tells_the_group(site, release, path):
    answer = site.browser.ask(path + release)
    assert answer.status == 200
    assert not told(answer.text)


@RELEASES
def test_no_rpc_tells_the_group(site, release):
    revision = revision_of(site, release)
    result = site.rpc("indicator.v1.IndicatorService/GetResult", name=f"entities/{SCHOOL}/results/{real.YEAR}-chro-{GROUP}", **revision)
    assert result["disclosure"] != "DISCLOSURE_SHOWN" and "status" not in result
    assert result.get("measure", {}).get("currentDenominator", "-1") == "-1"


@RELEASES
def test_nor_do_the_other_groups_or_all_students_give_it_away(site, release, stubs):
    for whose in (OF_SCHOOL, OF_LEA):
        assert not recoverable(report_of(site, release, whose))


def test_what_is_withheld_in_the_first_release_is_withheld_in_each_later_one(site, stubs):
    first, second, newest = (masked(report_of(site, release)) for release in (FIRST, SECOND, NEWEST))
    assert first and first <= second and first <= newest


def test_no_difference_of_the_releases_tells_it(site):
    """Nor that of the newest data."""
    first = revision_of(site, FIRST)["revision"]
    answer = site.browser.post("/sos.reporting.v1.ReportingService/StreamDifferences", json.dumps({"fromRevision": first}).encode())
    assert answer.status == 200
    for line in answer.text.splitlines():
        for found in json.loads(line).get("differences", []):
            if found["result"].endswith(f"{SCHOOL}/results/{real.YEAR}-chro-{GROUP}"):
                assert "status" not in found.get("before", {}) and "status" not in found.get("after", {}), found


def test_a_revision_that_no_public_release_names_is_read_by_nobody(site):
    first = int(revision_of(site, FIRST)["revision"])
    for revision in (1, first - 1):
        answer = site.browser.post("/sos.reporting.v1.ReportingService/GetReport", json.dumps({
            "name": f"entities/{SCHOOL}/reports/{real.YEAR}", "revision": revision}).encode())
        assert answer.status == 403


def test_a_page_of_a_release_may_be_kept_for_good_and_an_error_by_nobody(site):
    assert "immutable" in site.browser.ask(OF_SCHOOL + FIRST)["Cache-Control"]
    for wrong in ("?release=third", "?revision=" + "0" * 32, "?release=first%00", "?release=First"):
        answer = site.browser.ask(OF_SCHOOL + wrong)
        assert answer.status in (400, 404) and "immutable" not in answer["Cache-Control"]
