// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/report_files.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/private_files/private_files.h"
#include "common/status/macros.h"
#include "common/text/csv_cell.h"
#include "services/suite/synthetic/dice.h"
#include "services/suite/synthetic/report_workbook.h"
#include "services/suite/synthetic/score_rows.h"
#include "services/suite/synthetic/synthetic_outcome.h"
#include "services/suite/synthetic/synthetic_person.h"

namespace sos::suite {
namespace {

// An exit with a completion status, and the last day of a cohort's year.
constexpr char kGraduated[] = "E230";
constexpr char kLastDay[] = "0815";
// Enrollments that the lists have.
constexpr int kListedStatuses[] = {10, 20, 30};
constexpr int kAttendingStatuses[] = {10, 30};

template <typename Range, typename Value>
bool Has(const Range& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
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
  const std::vector<int> races = RacesOf(student);
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

// What report 15.2 calls the end of a student's four years.
std::string CategoryOf(const SyntheticOutcome& outcome) {
  static constexpr std::pair<const char*, const char*> kReasons[] = {
      {"T180", "RemovedFromCohort"}, {"T200", "RemovedFromCohort"}, {"E130", "RemovedFromCohort"},
      {"T260", "OtherTransfers"},    {"T280", "OtherTransfers"},    {"", "StillEnrolled"}};
  static constexpr std::pair<const char*, const char*> kCompletions[] = {
      {"100", "HSDiplomaGraduate"},
      {"102", "HSDiplomaGraduate"},
      {"120", "SpecialEducationCertificate"},
      {"250", "AdultEdDiploma"},
      {"320", "GED"},
      {"330", "CHSPE"}};
  if (outcome.exit > absl::StrCat(outcome.class_year, kLastDay)) return "StillEnrolled";
  if (outcome.exit_reason == "T160" && outcome.enrolled_later) return "RemovedFromCohort";
  for (const auto& [reason, category] : kReasons) {
    if (outcome.exit_reason == reason) return category;
  }
  if (outcome.exit_reason != kGraduated) return "Dropout";
  for (const auto& [completion, category] : kCompletions) {
    if (outcome.completion == completion) return category;
  }
  return "Dropout";
}

// Of so many students one has met the requirements of the state's universities, earned the seal of
// biliteracy, completed a pre-apprenticeship.
constexpr int kCollegeReady = 2;
constexpr int kBiliterate = 7;
constexpr int kApprentices = 29;
constexpr uint64_t kReadinessSeed = 0xC011E6E;

// By the student's number alone, so that every year's files agree.
bool MeetsOneIn(const SyntheticStudent& student, int count) {
  return Dice(kReadinessSeed, static_cast<uint64_t>(student.id), static_cast<uint64_t>(count))
             .Below(count) == 0;
}

// The first Wednesday in October.
std::string CensusDayOf(int school_year) {
  const std::chrono::year_month_day day(
      std::chrono::sys_days(std::chrono::Wednesday[1] / std::chrono::October / (school_year - 1)));
  return absl::StrFormat("%04d%02d%02d", static_cast<int>(day.year()),
                         static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

// Whether report 1.23 of a year lists the outcome: from 16 August to 15 August.
bool CompletedIn(const SyntheticOutcome& outcome, int year) {
  return outcome.exit_reason == kGraduated && outcome.completion != "360" &&
         outcome.exit > absl::StrCat(year - 1, kLastDay) &&
         outcome.exit <= absl::StrCat(year, kLastDay);
}

std::string CompletionWord(const std::string& status) {
  if (status == "100") return "100 - Graduated";
  if (status == "102") return "102 - Alternative Pathway Diploma";
  return absl::StrCat(status, " - Completed");
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

const ReportWriter::Report ReportWriter::kCohort = {
    "15.2 - Cohort Outcome - Student Details",
    "SchoolCode,SchoolName,SSID,LocalID,StudentName,CohortCategory,EthnicityRace,"
    "StudentswithDisabilities,SocioEconomicallyDisadvantaged,EnglishLearner,"
    "LongTermEnglishLearner,Homeless,UCCSURequirementsMet,SealofBiliteracy,"
    "PreApprenticeshipCertified"};
const ReportWriter::Report ReportWriter::kCompleters = {
    "1.23_GraduatesandCompletersStudentList",
    "SchoolCode,SchoolName,SSID,LocalID,EnrollmentStatus,SchoolCompletionStatus,EthnicityRace,"
    "StudentWithDisabilities,HomelessProgramEligible,ELAS,SocioEconomicallyDisadvantaged"};

const ReportWriter::Report ReportWriter::kCensus = {
    "8.1_StudentProfileList",
    "SchoolCode,SchoolName,SSID,StudentName,LocalID,Student_Birth_Date,Grade_Level_Code,"
    "EnrollmentStatusName,Start_Date,Exit_Date,Ethnicity_Race_Name,Homeless,Special_Education,"
    "SocioEconomically"};
const ReportWriter::Report ReportWriter::kReclassified = {
    "2.17_ReclassifiedStudents", "SchoolCode,SSID,StudentName,LocalID,RFEPDate"};

ReportWriter::ReportWriter(const SyntheticCalifornia& california, int year, std::string directory)
    : california_(california),
      year_(year),
      directory_(std::move(directory)),
      census_day_(CensusDayOf(year)) {}

void ReportWriter::WriteStudent(const SyntheticStudent& student) {
  for (const SyntheticStay& stay : student.stays) WriteStay(student, stay);
  WriteScores(student);
  WriteReclassified(student);
  WriteExaminations(student);
  const int home = student.stays.front().school;
  const SyntheticEntity& school = california_.entities()[home];
  const std::string name = absl::StrCat(kSyntheticLastName, ", ", LocalIdOf(student));
  if (student.special_education) {
    Row(kPlans, LeaOf(home),
        {absl::StrCat(student.id), name, school.name,
         student.accountable_district < 0 ? "" : LeaOf(student.accountable_district), "IEP"});
  }
  if (IsFosterYouth(student)) {
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

void ReportWriter::WriteOutcomes(const SyntheticStudent& student, uint64_t seed, int class_year) {
  const std::vector<SyntheticOutcome> outcomes =
      MakeOutcomes(california_, seed, student, class_year, year_);
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const SyntheticOutcome& outcome = outcomes[i];
    const SyntheticEntity& school = california_.entities()[outcome.school];
    const std::string lea = LeaOf(outcome.school);
    const bool last_of_lea = i + 1 == outcomes.size() || LeaOf(outcomes[i + 1].school) != lea;
    const bool disadvantaged =
        HasDisadvantagedProgram(student) || HasParentsWithoutDiploma(student);
    if (class_year == year_ && last_of_lea) {
      Row(kCohort, lea,
          {std::string(school.cds.school()), school.name, absl::StrCat(student.id),
           LocalIdOf(student), absl::StrCat(kSyntheticLastName, ", ", LocalIdOf(student)),
           CategoryOf(outcome), RaceWord(student), YesNo(student.special_education),
           YesNo(disadvantaged), YesNo(student.language_status == "EL"), "N",
           YesNo(IsHomeless(student)), YesNo(MeetsOneIn(student, kCollegeReady)),
           YesNo(MeetsOneIn(student, kBiliterate)), YesNo(MeetsOneIn(student, kApprentices))});
    }
    if (CompletedIn(outcome, year_)) {
      Row(kCompleters, lea,
          {std::string(school.cds.school()), school.name, absl::StrCat(student.id),
           LocalIdOf(student), "10 - Primary Enrollment", CompletionWord(outcome.completion),
           RaceWord(student), YesNo(student.special_education), YesNo(IsHomeless(student)),
           student.language_status, YesNo(disadvantaged)});
    }
  }
}

void ReportWriter::WriteStay(const SyntheticStudent& student, const SyntheticStay& stay) {
  if (Has(kListedStatuses, stay.enrollment_status)) {
    WriteProfile(student, stay);
    WriteCensus(student, stay);
  }
  if (!stay.summarized || stay.exempt || !Has(kAttendingStatuses, stay.enrollment_status)) return;
  const SyntheticEntity& school = california_.entities()[stay.school];
  const int64_t absent = Hundredths(stay.suspended_out) + Hundredths(stay.excused) +
                         Hundredths(stay.unexcused) + Hundredths(stay.incomplete_study);
  Row(kAbsences, LeaOf(stay.school),
      {std::string(school.cds.school()), school.name, absl::StrCat(student.id), LocalIdOf(student),
       absl::StrCat(kSyntheticLastName, ", ", LocalIdOf(student)), student.grade, stay.expected,
       stay.attended, Days(absent)});
}

void ReportWriter::WriteCensus(const SyntheticStudent& student, const SyntheticStay& stay) {
  if (stay.start > census_day_ || (!stay.exit.empty() && stay.exit < census_day_)) return;
  const SyntheticEntity& school = california_.entities()[stay.school];
  const BirthDate born = BirthDateOf(student, year_);
  Row(kCensus, LeaOf(stay.school),
      {std::string(school.cds.school()), school.name, absl::StrCat(student.id),
       absl::StrCat(kSyntheticLastName, ", ", LocalIdOf(student)), LocalIdOf(student),
       absl::StrCat(born.month, "/", born.day, "/", born.year), student.grade,
       StatusWord(stay.enrollment_status), SlashDate(stay.start), SlashDate(stay.exit),
       RaceWord(student), YesNo(IsHomeless(student)), YesNo(student.special_education),
       YesNo(HasDisadvantagedProgram(student) || HasParentsWithoutDiploma(student))});
}

void ReportWriter::WriteReclassified(const SyntheticStudent& student) {
  if (student.language_status != "RFEP" || student.language_start.empty()) return;
  const int home = student.stays.front().school;
  Row(kReclassified, LeaOf(home),
      {std::string(california_.entities()[home].cds.school()), absl::StrCat(student.id),
       absl::StrCat(kSyntheticLastName, ", ", LocalIdOf(student)), LocalIdOf(student),
       SlashDate(student.language_start)});
}

void ReportWriter::WriteExaminations(const SyntheticStudent& student) {
  const ExaminationRows rows = ExaminationRowsOf(student, year_);
  const std::string lea = LeaOf(student.stays.front().school);
  for (const std::string& line : rows.advanced_placement) {
    Line(lea, "AP_Student_Datafile-synthetic.csv", kAdvancedPlacementHeader, line);
  }
  for (const std::string& line : rows.baccalaureate) {
    Line(lea, "IB_results-synthetic.csv", kBaccalaureateHeader, line);
  }
}

void ReportWriter::WriteProfile(const SyntheticStudent& student, const SyntheticStay& stay) {
  const SyntheticEntity& school = california_.entities()[stay.school];
  // An LEA knows of programs, languages and plans what it reports itself.
  const bool own = LeaOf(stay.school) == LeaOf(student.stays.front().school);
  Row(kProfiles, LeaOf(stay.school),
      {std::string(school.cds.school()), school.name, absl::StrCat(student.id),
       absl::StrCat(kSyntheticLastName, ", ", LocalIdOf(student)), LocalIdOf(student),
       StatusWord(stay.enrollment_status), SlashDate(stay.start), student.grade, RaceWord(student),
       YesNo(own && IsHomeless(student)), YesNo(own && student.special_education),
       YesNo((own && HasDisadvantagedProgram(student)) || HasParentsWithoutDiploma(student)),
       own ? student.language_status : "", own ? SlashDate(student.language_start) : ""});
}

std::string ReportWriter::LeaOf(int entity) const {
  return std::string(california_.entities()[entity].cds.text().substr(0, 7));
}

void ReportWriter::Row(const Report& report, const std::string& lea,
                       const std::vector<std::string>& cells) {
  Line(lea, absl::StrCat(report.name, "-synthetic.csv"), report.header,
       absl::StrJoin(cells, ",", [](std::string* out, const std::string& cell) {
         absl::StrAppend(out, CsvCell(cell));
       }));
}

void ReportWriter::WriteScores(const SyntheticStudent& student) {
  const ScoreRows rows = ScoreRowsOf(student, california_, year_);
  if (rows.lea.empty()) return;
  const auto write = [&](absl::string_view tests, absl::string_view header,
                         const std::vector<std::string>& lines) {
    const std::string name = absl::StrCat(rows.lea, "0000000_", tests,
                                          "_Student_Score_Data_File_TestedStudentScoreData_", year_,
                                          "_synthetic_DLMTR.csv");
    for (const std::string& line : lines) Line(rows.lea, name, header, line);
  };
  write("CAASPP", kAcademicScoreHeader, rows.academic);
  write("Summative_ELPAC_and_Summative_Alternate_ELPAC", kLanguageScoreHeader, rows.language);
}

void ReportWriter::Line(const std::string& lea, const std::string& file_name,
                        absl::string_view header, const std::string& line) {
  const std::string folder = absl::StrCat(directory_, "/", lea);
  const std::string path = absl::StrCat(folder, "/", file_name);
  auto file = files_.find(path);
  if (file == files_.end()) {
    status_.Update(MakePrivateDirectory(directory_));
    status_.Update(MakePrivateDirectory(folder));
    file = files_.try_emplace(path, path).first;
    file->second.Write(std::string(header));
  }
  file->second.Write(line);
}

absl::StatusOr<std::string> ReportWriter::MakeWorkbook(const std::string& path) const {
  const std::filesystem::path csv(path);
  std::ifstream text(csv, std::ios::binary);
  const std::string workbook =
      ToReportWorkbook(std::string(std::istreambuf_iterator<char>(text), {}), csv.stem().string(),
                       csv.parent_path().filename().string(), year_);
  const std::string to = std::filesystem::path(csv).replace_extension(".xlsx").string();
  SOS_ASSIGN_OR_RETURN(std::ofstream out, OpenPrivateFile(to));
  out << workbook;
  out.close();
  if (workbook.empty() || out.fail()) {
    return absl::UnavailableError(absl::StrCat("cannot write ", to));
  }
  std::error_code error;
  std::filesystem::remove(csv, error);
  return to;
}

absl::Status ReportWriter::Close(bool as_workbooks, std::vector<std::string>& paths) {
  for (auto& [path, file] : files_) {
    if (!file.Close()) status_.Update(absl::UnavailableError(absl::StrCat("cannot write ", path)));
    const std::string name = std::filesystem::path(path).filename().string();
    // The names of reports begin with their number; those of score files have that of the LEA.
    const bool of_calpads =
        absl::ascii_isdigit(name.front()) && !absl::StrContains(name, "_Score_");
    if (!as_workbooks || !of_calpads) {
      paths.push_back(path);
      continue;
    }
    SOS_ASSIGN_OR_RETURN(paths.emplace_back(), MakeWorkbook(path));
  }
  return status_;
}

}  // namespace sos::suite
