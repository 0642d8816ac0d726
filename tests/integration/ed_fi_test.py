# SPDX-License-Identifier: Apache-2.0
"""Students' facts as an Ed-Fi ODS/API answers them give the same indicators as the records that the same LEA would submit."""

import csv
import datetime
import io
import json
import random
import subprocess

import pytest
from harness.real_suite import SOS, sos

YEAR = 2025
# Socioeconomic disadvantage rests on the education of parents, too, which Ed-Fi's core has no code for.
GROUPS = ("ALL", "AA", "AI", "AS", "FI", "HI", "PI", "WH", "MR", "EL", "SWD", "HOM", "FOS")
GRADES = {"TK": "Transitional Kindergarten", "KN": "Kindergarten", "01": "First grade", "02": "Second grade", "03": "Third grade",
          "04": "Fourth grade", "05": "Fifth grade", "06": "Sixth grade", "07": "Seventh grade", "08": "Eighth grade",
          "09": "Ninth grade", "10": "Tenth grade", "11": "Eleventh grade", "12": "Twelfth grade"}
RACES = {"1": "American Indian - Alaska Native", "2": "Asian", "3": "Native Hawaiian - Pacific Islander", "4": "Filipino",
         "6": "Black - African American", "7": "White"}
PROGRAMS = {"190": "Foster Care", "191": "Homeless"}
RESULTS = {"100": "Out of School Suspension", "110": "In School Suspension", "200": "Expulsion"}


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def descriptor(kind, value):
    return f"uri://ed-fi.org/{kind}Descriptor#{value}"


def dashed(date):
    return f"{date[:4]}-{date[4:6]}-{date[6:]}"


def school_days():
    """Weekdays from the middle of August on, 170 of them."""
    day, days = datetime.date(YEAR - 1, 8, 14), []
    while len(days) < 170:
        if day.isoweekday() < 6:
            days.append(day)
        day += datetime.timedelta(1)
    return days


class Lea:
    """The records of one LEA, with absences on days of a calendar, as submission files and as Ed-Fi resources."""

    def __init__(self, files):
        self.lines = {}
        for kind in ("senr", "sinf", "sprg", "sela", "sped", "sirs"):
            text = (files / f"{kind}-{YEAR}-synthetic.txt").read_text(encoding="utf-8")
            self.lines[kind] = [line.split("^") for line in text.splitlines()]
        counts = {}
        for cells in self.lines["senr"]:
            counts[cells[3]] = counts.get(cells[3], 0) + 1
        self.code = max(counts, key=counts.get)
        for kind, rows in self.lines.items():
            at = {"sinf": 5}.get(kind, 3)
            self.lines[kind] = [cells for cells in rows if cells[at] == self.code]
        self.lines["senr"] = [cells for cells in self.lines["senr"] if cells[22] in ("10", "20", "30")]
        self.lines["sprg"] = [cells for cells in self.lines["sprg"] if cells[12] in PROGRAMS]
        # Ed-Fi says of nobody that another district is accountable.
        self.lines["sped"] = [[*cells[:15], self.code, *cells[16:]] for cells in self.lines["sped"]]
        self.lines["sirs"] = [cells for cells in self.lines["sirs"] if cells[13] in RESULTS]
        self.make_absences()

    def make_absences(self):
        self.days = school_days()
        dice = random.Random(5)
        self.absences, self.lines["stas"] = [], []
        stays = {}
        for cells in self.lines["senr"]:
            stays.setdefault((cells[7], cells[4]), []).append(cells)
        for (student, school), of_student in sorted(stays.items()):
            expected = [day for day in self.days if any(
                cells[21] <= day.strftime("%Y%m%d") <= (cells[24] or "9") for cells in of_student)]
            missed = dice.sample(expected, min(len(expected), dice.choice((0, 1, 5, 12, 25, 40))))
            kinds = [dice.choice(("Excused Absence", "Unexcused Absence")) for _ in missed]
            self.absences += [(student, school, day, kind) for day, kind in zip(missed, kinds)]
            if expected:
                cells = [""] * 23
                cells[:7] = ["STAS", "", "", self.code, school, f"{YEAR - 1}-{YEAR}", student]
                cells[12:21] = ["N", "", str(len(expected)), str(len(expected) - len(missed)), "0", "0",
                                str(kinds.count("Excused Absence")), str(kinds.count("Unexcused Absence")), "0"]
                self.lines["stas"].append(cells)
        # Somebody is late on the last day: up to then it is known who was there.
        student, school = sorted(stays)[0]
        self.absences.append((student, school, self.days[-1], "Tardy"))

    def submission(self, folder):
        folder.mkdir()
        for kind, rows in self.lines.items():
            (folder / f"{kind}.txt").write_text("".join("^".join(cells) + "\n" for cells in rows), encoding="utf-8")
        return sorted(folder.iterdir())

    def ed_fi(self, folder):
        def school(code):
            return {"schoolId": int(self.code + code)}

        def student(ssid):
            return {"studentUniqueId": ssid}

        people = {}
        for cells in self.lines["sinf"]:
            person = people.setdefault(cells[8], {
                "educationOrganizationReference": {"educationOrganizationId": int(self.code + "0000000")},
                "studentReference": student(cells[8]), "hispanicLatinoEthnicity": cells[22] == "Y", "races": [],
                "studentCharacteristics": []})
            person["races"] = [{"raceDescriptor": descriptor("Race", RACES[race[0]])} for race in cells[24:29] if race]
        for cells in self.lines["sprg"]:
            people[cells[6]]["studentCharacteristics"].append(
                {"studentCharacteristicDescriptor": descriptor("StudentCharacteristic", PROGRAMS[cells[12]]), "periods": []})
        resources = {
            "studentSchoolAssociations": [
                {"schoolReference": school(cells[4]), "studentReference": student(cells[7]), "entryDate": dashed(cells[21]),
                 "entryGradeLevelDescriptor": descriptor("GradeLevel", GRADES[cells[23]]), "primarySchool": cells[22] != "20",
                 **({"exitWithdrawDate": dashed(cells[24])} if cells[24] else {})} for cells in self.lines["senr"]],
            "studentEducationOrganizationAssociations": list(people.values()),
            "studentLanguageInstructionProgramAssociations": [
                {"programReference": {}, "studentReference": student(cells[6]), "beginDate": dashed(cells[13]),
                 "englishLearnerParticipation": True} for cells in self.lines["sela"] if cells[12] == "EL"],
            "studentSpecialEducationProgramAssociations": [
                {"programReference": {}, "studentReference": student(cells[6]), "beginDate": f"{YEAR - 1}-08-20",
                 "ideaEligibility": True} for cells in self.lines["sped"]],
            "disciplineActions": [
                {"disciplineActionIdentifier": f"A{number}", "disciplineDate": f"{YEAR}-02-11", "studentReference": student(cells[6]),
                 "responsibilitySchoolReference": school(cells[4]), "actualDisciplineActionLength": float(cells[15] or 0),
                 "disciplines": [{"disciplineDescriptor": descriptor("Discipline", RESULTS[cells[13]])}]}
                for number, cells in enumerate(self.lines["sirs"])],
            "calendarDates": [
                {"calendarReference": school(code) | {"calendarCode": code, "schoolYear": YEAR}, "date": day.isoformat(),
                 "calendarEvents": [{"calendarEventDescriptor": descriptor("CalendarEvent", "Instructional day")}]}
                for code in sorted({cells[4] for cells in self.lines["senr"]}) for day in self.days],
            "studentSchoolAttendanceEvents": [
                {"studentReference": student(ssid), "schoolReference": school(code), "eventDate": day.isoformat(),
                 "attendanceEventCategoryDescriptor": descriptor("AttendanceEventCategory", kind)}
                for ssid, code, day, kind in self.absences],
        }
        folder.mkdir()
        for name, items in resources.items():
            (folder / f"{name}.json").write_text(json.dumps(items), encoding="utf-8")
        return sorted(folder.iterdir())


