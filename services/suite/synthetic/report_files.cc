// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/report_files.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/text/csv_cell.h"

namespace sos::suite {
namespace {

// Programs of CALPADS 3.13.
constexpr int kHomelessProgram = 191;
constexpr int kFosterPrograms[] = {190, 193};
constexpr int kDisadvantagedPrograms[] = {135, 181, 182, 191, 193};
// No high school graduate among the parents (CALPADS 2.38).
constexpr int kNoGraduate = 14;
// Enrollments that the lists have.
constexpr int kListedStatuses[] = {10, 20, 30};
constexpr int kAttendingStatuses[] = {10, 30};

template <typename Range, typename Value>
bool Has(const Range& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

template <typename Range>
bool HasAny(const std::vector<int>& programs, const Range& wanted) {
  return std::any_of(programs.begin(), programs.end(),
                     [&](int program) { return Has(wanted, program); });
}

std::string YesNo(bool yes) { return yes ? "Y" : "N"; }

// `8/14/2024` of `20240814`; empty for no date.
std::string SlashDate(const std::string& date) {
  int month = 0;
  int day = 0;
  if (date.size() != 8 || !absl::SimpleAtoi(date.substr(4, 2), &month) ||
      !absl::SimpleAtoi(date.substr(6, 2), &day)) {
    return "";
  }
  return absl::StrCat(month, "/", day, "/", date.substr(0, 4));
}

// Hundredths of days as a file has them, such as `12.5`.
int64_t Hundredths(const std::string& days) {
  double value = 0;
  return absl::SimpleAtod(days, &value) ? static_cast<int64_t>(value * 100 + 0.5) : 0;
}
std::string Days(int64_t hundredths) {
  std::string text = absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

// What the lists call the race of a student.
std::string RaceWord(const SyntheticStudent& student) {
  if (student.hispanic) return "Hispanic";
  std::vector<int> races;
  for (const int race : student.races) {
    if (!Has(races, race / 100)) races.push_back(race / 100);
  }
  if (races.size() > 1) return "Multiple";
  switch (races.empty() ? 0 : races.front()) {
    case 1:
      return "Am Indian/Alskn Nat";
    case 2:
      return "Asian";
    case 3:
      return "Nat Hwiin/Othr Pac Islndr";
    case 4:
      return "Filipino";
    case 6:
      return "Black/African Am";
    case 7:
      return "White";
    default:
      return "Missing";
  }
}

const char* StatusWord(int status) {
  if (status == 10) return "10 - Primary Enrollment";
  return status == 20 ? "20 - Secondary Enrollment" : "30 - Short Term Enrollment";
}

std::string ResultWord(int code) {
  if (code == 100) return "100 - Out-of-School Suspension";
  if (code == 110) return "110 - In-School Suspension";
  return absl::StrCat(code);
}

}  // namespace

const ReportWriter::Report ReportWriter::kAbsences = {
    "14.2_StudentAbsencesStudentList",
    "SchoolCode,SchoolName,SSID,LocalID,StudentName,Grade,DaysExpectedA,DaysAttendedB,"
    "DaysAbsentCEFG"};
const ReportWriter::Report ReportWriter::kProfiles = {
    "8.1_StudentProfileList(EOY3)",
    "SchoolCode,SchoolName,SSID,StudentName,LocalID,EnrollmentStatus,StartDate,Grade,EthnicityRace,"
    "Homeless,StudentswithDisabilities,SocioEconomicallyDisadvantaged,ELAStatus,"
    "ELAStatusStartDate"};
const ReportWriter::Report ReportWriter::kIncidents = {
    "7.12_IncidentResultsStudentList",
    "SchoolCode,SchoolName,SSID,LocalID,StudentName,Grade,IncidentID,IncidentResult,DurationDays"};
const ReportWriter::Report ReportWriter::kPlans = {
    "16.14_StudentswithDisabilitiesPlanStudentList",
    "SSID,StudentName,SchoolName,DistrictofSpecialEducationAccountability,PlanType"};
const ReportWriter::Report ReportWriter::kFosterYouth = {
    "5.7_FosterYouthStudentList",
    "SchoolCode,SchoolName,SSID,StudentName,LocalID,FosterYouthStartDate,FosterYouthEndDate"};

std::string LocalIdOf(const SyntheticStudent& student) {
  return absl::StrFormat("L%X", student.id);
}

void ReportWriter::WriteStudent(const SyntheticStudent& student) {
  for (const SyntheticStay& stay : student.stays) WriteStay(student, stay);
  const int home = student.stays.front().school;
  const SyntheticEntity& school = california_.entities()[home];
  const std::string name = absl::StrCat("Student, ", LocalIdOf(student));
  if (student.special_education) {
    Row(kPlans, LeaOf(home),
        {absl::StrCat(student.id), name, school.name,
         student.accountable_district < 0 ? "" : LeaOf(student.accountable_district), "IEP"});
  }
  if (HasAny(student.programs, kFosterPrograms)) {
    Row(kFosterYouth, LeaOf(home),
        {std::string(school.cds.school()), school.name, absl::StrCat(student.id), name,
         LocalIdOf(student), absl::StrCat("8/15/", year_ - 1), ""});
  }
  for (const SyntheticResult& result : student.results) {
    const int at = student.stays[result.stay].school;
    const SyntheticEntity& of_result = california_.entities()[at];
    Row(kIncidents, LeaOf(at),
        {std::string(of_result.cds.school()), of_result.name, absl::StrCat(student.id),
         LocalIdOf(student), name, student.grade, result.incident, ResultWord(result.code),
         result.duration});
  }
}

void ReportWriter::WriteStay(const SyntheticStudent& student, const SyntheticStay& stay) {
  if (Has(kListedStatuses, stay.enrollment_status)) WriteProfile(student, stay);
  if (!stay.summarized || stay.exempt || !Has(kAttendingStatuses, stay.enrollment_status)) return;
  const SyntheticEntity& school = california_.entities()[stay.school];
  const int64_t absent = Hundredths(stay.suspended_out) + Hundredths(stay.excused) +
                         Hundredths(stay.unexcused) + Hundredths(stay.incomplete_study);
  Row(kAbsences, LeaOf(stay.school),
      {std::string(school.cds.school()), school.name, absl::StrCat(student.id), LocalIdOf(student),
       absl::StrCat("Student, ", LocalIdOf(student)), student.grade, stay.expected, stay.attended,
       Days(absent)});
}

void ReportWriter::WriteProfile(const SyntheticStudent& student, const SyntheticStay& stay) {
  const SyntheticEntity& school = california_.entities()[stay.school];
  // An LEA knows of programs, languages and plans what it reports itself.
  const bool own = LeaOf(stay.school) == LeaOf(student.stays.front().school);
  Row(kProfiles, LeaOf(stay.school),
      {std::string(school.cds.school()), school.name, absl::StrCat(student.id),
       absl::StrCat("Student, ", LocalIdOf(student)), LocalIdOf(student),
       StatusWord(stay.enrollment_status), SlashDate(stay.start), student.grade, RaceWord(student),
       YesNo(own && Has(student.programs, kHomelessProgram)),
       YesNo(own && student.special_education),
       YesNo((own && HasAny(student.programs, kDisadvantagedPrograms)) ||
             student.parent_education == kNoGraduate),
       own ? student.language_status : "", own ? SlashDate(student.language_start) : ""});
}

std::string ReportWriter::LeaOf(int entity) const {
  return std::string(california_.entities()[entity].cds.text().substr(0, 7));
}

void ReportWriter::Row(const Report& report, const std::string& lea,
                       const std::vector<std::string>& cells) {
  const std::string folder = absl::StrCat(directory_, "/", lea);
  const std::string path = absl::StrCat(folder, "/", report.name, "-synthetic.csv");
  auto file = files_.find(path);
  if (file == files_.end()) {
    status_.Update(MakePrivateDirectory(directory_));
    status_.Update(MakePrivateDirectory(folder));
    file = files_.try_emplace(path, path).first;
    file->second.Write(report.header);
  }
  file->second.Write(absl::StrJoin(cells, ",", [](std::string* out, const std::string& cell) {
    absl::StrAppend(out, CsvCell(cell));
  }));
}

absl::Status ReportWriter::Close(std::vector<std::string>& paths) {
  for (auto& [path, file] : files_) {
    paths.push_back(path);
    if (!file.Close()) status_.Update(absl::UnavailableError(absl::StrCat("cannot write ", path)));
  }
  return status_;
}

}  // namespace sos::suite
