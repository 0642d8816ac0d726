# SPDX-License-Identifier: Apache-2.0
"""English learner progress, and the range of every mean and rate of scores, as independent counts of the rows of score files give them."""

import collections
import csv
import fractions
import io
import math
import subprocess

import pytest
from harness.real_suite import SOS, sos

YEAR = 2025
SEEDS = (1, 2, 3)
# The highest scores of the levels 1, 2 low, 2 high, 3 low and 3 high, as a county office publishes them, and of the scale.
UPPER = {"KN": (1373, 1397, 1421, 1447, 1473, 1700), "01": (1410, 1432, 1454, 1480, 1506, 1700), "02": (1423, 1446, 1470, 1500, 1531, 1700),
         "03": (1447, 1467, 1487, 1510, 1534, 1800), "04": (1458, 1478, 1498, 1523, 1548, 1800), "05": (1466, 1489, 1513, 1536, 1559, 1800),
         "06": (1474, 1495, 1516, 1541, 1566, 1900), "07": (1480, 1503, 1526, 1550, 1575, 1900), "08": (1485, 1509, 1533, 1561, 1589, 1900),
         "09": (1492, 1518, 1544, 1574, 1605, 1950), "10": (1492, 1518, 1544, 1574, 1605, 1950), "11": (1499, 1526, 1554, 1584, 1614, 1950),
         "12": (1499, 1526, 1554, 1584, 1614, 1950)}
LOWEST = 1150
# The hundreds of the Alternate ELPAC; its levels end at 43 and 59.
HUNDREDS = {"KN": 200, "01": 300, "02": 400, "03": 500, "04": 500, "05": 500, "06": 600, "07": 600, "08": 600, "09": 700, "10": 700,
            "11": 800, "12": 800}
# {indicator: (record type, alternate, {grade: (lowest, standard, highest)})}
TESTS = {"ELA": ("01", "03", {"03": (2115, 2432, 2650), "04": (2140, 2473, 2690), "05": (2200, 2502, 2730), "06": (2230, 2531, 2770),
                              "07": (2260, 2552, 2810), "08": (2290, 2567, 2850), "11": (2300, 2583, 2900)}),
         "MATH": ("02", "04", {"03": (2190, 2436, 2660), "04": (2205, 2485, 2700), "05": (2220, 2528, 2740), "06": (2235, 2552, 2780),
                               "07": (2250, 2567, 2820), "08": (2265, 2586, 2860), "11": (2280, 2628, 2900)})}
# What stands in for the levels 1, 2 and 3 of the alternate assessments: the lowest scores of the levels 2, 3 and 4.
STAND_IN = {"ELA": {"03": (2367, 2432, 2490), "04": (2416, 2473, 2533), "05": (2442, 2502, 2582), "06": (2457, 2531, 2618),
                    "07": (2479, 2552, 2649), "08": (2487, 2567, 2668), "11": (2493, 2583, 2682)},
            "MATH": {"03": (2381, 2436, 2501), "04": (2411, 2485, 2549), "05": (2455, 2528, 2579), "06": (2473, 2552, 2610),
                     "07": (2484, 2567, 2635), "08": (2504, 2586, 2653), "11": (2543, 2628, 2718)}}
ADDED = {"ELA": -333, "MATH": -348}
CENSUS_DAY = "2024-10-02"


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def rows(path):
    return csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="^", quoting=csv.QUOTE_NONE)


def rounded(value):
    scaled = abs(value) * 10
    number = math.floor(scaled + fractions.Fraction(1, 2))
    return f"{'-' if value < 0 and number else ''}{number // 10}.{number % 10}"


