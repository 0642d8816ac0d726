# SPDX-License-Identifier: Apache-2.0
"""What offices export, counted a second time: plain SQL on SQLite (tests/reference) over the reports and score files of a folder that
`sos generate --reports` wrote, or a copy of it. The reading of the files here is independent of the program's layouts.
"""

import csv
import re
import sqlite3

from harness.real_suite import ROOT
from harness.records import hundredths, run, serving

SQL = "".join((ROOT / "tests" / "reference" / f"{name}.sql").read_text(encoding="utf-8")
              for name in ("exports", "scores", "language", "reports", "college_career", "status"))
YEARS = (2024, 2025)
INDICATORS = {"CHRONIC_ABSENTEEISM": "CHRO", "SUSPENSION": "SUSP", "GRADUATION": "GRAD", "COLLEGE_CAREER": "CCI",
              "ENGLISH_LEARNER_PROGRESS": "ELPI", "ENGLISH_LANGUAGE_ARTS": "ELA", "MATHEMATICS": "MATH", "SCIENCE": "SCIENCE"}
GROUPS = {"ALL": "ALL", "AFRICAN_AMERICAN": "AA", "AMERICAN_INDIAN": "AI", "ASIAN": "AS", "FILIPINO": "FI", "HISPANIC": "HI",
          "PACIFIC_ISLANDER": "PI", "WHITE": "WH", "TWO_OR_MORE_RACES": "MR", "ENGLISH_LEARNERS": "EL",
          "LONG_TERM_ENGLISH_LEARNERS": "LTEL", "SOCIOECONOMICALLY_DISADVANTAGED": "SED", "STUDENTS_WITH_DISABILITIES": "SWD",
          "FOSTER_YOUTH": "FOS", "HOMELESS": "HOM", "ENGLISH_LEARNERS_ONLY": "ELO", "RECLASSIFIED_ONLY": "RFP", "ENGLISH_ONLY": "EO",
          "SMARTER_BALANCED": "SBA", "SCIENCE_TEST": "CAST"}
# What a status or count is where there is none.
NONE = -2 ** 31


def code(text):
    """The number at the beginning of words such as `10 - Primary Enrollment`."""
    return re.match(r"\d*", text).group()


def date(text):
    """Year, month and day of `8/15/2024`; a score file has them in this order already."""
    parts = text.split("/")
    return f"{parts[2]}-{int(parts[0]):02d}-{int(parts[1]):02d}" if len(parts) == 3 else text


def grade(text):
    return 0 if text in ("TK", "KN") else int(text) if text.isdigit() else -1


def text(cell):
    return cell


# {table: (pattern of its files, delimiter, {column: (name in the file, how it is read)})}; year and LEA stand before them, and in reports
# the code of the school, which there has seven digits.
TABLES = {
    "absence": ("14.2*", ",", {"student": ("SSID", int), "expected": ("DaysExpectedA", hundredths),
                               "attended": ("DaysAttendedB", hundredths), "absent": ("DaysAbsentCEFG", hundredths)}),
    "profile": ("8.1*", ",", {"student": ("SSID", int), "status": ("EnrollmentStatus", code), "start": ("StartDate", date),
                              "grade": ("Grade", grade), "race": ("EthnicityRace", text), "homeless": ("Homeless", text),
                              "disabled": ("StudentswithDisabilities", text), "language": ("ELAStatus", text),
                              "disadvantaged": ("SocioEconomicallyDisadvantaged", text),
                              "language_start": ("ELAStatusStartDate", date)}),
    "incident": ("7.12*", ",", {"student": ("SSID", int), "result": ("IncidentResult", code), "days": ("DurationDays", hundredths)}),
    "plan": ("16.14*", ",", {"student": ("SSID", int), "district": ("DistrictofSpecialEducationAccountability", text)}),
    "foster": ("5.7*", ",", {"student": ("SSID", int)}),
    "completer": ("1.23*", ",", {"student": ("SSID", int), "completion": ("SchoolCompletionStatus", code)}),
    "outcome": ("15.2*", ",", {"student": ("SSID", int), "category": ("CohortCategory", text), "race": ("EthnicityRace", text),
                               "disabled": ("StudentswithDisabilities", text),
                               "disadvantaged": ("SocioEconomicallyDisadvantaged", text), "learner": ("EnglishLearner", text),
                               "long_term": ("LongTermEnglishLearner", text), "homeless": ("Homeless", text),
                               "requirements": ("UCCSURequirementsMet", text), "seal": ("SealofBiliteracy", text),
                               "apprenticeship": ("PreApprenticeshipCertified", text)}),
    "score": ("*_CAASPP_*", "^", {"student": ("SSID", int), "type": ("RecordType", text), "grade": ("GradeAssessed", text),
                                  "enrolled": ("CALPADSSchoolCode", text), "tested": ("FinalTestedSchoolCode", text),
                                  "accountable": ("SPEDAcctDist", text), "since": ("EnrollmentEffectiveDate", text),
                                  "include": ("IncludeIndicator", text), "condition": ("ConditionCode", text),
                                  "attempted": ("Attemptedness", text), "score": ("ScaleScore", text),
                                  "kept": ("ScienceCurrentYearFlag", text), "learner": ("ELStatus", text), "stated": ("ELAS", text),
                                  "language_start": ("ELEntryDate", text), "reclassified": ("RFEPDate", text),
                                  "race": ("EthnicityforTesting", text), "disadvantaged": ("EconomicDisadvantageTesting", text),
                                  "disabled": ("SpecialEducationforTesting", text), "homeless": ("HomelessStatusforTesting", text),
                                  "foster": ("FosterStatusforTesting", text)}),
    "language_score": ("*_ELPAC_*", "^", {"student": ("SSID", int), "grade": ("GradeAssessed", text),
                                          "enrolled": ("CALPADSSchoolCode", text), "tested": ("FinalTestedSchoolCode", text),
                                          "accountable": ("SPEDAcctDist", text), "language": ("ELASforTesting", text),
                                          "language_start": ("ELEntryDate", text), "attempted": ("Attemptedness", text),
                                          "score": ("OverallScaleScore", text), "prior_grade": ("GradeAssessedMinus1", text),
                                          "prior_score": ("OverallScaleScoreMinus1", text)}),
}