@pytest.fixture(scope="module", params=(1, 2))
def office(request, folder):
    files = folder / f"files-{request.param}"
    sos("generate", "--years", YEAR, "--seed", request.param, "--output", files)
    return next(files.glob("directory-*")), Lea(files)


def results(data):
    listed = csv.DictReader(io.StringIO(run("results", "--data-dir", data, "--year", YEAR, "--format", "csv").stdout))
    return {(row["cds"], row["indicator"], row["group"]): (row["students"], row["status"]) for row in listed
            if row["indicator"] in ("SUSP", "CHRO") and row["group"] in GROUPS}


def test_ed_fi_resources_give_what_submitted_records_give(office, tmp_path):
    directory, lea = office
    run("ingest", "--data-dir", tmp_path / "submitted", directory, *lea.submission(tmp_path / "files"))
    run("ingest", "--data-dir", tmp_path / "ed-fi", directory)
    run("ingest", "--data-dir", tmp_path / "ed-fi", "--lea", lea.code, "--year", YEAR, *lea.ed_fi(tmp_path / "json"))
    submitted = results(tmp_path / "submitted")
    assert {key[1] for key in submitted} == {"SUSP", "CHRO"} and len(submitted) > 60
    assert results(tmp_path / "ed-fi") == submitted


def test_an_estimate_takes_a_folder_of_resources(office, tmp_path):
    directory, lea = office
    run("ingest", "--data-dir", tmp_path / "data", directory)
    lea.ed_fi(tmp_path / "json")
    said = run("estimate", tmp_path / "json", "--data-dir", tmp_path / "data", "--lea", lea.code, "--year", YEAR)
    assert "ed-fi student-enrollment" in said.stdout
    assert not {cells[7] for cells in lea.lines["senr"]} & set((said.stdout + said.stderr).replace(",", " ").split())


def test_where_one_file_cannot_be_read_none_is_sent(office, tmp_path):
    directory, lea = office
    paths = lea.ed_fi(tmp_path / "json")
    paths[0].write_text(paths[0].read_text(encoding="utf-8")[:-20], encoding="utf-8")
    run("ingest", "--data-dir", tmp_path / "data", directory)
    done = run("ingest", "--data-dir", tmp_path / "data", "--lea", lea.code, "--year", YEAR, *paths, codes=(2,))
    assert "damaged" in done.stderr and "read together" in done.stderr
    assert "student-enrollment" not in run("show", "--data-dir", tmp_path / "data").stdout
