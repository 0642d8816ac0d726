// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/suite/student_files/ed_fi.h"

namespace sos::suite {
namespace {

using ingestion::v1::StudentRecord;

constexpr int64_t kOpenEnd = std::numeric_limits<int64_t>::max();
constexpr int64_t kHundredths = 100;
constexpr int kPrimary = 10;
constexpr int kSecondary = 20;
constexpr size_t kLeaDigits = 7;

std::string DateText(int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return absl::StrFormat("%04d%02d%02d", static_cast<int>(date.year()),
                         static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

education::v1::Decimal ToDays(int64_t hundredths) {
  education::v1::Decimal days;
  days.set_value(absl::StrFormat("%d.%02d", hundredths / kHundredths, hundredths % kHundredths));
  return days;
}

}  // namespace

StudentRecord EdFiReader::NewRecord() const {
  StudentRecord record;
  record.set_lea_code(std::string(lea_.text().substr(0, kLeaDigits)));
  record.set_academic_year(absl::StrCat(school_year_ - 1, "-", school_year_));
  return record;
}

std::vector<RecordBatch> EdFiReader::Finish() {
  RecordBatch enrollments{.collection = ingestion::v1::COLLECTION_STUDENT_ENROLLMENT};
  RecordBatch people{.collection = ingestion::v1::COLLECTION_STUDENT_INFORMATION};
  RecordBatch programs{.collection = ingestion::v1::COLLECTION_STUDENT_PROGRAM};
  RecordBatch languages{.collection = ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ACQUISITION};
  RecordBatch plans{.collection = ingestion::v1::COLLECTION_SPECIAL_EDUCATION};
  RecordBatch absences{.collection = ingestion::v1::COLLECTION_ABSENCE_SUMMARY};
  RecordBatch results{.collection = ingestion::v1::COLLECTION_STUDENT_INCIDENT_RESULT};
  const nlohmann::json none = nlohmann::json::object();
  // What a student is stands once for each school.
  std::set<std::pair<std::string, std::string>> told;
  // The days that a student was expected at a school.
  std::map<std::pair<std::string, std::string>, std::set<int64_t>> expected;
  for (const Stay& stay : stays_) {
    const int64_t ssid = SsidOf(stay.student);
    if (ssid == 0) {
      // The id itself is told to nobody.
      Note(EdFiItem("studentSchoolAssociations", 0, none), kStudentId, "",
           "no SSID: neither is the id one, nor do the identification codes have one");
      continue;
    }
    StudentRecord record = NewRecord();
    auto& enrollment = *record.mutable_enrollment();
    enrollment.set_school_code(stay.school);
    enrollment.set_ssid(ssid);
    enrollment.set_start_date(DateText(stay.span.begin));
    enrollment.set_enrollment_status(stay.primary ? kPrimary : kSecondary);
    enrollment.set_grade(stay.grade);
    if (stay.span.end != kOpenEnd) enrollment.set_exit_date(DateText(stay.span.end));
    enrollments.records.push_back(std::move(record));
    if (const std::set<int64_t>* const taught = DaysFor(stay)) {
      std::set<int64_t>& days = expected[{stay.student, stay.school}];
      for (const int64_t day : *taught) {
        if (day >= std::max(stay.span.begin, year_.begin) &&
            day <= std::min({stay.span.end, year_.end, last_event_})) {
          days.insert(day);
        }
      }
    }
    if (!told.emplace(stay.student, stay.school).second) continue;
    AddPerson(stay, ssid, people, programs);
    AddLanguage(stay, ssid, languages);
    AddPlan(stay, ssid, plans);
  }
  for (const auto& [school, calendars] : calendars_) {
    if (calendars.size() == 1 || !attendance_read_) continue;
    const bool unsaid =
        std::any_of(stays_.begin(), stays_.end(), [&, &of = school](const Stay& stay) {
          return stay.school == of && DaysFor(stay) == nullptr;
        });
    if (!unsaid) continue;
    Note(EdFiItem("studentSchoolAssociations", 0, none), "calendarReference/calendarCode", "",
         absl::StrCat("school ", school,
                      " has several calendars, and enrollments do not name one: no absences are "
                      "counted of them"));
  }
  for (const auto& [key, days] : expected) {
    if (!attendance_read_) break;
    AddAbsences(key.first, key.second, days, absences);
  }
  for (const Result& result : results_) {
    const int64_t ssid = SsidOf(result.student);
    if (ssid == 0) continue;
    StudentRecord record = NewRecord();
    auto& one = *record.mutable_incident_result();
    one.set_school_code(result.school);
    one.set_ssid(ssid);
    one.set_incident_id(result.incident);
    one.set_result_code(result.code);
    one.mutable_duration_days()->set_value(result.days);
    results.records.push_back(std::move(record));
  }
  if (discipline_read_ && results.records.empty()) {
    Note(EdFiItem("disciplineActions", 0, none), "", "",
         "they have no result of the year: what is stored of such results, if anything, stays");
  }
  std::vector<RecordBatch> batches;
  for (RecordBatch* const batch :
       {&enrollments, &people, &programs, &languages, &plans, &absences, &results}) {
    if (!batch->records.empty()) batches.push_back(std::move(*batch));
  }
  return batches;
}

const std::set<int64_t>* EdFiReader::DaysFor(const Stay& stay) const {
  const auto found = calendars_.find(stay.school);
  if (found == calendars_.end()) return nullptr;
  const auto named = found->second.find(stay.calendar);
  if (named != found->second.end()) return &named->second;
  return found->second.size() == 1 ? &found->second.begin()->second : nullptr;
}

void EdFiReader::AddPerson(const Stay& stay, int64_t ssid, RecordBatch& people,
                           RecordBatch& programs) const {
  const auto found = students_.find(stay.student);
  if (found == students_.end()) return;
  const Student& student = found->second;
  if (student.described) {
    StudentRecord record = NewRecord();
    auto& person = *record.mutable_information();
    person.set_school_code(stay.school);
    person.set_ssid(ssid);
    person.set_hispanic(student.hispanic);
    for (const int race : student.races) person.add_race_codes(race);
    people.records.push_back(std::move(record));
  }
  for (const int code : student.programs) {
    StudentRecord record = NewRecord();
    auto& program = *record.mutable_program();
    program.set_school_code(stay.school);
    program.set_ssid(ssid);
    program.set_program_code(code);
    program.set_start_date(DateText(std::max(stay.span.begin, year_.begin)));
    programs.records.push_back(std::move(record));
  }
}

void EdFiReader::AddLanguage(const Stay& stay, int64_t ssid, RecordBatch& languages) const {
  const auto found = languages_.find(stay.student);
  if (found == languages_.end()) return;
  // Who left every program before the year is reclassified since the last of them ended.
  Span last = found->second.front();
  int64_t first = last.begin;
  for (const Span& span : found->second) {
    first = std::min(first, span.begin);
    if (span.end > last.end) last = span;
  }
  if (last.begin > year_.end) return;
  const bool learner = last.end >= year_.begin;
  StudentRecord record = NewRecord();
  auto& language = *record.mutable_language_acquisition();
  language.set_school_code(stay.school);
  language.set_ssid(ssid);
  language.set_status(learner ? "EL" : "RFEP");
  language.set_start_date(DateText(learner ? first : last.end));
  languages.records.push_back(std::move(record));
}

void EdFiReader::AddPlan(const Stay& stay, int64_t ssid, RecordBatch& plans) const {
  const auto found = special_education_.find(stay.student);
  if (found == special_education_.end() ||
      std::none_of(found->second.begin(), found->second.end(),
                   [this](const Span& span) { return InYear(span); })) {
    return;
  }
  StudentRecord record = NewRecord();
  auto& plan = *record.mutable_special_education();
  plan.set_school_code(stay.school);
  plan.set_ssid(ssid);
  plan.set_accountable_district(std::string(lea_.text().substr(0, kLeaDigits)));
  plans.records.push_back(std::move(record));
}

void EdFiReader::AddAbsences(const std::string& student, const std::string& school,
                             const std::set<int64_t>& expected, RecordBatch& absences) const {
  if (expected.empty()) return;
  int64_t excused = 0;
  int64_t unexcused = 0;
  if (const auto found = absences_.find({student, school}); found != absences_.end()) {
    for (const auto& [day, absent] : found->second) {
      // An event on a day without school, or without enrollment, is none.
      if (!expected.contains(day)) continue;
      excused += absent.excused;
      unexcused += absent.unexcused;
    }
  }
  const auto days = static_cast<int64_t>(expected.size()) * kHundredths;
  StudentRecord record = NewRecord();
  auto& summary = *record.mutable_absence_summary();
  summary.set_school_code(school);
  summary.set_ssid(SsidOf(student));
  summary.set_exempt(false);
  *summary.mutable_days_expected() = ToDays(days);
  *summary.mutable_days_attended() = ToDays(days - excused - unexcused);
  *summary.mutable_days_excused() = ToDays(excused);
  *summary.mutable_days_unexcused() = ToDays(unexcused);
  absences.records.push_back(std::move(record));
}

}  // namespace sos::suite
