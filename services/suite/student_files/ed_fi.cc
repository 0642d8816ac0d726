// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/ed_fi.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "services/ingestion/domain/student/record_values.h"

namespace sos::suite {

namespace {

constexpr int64_t kOpen = std::numeric_limits<int64_t>::max();
constexpr size_t kMaxProblems = 20;
constexpr size_t kSsidDigits = 10;
constexpr int64_t kDay = 100;
constexpr int kHomelessProgram = 191;

constexpr char kStudentId[] = "studentReference/studentUniqueId";
constexpr char kSchoolId[] = "schoolReference/schoolId";

std::optional<int64_t> DateIn(const std::string& text) {
  // A time of day may follow.
  return ingestion::ParseDate(absl::string_view(text).substr(0, text.find('T')));
}

// The SSID that a text of ten digits is; 0 for another.
int64_t ToSsid(const std::string& text) {
  int64_t ssid = 0;
  const bool digits =
      text.size() == kSsidDigits &&
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  return digits && absl::SimpleAtoi(text, &ssid) ? ssid : 0;
}

// Hundredths of a day of an event; a whole one where it does not say how long it was.
int64_t DurationOf(const std::string& text) {
  double days = 0;
  // What is no number is not above 0 either.
  if (!absl::SimpleAtod(text, &days) || !(days > 0 && days <= 1)) return kDay;
  return static_cast<int64_t>(days * kDay + 0.5);
}

}  // namespace

EdFiReader::EdFiReader(EdFiCodes codes, const CdsCode& lea, int school_year)
    : codes_(std::move(codes)), lea_(lea), school_year_(school_year) {
  const std::chrono::year year(school_year);
  year_ = {std::chrono::sys_days((year - std::chrono::years(1)) / std::chrono::July / 1)
               .time_since_epoch()
               .count(),
           std::chrono::sys_days(year / std::chrono::June / 30).time_since_epoch().count()};
}

bool EdFiReader::MayBe(absl::string_view bytes) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  bytes = absl::StripLeadingAsciiWhitespace(bytes);
  return !bytes.empty() && (bytes.front() == '[' || bytes.front() == '{');
}

absl::Status EdFiReader::Read(const std::string& file_name, const std::string& bytes) {
  std::optional<EdFiResource> resource;
  int64_t count = 0;
  bool unknown = false;
  // Items are read one by one and let go: a year of attendance does not fit into memory as a tree.
  const auto take = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    if (event != nlohmann::json::parse_event_t::object_end || depth != 1 || unknown) return true;
    ++count;
    if (!resource) resource = RecognizeEdFi(file_name, parsed);
    if (!resource) {
      unknown = true;
      return false;
    }
    ReadItem(*resource, EdFiItem(file_name, count, parsed));
    return false;
  };
  const auto whole = nlohmann::json::parse(bytes, take, /*allow_exceptions=*/false);
  if (unknown) {
    return absl::InvalidArgumentError(
        "this is JSON, but no list of an Ed-Fi resource that is read (studentSchoolAssociations, "
        "studentEducationOrganizationAssociations, studentLanguageInstructionProgramAssociations, "
        "studentSpecialEducationProgramAssociations, studentHomelessProgramAssociations, "
        "studentSchoolAttendanceEvents, calendarDates, disciplineActions)");
  }
  if (whole.is_discarded() || !whole.is_array()) {
    return absl::InvalidArgumentError(absl::StrCat("the JSON is damaged, or no list, after ", count,
                                                   " items; save the answer of the API whole"));
  }
  if (!resource) resource = RecognizeEdFi(file_name, nlohmann::json::object());
  if (!resource) {
    return absl::InvalidArgumentError(
        "the list is empty, and the name of the file does not say of which Ed-Fi resource it is");
  }
  attendance_read_ = attendance_read_ || *resource == EdFiResource::kAttendance;
  discipline_read_ = discipline_read_ || *resource == EdFiResource::kDiscipline;
  return absl::OkStatus();
}

void EdFiReader::ReadItem(EdFiResource resource, const EdFiItem& item) {
  switch (resource) {
    case EdFiResource::kStay:
      return ReadStay(item);
    case EdFiResource::kPerson:
      return ReadPerson(item);
    case EdFiResource::kLanguage:
      return ReadLanguage(item);
    case EdFiResource::kSpecialEducation:
      return ReadSpecialEducation(item);
    case EdFiResource::kHomeless:
      return ReadHomeless(item);
    case EdFiResource::kCalendarDate:
      return ReadCalendarDate(item);
    case EdFiResource::kAttendance:
      return ReadAttendance(item);
    case EdFiResource::kDiscipline:
      return ReadDiscipline(item);
  }
}

