# SPDX-License-Identifier: Apache-2.0
"""Every flag column of a published file is answered in the rulebook of its year.

The published files are looked for as in published_files_test.py; where they are absent the test is skipped.
"""

import json
import re
import subprocess
import tempfile

import pytest
from harness.real_suite import PUBLISHED as DATA, SOS

INDICATORS = {"chronic": "CHRONIC_ABSENTEEISM", "susp": "SUSPENSION", "elpi": "ENGLISH_LEARNER_PROGRESS", "grad": "GRADUATION",
              "ela": "ENGLISH_LANGUAGE_ARTS", "math": "MATHEMATICS", "cci": "COLLEGE_CAREER", "science": "SCIENCE"}
# Inputs without an indicator of their own: ELPAC levels and grade 11.
WITHOUT_RULES = {"elpidownload2018.txt"}
FLAG = re.compile(r"flag|adjustment|pairshare|hscut|nsize|cal_method|safetynet|smalldenom|accountabilitymet")
# What an entity is.
OF_ENTITIES = {"charter_flag", "coe_flag"}


def answers(year):
    """The columns that the rulebook of the year answers, by indicator."""
    with tempfile.TemporaryDirectory() as store:
        printed = subprocess.run([SOS, "rulebook", "--year", str(year), "--format", "json", "--data-dir", store],
                                 check=True, capture_output=True, text=True).stdout
    return {rules["indicator"].removeprefix("INDICATOR_"):
            {column for answer in rules.get("columns", []) for column in answer["columns"]}
            for rules in json.loads(printed)["indicators"]}


def files():
    """The indicator files at hand, with their year and indicator."""
    for path in sorted(DATA.glob("*/**/*download*.txt")):
        named = re.match(r"([a-z]+)download(\d{4})f?(_state)?\.txt$", path.name)
        if named and named[1] in INDICATORS and path.name not in WITHOUT_RULES:
            yield path, int(named[2]), INDICATORS[named[1]]


@pytest.mark.skipif(not DATA.exists(), reason=f"no published files at {DATA}")
def test_every_flag_column_of_every_file_is_answered():
    by_year, unanswered, seen = {}, [], 0
    for path, year, indicator in files():
        with open(path, encoding="latin-1") as file:
            columns = {column.strip().lower() for column in re.split(r"[\t|]", file.readline())}
        if year not in by_year:
            by_year[year] = answers(year)
        answered = by_year[year][indicator]
        for column in sorted(columns - OF_ENTITIES):
            if FLAG.search(column):
                seen += 1
                if column not in answered:
                    unanswered.append(f"{path.name}: {column}")
    assert not unanswered
    assert seen > 50