def table_rows(path, delimiter):
    quoting = csv.QUOTE_NONE if delimiter == "^" else csv.QUOTE_MINIMAL
    return csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=delimiter, quoting=quoting)


def load(database, files, years):
    """Puts every row of the exports into tables of plain columns."""
    for name, (pattern, delimiter, columns) in TABLES.items():
        first = ["class" if name == "outcome" else "year", "lea"] + (["cds"] if delimiter == "," else [])
        database.execute(f"CREATE TABLE {name} ({', '.join([*first, *columns])})")
        marks = ", ".join("?" * (len(first) + len(columns)))
        for year in years:
            for path in sorted((files / f"reports-{year}").glob(f"*/{pattern}")):
                lea = path.parent.name
                database.executemany(f"INSERT INTO {name} VALUES ({marks})", (
                    (year, lea, lea + row.get("SchoolCode", ""))[:len(first)]
                    + tuple(read(row.get(column, "")) for column, read in columns.values())
                    for row in table_rows(path, delimiter)))
    database.execute("CREATE TABLE directory (cds TEXT PRIMARY KEY, charter TEXT)")
    listed = table_rows(next(files.glob("directory-*")), "\t")
    database.executemany("INSERT INTO directory VALUES (?, ?)", ((row["CDSCode"], row["Charter"]) for row in listed))
    for name in ("absence", "incident"):
        database.execute(f"CREATE INDEX {name}_key ON {name} (year, student, cds)")


def results_by_sql(files, years=YEARS, sql=SQL):
    """{(year, indicator, cds, group): (numerator, denominator, left out, status, change, lowest, highest, stand-in)}"""
    database = sqlite3.connect(":memory:")
    load(database, files, years)
    database.executescript(sql)
    return {row[:4]: tuple(NONE if value is None else value for value in row[4:]) for row in database.execute("SELECT * FROM result")}


def results_in(client, responses):
    """The same in what the engine answers."""
    found = {}
    for response in responses:
        for block in response.blocks:
            indicator = INDICATORS[client.education.Indicator.Name(block.indicator).removeprefix("INDICATOR_")]
            for row, entity in enumerate(block.entity_indexes):
                group = client.education.StudentGroup.Name(block.student_groups[row]).removeprefix("STUDENT_GROUP_")
                key = (block.dashboard_year, indicator, block.entities[entity].name.removeprefix("entities/"), GROUPS[group])
                assert key not in found, f"{key} stands twice"
                left_out = block.left_out_counts[row] if block.left_out_counts else 0
                ranges = [column[row] if left_out else NONE for column in (
                    block.lowest_status_tenths, block.highest_status_tenths, block.stand_in_status_tenths)]
                found[key] = (block.current_numerators[row], block.current_denominators[row], left_out, block.status_tenths[row],
                              block.change_tenths[row], *ranges)
    # A group that only had students the year before has a row of its own with nobody in it.
    return {key: result for key, result in found.items() if result[1] + result[2] > 0}


def results(client, data):
    """All results of the engine."""
    with serving(data) as address, client.grpc.insecure_channel(address) as channel:
        return results_in(client, client.stub(channel).StreamResults(client.pb2.StreamResultsRequest(), timeout=120, wait_for_ready=True))


def take(files, data, years=YEARS):
    """Has `sos` take in the directory and the exports of every LEA."""
    run("ingest", "--data-dir", data, next(files.glob("directory-*")))
    for year in years:
        for folder in sorted((files / f"reports-{year}").iterdir()):
            run("ingest", "--data-dir", data, "--lea", folder.name, "--year", year, *sorted(folder.iterdir()))
    return data