void EdFiReader::Note(const EdFiItem& item, std::string field, std::string value,
                      std::string reason) {
  ++problem_count_;
  if (problems_.size() < kMaxProblems) {
    problems_.push_back(
        {item.file(), item.number(), std::move(field), std::move(value), std::move(reason)});
  }
}

bool EdFiReader::InYear(const Span& span) const {
  return span.begin <= year_.end && span.end >= year_.begin;
}

int64_t EdFiReader::SsidOf(const std::string& student) const {
  const auto found = students_.find(student);
  const int64_t stated = found == students_.end() ? 0 : found->second.ssid;
  return stated != 0 ? stated : ToSsid(student);
}

namespace {

// The seven digits of a school of the LEA, from an id of 64 bits that may have lost its first zero.
// Empty for what is none.
std::string SchoolOf(const std::string& id, const CdsCode& lea) {
  const auto cds = CdsCode::Parse(absl::StrCat(std::string(id.size() == 13 ? 1 : 0, '0'), id));
  if (!cds || !cds->IsSchool() || cds->Lea() != lea) return "";
  return std::string(cds->school());
}

}  // namespace

void EdFiReader::ReadStay(const EdFiItem& item) {
  Stay stay{.student = item.Text(kStudentId), .school = SchoolOf(item.Text(kSchoolId), lea_)};
  const auto begin = DateIn(item.Text("entryDate"));
  const std::string exit = item.Text("exitWithdrawDate");
  const auto end = exit.empty() ? std::optional<int64_t>(kOpen) : DateIn(exit);
  const std::string level = item.Text("entryGradeLevelDescriptor");
  const auto grade = codes_.Find(EdFiCodes::Table::kGrades, level);
  if (stay.student.empty()) return Note(item, kStudentId, "", "no student");
  if (stay.school.empty()) {
    return Note(item, kSchoolId, item.Text(kSchoolId),
                "no school of this LEA: fourteen digits of county, district and school");
  }
  if (!begin) return Note(item, "entryDate", item.Text("entryDate"), "no date");
  if (!end) return Note(item, "exitWithdrawDate", exit, "no date");
  if (!grade) return Note(item, "entryGradeLevelDescriptor", level, "no code for this descriptor");
  stay.span = {*begin, *end};
  if (!InYear(stay.span)) return;
  stay.grade = *grade;
  stay.primary = item.Flag("primarySchool").value_or(true);
  stay.calendar = item.Text("calendarReference/calendarCode");
  stays_.push_back(std::move(stay));
}

void EdFiReader::ReadPerson(const EdFiItem& item) {
  const std::string id = item.Text(kStudentId);
  if (id.empty()) return Note(item, kStudentId, "", "no student");
  Student& student = students_[id];
  student.described = true;
  student.hispanic = student.hispanic || item.Flag("hispanicLatinoEthnicity").value_or(false);
  for (const nlohmann::json* const race : item.List("races")) {
    const std::string descriptor = EdFiItem::TextIn(*race, "raceDescriptor");
    const auto code = codes_.Find(EdFiCodes::Table::kRaces, descriptor);
    int number = 0;
    if (!code) {
      Note(item, "raceDescriptor", descriptor, "no code for this descriptor");
    } else if (absl::SimpleAtoi(*code, &number)) {
      student.races.push_back(number);
    }
  }
  for (const nlohmann::json* const one : item.List("studentCharacteristics")) {
    const auto code = codes_.Find(EdFiCodes::Table::kPrograms,
                                  EdFiItem::TextIn(*one, "studentCharacteristicDescriptor"));
    int number = 0;
    // Characteristics of which no group is made have no code.
    if (!code || !absl::SimpleAtoi(*code, &number)) continue;
    const auto periods = one->find("periods");
    bool in_year = periods == one->end() || !periods->is_array() || periods->empty();
    if (!in_year) {
      for (const nlohmann::json& period : *periods) {
        const auto begin = DateIn(EdFiItem::TextIn(period, "beginDate"));
        const auto end = DateIn(EdFiItem::TextIn(period, "endDate"));
        in_year = in_year || InYear({begin.value_or(0), end.value_or(kOpen)});
      }
    }
    if (in_year) student.programs.insert(number);
  }
  for (const nlohmann::json* const code : item.List("studentIdentificationCodes")) {
    if (codes_.Find(EdFiCodes::Table::kIdentificationSystems,
                    EdFiItem::TextIn(*code, "studentIdentificationSystemDescriptor")) == "ssid") {
      const int64_t ssid = ToSsid(EdFiItem::TextIn(*code, "identificationCode"));
      if (ssid != 0) student.ssid = ssid;
    }
  }
}

void EdFiReader::ReadLanguage(const EdFiItem& item) {
  const auto begin = DateIn(item.Text("beginDate"));
  if (!begin) return Note(item, "beginDate", item.Text("beginDate"), "no date");
  const std::string end = item.Text("endDate");
  if (!item.Flag("englishLearnerParticipation").value_or(true)) return;
  languages_[item.Text(kStudentId)].push_back(
      {*begin, end.empty() ? kOpen : DateIn(end).value_or(kOpen)});
}

