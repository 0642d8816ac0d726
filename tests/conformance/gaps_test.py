# SPDX-License-Identifier: Apache-2.0
"""Where gaps lie, on the published county files of 2018: the parts of every gap of suspension, chronic absenteeism and graduation add up
to it exactly, and each is what the published counts give, computed here a second time with fractions.

The published files are looked for as in published_files_test.py; where they are absent the test is skipped.
"""

import collections
import csv
import json
from fractions import Fraction

import pytest
from harness.real_suite import PUBLISHED, sos

YEAR = 2018
FILES = {"SUSP": "suspdownload2018.txt", "CHRO": "chronicdownload2018.txt", "GRAD": "graddownload2018.txt"}
FOLDER = PUBLISHED / "official" / str(YEAR)
HUNDREDTH = Fraction(1, 100)


def counts(indicator):
    """{code: {group: (numerator, denominator)}} of the file, with counts."""
    found = collections.defaultdict(dict)
    with open(FOLDER / FILES[indicator], encoding="latin-1") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["currnumer"] and row["currdenom"]:
                found[row["cds"].zfill(14)][row["studentgroup"]] = int(row["currnumer"]), int(row["currdenom"])
    return found


def points(cell):
    return Fraction(cell["value"]) if cell else None


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gaps")
    sos("ingest", "--data-dir", folder, *(FOLDER / name for name in FILES.values()))
    return folder


@pytest.mark.skipif(not FOLDER.exists(), reason=f"no published files at {PUBLISHED}")
@pytest.mark.parametrize("indicator", FILES)
def test_the_parts_of_every_gap_add_up_and_are_those_of_the_published_counts(data, indicator):
    published = counts(indicator)
    leas = [code for code in published if code.endswith("0000000") and code[2:7] != "00000"]
    gaps = schools = 0
    for lea in leas:
        answer = json.loads(sos("gaps", "--data-dir", data, "--entity", lea, "--year", YEAR, "--indicator", indicator, "--format", "json"))
        for gap in answer.get("groups", []):
            gaps += 1
            group = CODES[gap["studentGroup"]]
            of_group, of_all = published[lea][group], published[lea]["ALL"]
            exact = 100 * (Fraction(*of_group) - Fraction(*of_all))
            total, within, between, elsewhere = (points(gap[part]) for part in ("gap", "within", "between", "inNoSchoolRow"))
            assert total == within + between + elsewhere
            assert abs(total - exact) <= HUNDREDTH / 2
            parts = Fraction(0)
            for school in gap.get("schools", []):
                schools += 1
                code = school["entity"]["name"].removeprefix("entities/")
                assert code[:7] == lea[:7]
                group_here, all_here = published[code][group], published[code]["ALL"]
                share = Fraction(group_here[1], of_group[1])
                inside = 100 * share * (Fraction(*group_here) - Fraction(*all_here))
                outside = 100 * (share - Fraction(all_here[1], of_all[1])) * Fraction(*all_here)
                assert abs(points(school["within"]) - inside) < HUNDREDTH
                assert abs(points(school["between"]) - outside) < HUNDREDTH
                assert points(school["part"]) == points(school["within"]) + points(school["between"])
                parts += inside + outside
            assert abs(elsewhere - (exact - parts)) < 2 * HUNDREDTH
    print(f"{indicator}: {gaps} gaps, {schools} parts of schools")
    assert gaps > 20 and schools > 20


CODES = {f"STUDENT_GROUP_{name}": code for name, code in {
    "AFRICAN_AMERICAN": "AA", "AMERICAN_INDIAN": "AI", "ASIAN": "AS", "FILIPINO": "FI", "HISPANIC": "HI", "PACIFIC_ISLANDER": "PI",
    "WHITE": "WH", "TWO_OR_MORE_RACES": "MR", "ENGLISH_LEARNERS": "EL", "SOCIOECONOMICALLY_DISADVANTAGED": "SED",
    "STUDENTS_WITH_DISABILITIES": "SWD", "FOSTER_YOUTH": "FOS", "HOMELESS": "HOM"}.items()}
