# SPDX-License-Identifier: Apache-2.0
"""Exports changed on the way: rows in other orders, other forms of a file, older downloads beside it, and cells that are rare."""

import csv
import io
import random
import shutil

from harness.exports import table_rows
from harness.workbook import write_workbook

YEAR = 2025
# What groups and days are taken from.
PROFILES = ("8.1*", "16.14*", "5.7*", "14.2*", "7.12*")
ELPAC_HUNDREDS = {"KN": 200, "01": 300, "02": 400, "03": 500, "04": 500, "05": 500, "06": 600, "07": 600, "08": 600, "09": 700, "10": 700,
                  "11": 800, "12": 800}


def copied(files, target):
    shutil.copytree(files, target)
    return target


def exports(files, pattern, year=YEAR):
    """The exports of all LEAs; one report has a file an LEA."""
    return sorted((files / f"reports-{year}").glob(f"*/{pattern}"))


def of_newest_year(files, target):
    """The same without the groups and days of the year before: of it, the class and the scores are left."""
    copied(files, target)
    for pattern in PROFILES:
        for path in exports(target, pattern, YEAR - 1):
            path.unlink()
    return target


def shuffled(files, target):
    copied(files, target)
    chance = random.Random(5)
    for path in exports(target, "*") + exports(target, "*", YEAR - 1):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        chance.shuffle(lines)
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return target


def on_sheets(files, target, sheets=3):
    """Every score file as a workbook, in which it is split into several sheets with a header each."""
    copied(files, target)
    for path in exports(target, "*_Student_Score_Data_*") + exports(target, "*_Student_Score_Data_*", YEAR - 1):
        header, *rows = [line.split("^") for line in path.read_text(encoding="utf-8").splitlines()]
        parts = [[["Student Score Data File"], header, *rows[part::sheets]] for part in range(sheets)]
        write_workbook(path.with_suffix(".xlsx"), [list(enumerate(part, 1)) for part in parts])
        path.unlink()
    return target


def halved(files, target):
    """Every score file, and every list of enrollments and absences, as two of half its rows each."""
    copied(files, target)
    for path in exports(target, "*_Student_Score_Data_*") + exports(target, "8.1*") + exports(target, "14.2*"):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        for part, name in enumerate((path.name, path.name.replace(".csv", " (1).csv"))):
            path.with_name(name).write_text("\n".join([header, *rows[part::2]]) + "\n", encoding="utf-8")
    return target


def beside_older_ones(files, target):
    """Every list of the newest year as certified, beside an earlier download of it in which half of the students are missing."""
    copied(files, target)
    for pattern in (*PROFILES, "1.23*"):
        for path in exports(target, pattern):
            header, *rows = path.read_text(encoding="utf-8").splitlines()
            older = path.with_name(path.name.replace("-synthetic.csv", ".InReviewUncertified_20250901.csv"))
            older.write_text("\n".join([header, *rows[::2]]) + "\n", encoding="utf-8")
            path.rename(path.with_name(path.name.replace("-synthetic.csv", ".Certified_20250801.csv")))
    return target