def charters_of(files):
    listed = csv.DictReader(directory(files).read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return {row["CDSCode"] for row in listed if row["Charter"] == "Y"}


def places_of(row, charters):
    school = row["FinalTestedSchoolCode"] or row["CALPADSSchoolCode"]
    return [school] + ([] if school in charters else [row["SPEDAcctDist"] or f"{school[:7]}{'0' * 7}"])


def level_of(grade, score):
    """(test, level); none for a score on no scale."""
    if grade not in UPPER or not score.isdigit():
        return None
    number = int(score)
    if LOWEST <= number <= UPPER[grade][-1]:
        return "ELPAC", 1 + sum(number > upper for upper in UPPER[grade][:-1])
    if HUNDREDS[grade] < number < HUNDREDS[grade] + 100:
        within = number - HUNDREDS[grade]
        return "Alternate", 1 + (within > 43) + (within > 59)
    return None


class Rate:
    def __init__(self):
        self.made = self.counted = self.left_out = self.enrolled = self.tested = 0

    def whole(self):
        return self.counted + max(0, math.ceil(fractions.Fraction(945, 1000) * self.enrolled) - self.tested)


def progress(files, charters):
    """{(cds, group): Rate} of the rows of these score files of the ELPAC."""
    rates = collections.defaultdict(Rate)
    for path in files:
        for row in rows(path):
            grade, before = row["GradeAssessed"], row["GradeAssessedMinus1"]
            if row["ELASforTesting"] != "EL" or grade == "KN" or grade not in UPPER:
                continue
            now, then = level_of(grade, row["OverallScaleScore"]), level_of(before, row["OverallScaleScoreMinus1"])
            both = now and then
            same = both and now[0] == then[0]
            made = False
            if same and now[0] == "ELPAC":
                made = now[1] > then[1] or now[1] == 6
            elif same:
                points = (int(row["OverallScaleScore"]) - HUNDREDS[grade]) - (int(row["OverallScaleScoreMinus1"]) - HUNDREDS[before])
                made = now[1] > then[1] or points >= 10 or (now[1] == then[1] == 3)
            groups = {"EL"} | ({"LTEL"} if row["ELEntryDate"] and row["ELEntryDate"] <= f"{YEAR - 7}-06-30" else set())
            for place in places_of(row, charters):
                for group in groups:
                    rate = rates[place, group]
                    rate.enrolled += 1
                    rate.tested += row["Attemptedness"] != "N" if row["Attemptedness"] else row["OverallScaleScore"].isdigit()
                    rate.counted += bool(same)
                    rate.made += made
                    rate.left_out += bool(both and not same)
    return rates


class Mean:
    def __init__(self):
        self.points = self.counted = self.wanted = self.tested = self.left_out = self.least = self.most = self.stand_in = 0

    def of(self, indicator, more):
        """The mean with so many points more of those who are left out, or without them."""
        added = max(0, math.ceil(fractions.Fraction(945, 1000) * self.wanted) - self.tested)
        students = self.counted + added + (self.left_out if more is not None else 0)
        return rounded(fractions.Fraction(self.points + added * ADDED[indicator] + (more or 0), students)) if students >= 11 else ""


def means(files, charters):
    """{(cds, indicator): Mean} of all students."""
    found = collections.defaultdict(Mean)
    for path in files:
        for row in rows(path):
            for indicator, (test, alternate, scales) in TESTS.items():
                grade = row["GradeAssessed"]
                if row["RecordType"] not in (test, alternate) or grade not in scales:
                    continue
                lowest, standard, highest = scales[grade]
                wanted = row["ConditionCode"] not in ("NTE", "NEL") if indicator == "ELA" else row["ConditionCode"] != "NTE"
                wanted = wanted and row["IncludeIndicator"] != "E"
                score = int(row["ScaleScore"] or 0)
                scored = wanted and row["IncludeIndicator"] in ("Y", "T") and "" < row["EnrollmentEffectiveDate"] <= CENSUS_DAY
                base = 900 if grade == "11" else 100 * int(grade)
                counts = row["RecordType"] == test and scored and lowest <= score <= highest
                left_out = row["RecordType"] == alternate and scored and base <= score < base + 100
                for place in places_of(row, charters):
                    mean = found[place, indicator]
                    mean.wanted += wanted
                    mean.tested += wanted and row["IncludeIndicator"] in ("Y", "T", "R")
                    mean.counted += counts
                    mean.points += score - standard if counts else 0
                    mean.left_out += left_out
                    if left_out:
                        mean.least += lowest - standard
                        mean.most += highest - standard
                        level = (score - base >= 45) + (score - base >= 60)
                        mean.stand_in += STAND_IN[indicator][grade][level] - standard
    return found


def directory(files):
    return next(files.glob(f"directory-{YEAR}-*"))


def score_files(files, what):
    return sorted((files / f"reports-{YEAR}").glob(f"*/*_{what}_*"))


@pytest.fixture(scope="module", params=SEEDS)
def loaded(request, folder):
    """(generated files, a data folder with all score files of the year, {lea: its results})"""
    files, data = folder / f"ranges-{request.param}", folder / f"ranges-data-{request.param}"
    sos("generate", "--years", YEAR, "--seed", request.param, "--reports", "--output", files)
    run("ingest", "--data-dir", data, directory(files))
    exports = score_files(files, "CAASPP") + score_files(files, "ELPAC")
    run("ingest", "--data-dir", data, *exports)
    results = []
    for lea in sorted({path.parent.name for path in exports}):
        path = next(path for path in exports if path.parent.name == lea)
        said = run("estimate", path, "--data-dir", data, "--lea", lea, "--year", YEAR, "--results", "--format", "csv", codes=(0, 1)).stdout
        results += csv.DictReader(io.StringIO(said))
    return files, results


def test_english_learner_progress_is_what_an_independent_count_gives(loaded):
    files, results = loaded
    truth = progress(score_files(files, "ELPAC"), charters_of(files))
    found = {(row["cds"], row["group"]): row for row in results if row["indicator"] == "ELPI"}
    assert {key for key, rate in truth.items() if rate.whole() or rate.left_out} == set(found)
    for key, row in found.items():
        rate = truth[key]
        students = rate.whole()
        assert int(row["students"]) == students, key
        assert row["status"] == (rounded(fractions.Fraction(100 * rate.made, students)) if students >= 11 else ""), key
        if rate.left_out and students + rate.left_out >= 11:
            assert int(row["left_out"]) == rate.left_out, key
            assert row["lowest"] == rounded(fractions.Fraction(100 * rate.made, students + rate.left_out)), key
            assert row["highest"] == rounded(fractions.Fraction(100 * (rate.made + rate.left_out), students + rate.left_out)), key
    assert sum(bool(row["status"]) for row in found.values()) > 10


def test_the_range_of_a_mean_has_the_least_and_the_most_points_of_those_left_out(loaded):
    files, results = loaded
    truth = means(score_files(files, "CAASPP"), charters_of(files))
    compared = 0
    for row in results:
        if row["indicator"] not in TESTS or row["group"] != "ALL":
            continue
        mean = truth[row["cds"], row["indicator"]]
        assert row["status"] == mean.of(row["indicator"], None), row
        if not mean.left_out:
            assert row["lowest"] == row["left_out"] == "", row
            continue
        expected = [mean.of(row["indicator"], more) for more in (mean.least, mean.most, mean.stand_in)]
        assert int(row["left_out"]) == mean.left_out, row
        assert [row["lowest"], row["highest"], row["stand_in"]] == expected, row
        assert float(row["lowest"] or 0) <= float(row["stand_in"] or 0) <= float(row["highest"] or 0), row
        compared += 1
    assert compared > 10, "districts and schools with students of an alternate assessment"
