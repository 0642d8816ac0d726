# SPDX-License-Identifier: Apache-2.0
"""Published files say how many students the state added for 95 percent participation, and what the mean was without them: the rulebooks'
numbers give every one of them."""

import csv
import fractions
import math
import re

import pytest
from harness.real_suite import PUBLISHED, ROOT

FILES = {"2025/sciencedownload2025.txt": (2025, "INDICATOR_SCIENCE"), "2023/eladownload2023.txt": (2023, "INDICATOR_ENGLISH_LANGUAGE_ARTS"),
         "2023/mathdownload2023.txt": (2023, "INDICATOR_MATHEMATICS")}
HALF_A_TENTH = fractions.Fraction(1, 20)

pytestmark = pytest.mark.skipif(not PUBLISHED.exists(), reason=f"no published files at {PUBLISHED}")


def rules_of(year, indicator):
    """(the least share that counts as tested, the points of who is added) as the rulebook has them."""
    text = (ROOT / "services" / "indicator" / "rulebooks" / f"dashboard-{year}.textproto").read_text(encoding="utf-8")
    block = text.split(f"  indicator: {indicator}\n")[1].split("\n}\n")[0]
    percent = re.search(r'minimum_tested_percent \{ value: "([\d.]+)" \}', block)
    points = re.search(r"added_points: (-?\d+)", block)
    return fractions.Fraction(percent[1]) / 100, int(points[1]) if points else 0


def rows_of(name):
    with open(PUBLISHED / "official" / name, encoding="utf-8-sig", errors="replace", newline="") as file:
        return [{key.lower(): value for key, value in row.items()} for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize("name", FILES)
def test_the_rulebook_gives_the_number_of_added_students_of_every_row(name):
    least, _ = rules_of(*FILES[name])
    told = [row for row in rows_of(name) if row["currprate_enrolled"].isdigit() and row["currprate_tested"].isdigit()]
    for row in told:
        added = max(0, math.ceil(least * int(row["currprate_enrolled"])) - int(row["currprate_tested"]))
        assert added == int(row["currnumprloss"] or 0), (row["cds"], row["studentgroup"])
    assert sum(int(row["currnumprloss"] or 0) > 0 for row in told) > 5


@pytest.mark.parametrize("name", FILES)
def test_the_points_of_added_students_give_the_published_mean(name):
    _, points = rules_of(*FILES[name])
    compared = 0
    for row in rows_of(name):
        added = int(row["currnumprloss"] or 0)
        if not added or not row["currstatus_withoutprloss"] or not row["currstatus"]:
            continue
        students = int(row["currdenom_withoutprloss"])
        assert students + added == int(row["currdenom"])
        mean = (fractions.Fraction(row["currstatus_withoutprloss"]) * students + points * added) / (students + added)
        # Both means are printed rounded.
        slack = HALF_A_TENTH + HALF_A_TENTH * students / (students + added)
        assert abs(mean - fractions.Fraction(row["currstatus"])) <= slack, (row["cds"], row["studentgroup"])
        compared += 1
    assert compared > 3