def changed(path, delimiter, change):
    """Rewrites the file with `change(number, row)` of every row."""
    rows = list(table_rows(path, delimiter))
    if not rows:
        return
    for number, row in enumerate(rows):
        change(number, row)
    out = io.StringIO()
    quoting = {"quoting": csv.QUOTE_NONE, "quotechar": None} if delimiter == "^" else {}
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n", **quoting)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def with_rare_cells(files, target):
    """Cells at the borders of every rule: first and last days, lowest and highest scores, other tests, students of two LEAs."""
    copied(files, target)
    others = []  # Students of the file before, who have no row in this one.

    def score(number, row):
        kind = number % 41
        science = row["RecordType"] in ("05", "06")
        if kind == 0:
            row["FinalTestedSchoolCode"] = ""
        elif kind in (1, 2, 3):
            row["EnrollmentEffectiveDate"] = ("2024-10-02", "2024-10-03", "")[kind - 1]
        elif kind in (4, 5, 6, 7):
            row.update(ELAS="RFEP", ELStatus="No", ELEntryDate="",
                       RFEPDate=("2021-06-14", "2021-06-15", "2021-06-16", "2025-01-01")[kind - 4])
        elif kind in (8, 9):
            row.update(ELAS="EL", ELStatus="Yes", RFEPDate="", ELEntryDate=("2018-06-30", "2018-07-01")[kind - 8])
        elif kind in (10, 11, 12, 13) and row["ScaleScore"]:
            grade, border = row["GradeAssessed"], kind - 10
            lowest = {"01": {"03": 2115, "11": 2300}, "02": {"03": 2190, "11": 2280}, "03": {"03": 300, "11": 900},
                      "06": {"05": 150, "08": 350, "11": 550}}.get(row["RecordType"], {}).get(grade)
            if lowest is not None:
                highest = {"01": {"03": 2650, "11": 2900}, "02": {"03": 2660, "11": 2900}, "03": {"03": 399, "11": 999},
                           "06": {"05": 250, "08": 450, "11": 650}}[row["RecordType"]][grade]
                row["ScaleScore"] = str((lowest - 1, lowest, highest, highest + 1)[border])
        elif kind in (14, 15) and science and row["GradeAssessed"] == "11":
            row["GradeAssessed"] = ("10", "12")[kind - 14]
        elif kind == 16:
            row["ELAS"] = ""
        elif kind in (17, 18):
            row["Attemptedness"] = "NP"[kind - 17]
        elif kind == 19:
            row.update(ConditionCode="NEL", IncludeIndicator="E" if row["RecordType"] == "01" else "N", ScaleScore="")
        elif kind == 20:
            row.update(IncludeIndicator="R")
        elif kind in (21, 22, 23, 24) and row["RecordType"] in ("01", "02"):
            grade = row["GradeAssessed"]
            base = 900 if grade == "11" else 100 * int(grade)
            row.update(RecordType={"01": "03", "02": "04"}[row["RecordType"]], ConditionCode="", IncludeIndicator="Y",
                       ScaleScore=str(base + (44, 45, 59, 60)[kind - 21]))
        elif kind == 25 and others:
            row["SSID"] = others.pop()
        elif kind == 26:
            row.update(SPEDAcctDist="99600020000000", SpecialEducationforTesting="Yes")

    def language(number, row):
        kind, grade, before = number % 23, row["GradeAssessed"], row["GradeAssessedMinus1"]
        hundred, earlier = ELPAC_HUNDREDS[grade], ELPAC_HUNDREDS.get(before)
        if kind in (0, 1, 2, 3, 4, 5) and earlier:
            # Ten points more, nine, a level more, one less, the highest kept, and a score that is on no scale.
            now, then = ((20, 10), (19, 10), (44, 43), (43, 44), (60, 99), (100, 60))[kind]
            row.update(RecordType="23", Attemptedness="Y", OverallScaleScore=str(hundred + now),
                       OverallScaleScoreMinus1=str(earlier + then))
        elif kind == 6:
            row.update(RecordType="23", Attemptedness="Y", OverallScaleScore=str(hundred + 50))
        elif kind == 7 and earlier:
            row["OverallScaleScoreMinus1"] = str(earlier + 50)
        elif kind in (8, 9) and grade == "03" and before:
            row.update(OverallScaleScore=("1467", "1468")[kind - 8], GradeAssessedMinus1="02", OverallScaleScoreMinus1="1450")
        elif kind in (10, 11):
            row["OverallScaleScore"] = ("1149", "1150")[kind - 10]
        elif kind == 12:
            row.update(OverallScaleScoreMinus1="NS", OverallPLMinus1="NS")
        elif kind == 13:
            row["Attemptedness"] = ""
        elif kind in (14, 15):
            row["ELEntryDate"] = ("2018-06-30", "2018-07-01")[kind - 14]
        elif kind == 16:
            row["ELASforTesting"] = "RFEP"
        elif kind == 17:
            row["FinalTestedSchoolCode"] = ""
        elif kind == 18 and others:
            row["SSID"] = others.pop()

    def cohort(number, row):
        kind = number % 29
        if kind == 0:
            row["LongTermEnglishLearner"] = "Y"
        elif kind == 1:
            row["EthnicityRace"] = "Missing"

    def profile(number, row):
        kind = number % 31
        if kind == 0:
            row["EnrollmentStatus"] = "40 - Receiving Specialized Services Only"
        elif kind == 1:
            row["EthnicityRace"] = "Missing"
        elif kind in (2, 3):
            row.update(ELAStatus="EL", ELAStatusStartDate=("6/30/2018", "7/1/2018")[kind - 2])
        elif kind == 4:
            row["Grade"] = "TK"

    def absence(number, row):
        kind = number % 37
        if kind in (0, 1):
            expected = ("30.9", "31")[kind]
            row.update(DaysExpectedA=expected, DaysAttendedB="20.9", DaysAbsentCEFG=("10", "10.1")[kind])
        elif kind in (2, 3, 4):
            row.update(DaysExpectedA="100", DaysAttendedB=("90.1", "90", "0")[kind - 2], DaysAbsentCEFG=("9.9", "10", "100")[kind - 2])

    def incident(number, row):
        row["DurationDays"] = ("0.5", "0.9", "1", "0.1")[number % 4]

    def completer(number, row):
        row["SchoolCompletionStatus"] = ("100 - Graduated, standard HS diploma", "102 - Alternative pathway diploma")[number % 2]

    for pattern, delimiter, change in (("*_CAASPP_*", "^", score), ("*_ELPAC_*", "^", language), ("15.2*", ",", cohort),
                                       ("1.23*", ",", completer), ("8.1*", ",", profile), ("14.2*", ",", absence),
                                       ("7.12*", ",", incident)):
        before = set()
        for path in exports(target, pattern):
            here = {row["SSID"] for row in table_rows(path, delimiter)}
            others[:] = sorted(before - here)
            before = here
            changed(path, delimiter, change)
    return target
