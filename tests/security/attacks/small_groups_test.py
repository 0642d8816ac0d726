# SPDX-License-Identifier: Apache-2.0
"""The recovery of a masked small group by subtraction."""

import pytest
from harness import real_suite as real
from security.attacks.asking import FOREIGN_LEA, OK, refusal, report


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


NOT_PUBLIC = ("PERMISSION_DENIED", "REVISION_NOT_PUBLIC")


@pytest.fixture(scope="module")
def shown(suite):
    """A report as the public sees it."""
    return report(suite, suite.token("public"))


def test_a_masked_cell_says_nothing(shown):
    from sos.reporting.v1 import report_pb2
    masked = [cell for row in shown.rows for cell in row.cells if cell.state == report_pb2.Cell.STATE_MASKED]
    assert masked, "nothing is masked in the sample"
    assert not [cell for cell in masked if cell.HasField("status") or cell.HasField("change") or cell.student_count > 0]


def test_parent_minus_the_other_groups_gives_no_masked_group_away(shown):
    assert not recoverable(shown)


@pytest.mark.parametrize("who", (("public",), ("county", "01"), ("lea", FOREIGN_LEA), ("operator",)), ids=lambda who: who[0])
def test_one_release_minus_the_next_is_for_nobody_outside_of_its_scope(suite, shown, who):
    """The public, too, reads the newest only."""
    assert refusal(report, suite, suite.token(*who), shown.revision - 1) == NOT_PUBLIC


def test_the_newest_may_be_named(suite, shown):
    assert refusal(report, suite, suite.token("public"), shown.revision) == OK


def test_those_who_may_see_the_counts_read_older_revisions(suite, shown):
    assert refusal(report, suite, suite.token("county", "99"), shown.revision - 1)[1] != "REVISION_NOT_PUBLIC"


def test_the_public_has_sos_report(suite):
    said = suite.sos("report", "--entity", real.LEA, "--year", real.YEAR, token=suite.token("public"))
    assert b"Synthetic" in said or len(said) > 1000, said[:100]