void EdFiReader::ReadSpecialEducation(const EdFiItem& item) {
  const std::string first = item.Text("iepBeginDate");
  const std::string last = item.Text("iepEndDate");
  const auto begin = DateIn(first.empty() ? item.Text("beginDate") : first);
  const auto end = DateIn(last.empty() ? item.Text("endDate") : last);
  if (!begin) return Note(item, "beginDate", item.Text("beginDate"), "no date");
  if (!item.Flag("ideaEligibility").value_or(true)) return;
  special_education_[item.Text(kStudentId)].push_back({*begin, end.value_or(kOpen)});
}

void EdFiReader::ReadHomeless(const EdFiItem& item) {
  const auto begin = DateIn(item.Text("beginDate"));
  if (!begin) return Note(item, "beginDate", item.Text("beginDate"), "no date");
  if (InYear({*begin, DateIn(item.Text("endDate")).value_or(kOpen)})) {
    students_[item.Text(kStudentId)].programs.insert(kHomelessProgram);
  }
}

void EdFiReader::ReadCalendarDate(const EdFiItem& item) {
  const std::string id = item.Text("calendarReference/schoolId");
  const std::string school = SchoolOf(id, lea_);
  const auto date = DateIn(item.Text("date"));
  if (school.empty()) {
    return Note(item, "calendarReference/schoolId", id, "no school of this LEA");
  }
  if (!date) return Note(item, "date", item.Text("date"), "no date");
  std::set<int64_t>& days = calendars_[school][item.Text("calendarReference/calendarCode")];
  for (const nlohmann::json* const event : item.List("calendarEvents")) {
    if (codes_.Find(EdFiCodes::Table::kSchoolDays,
                    EdFiItem::TextIn(*event, "calendarEventDescriptor"))) {
      days.insert(*date);
    }
  }
}

void EdFiReader::ReadAttendance(const EdFiItem& item) {
  const std::string school = SchoolOf(item.Text(kSchoolId), lea_);
  const auto date = DateIn(item.Text("eventDate"));
  const std::string category = item.Text("attendanceEventCategoryDescriptor");
  const auto kind = codes_.Find(EdFiCodes::Table::kAbsences, category);
  if (school.empty()) {
    return Note(item, kSchoolId, item.Text(kSchoolId), "no school of this LEA");
  }
  if (!date) return Note(item, "eventDate", item.Text("eventDate"), "no date");
  if (!kind) {
    return Note(item, "attendanceEventCategoryDescriptor", category, "no code for this descriptor");
  }
  last_event_ = std::max(last_event_, *date);
  if (*kind != "excused" && *kind != "unexcused") return;
  Days& day = absences_[{item.Text(kStudentId), school}][*date];
  int64_t& absent = *kind == "excused" ? day.excused : day.unexcused;
  // Nobody is absent for more than a day on one day.
  absent += std::min(DurationOf(item.Text("eventDuration")), kDay - day.excused - day.unexcused);
}

void EdFiReader::ReadDiscipline(const EdFiItem& item) {
  const std::string id = item.Text("responsibilitySchoolReference/schoolId");
  const std::string school = SchoolOf(id, lea_);
  const auto date = DateIn(item.Text("disciplineDate"));
  if (school.empty()) {
    return Note(item, "responsibilitySchoolReference/schoolId", id, "no school of this LEA");
  }
  if (!date) return Note(item, "disciplineDate", item.Text("disciplineDate"), "no date");
  if (!InYear({*date, *date})) return;
  const std::string actual = item.Text("actualDisciplineActionLength");
  const std::string length = actual.empty() ? item.Text("disciplineActionLength") : actual;
  const size_t first = results_.size();
  for (const nlohmann::json* const one : item.List("disciplines")) {
    const std::string descriptor = EdFiItem::TextIn(*one, "disciplineDescriptor");
    const auto code = codes_.Find(EdFiCodes::Table::kResults, descriptor);
    int number = 0;
    if (!code || !absl::SimpleAtoi(*code, &number)) {
      Note(item, "disciplineDescriptor", descriptor, "no code for this descriptor");
      continue;
    }
    results_.push_back({.student = item.Text(kStudentId),
                        .school = school,
                        .incident = item.Text("disciplineActionIdentifier"),
                        .code = number,
                        .days = "0"});
  }
  if (results_.size() == first || length.empty()) return;
  // An action of several kinds is as long as it says once: suspensions have the least codes.
  std::min_element(results_.begin() + static_cast<std::ptrdiff_t>(first), results_.end(),
                   [](const Result& a, const Result& b) { return a.code < b.code; })
      ->days = length;
}

}  // namespace sos::suite
