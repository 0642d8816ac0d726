// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/layout.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/ingestion/domain/columns.h"

namespace sos::ingestion {
namespace {

std::vector<Layout> MakeLayouts() {
  using namespace columns;  // NOLINT(google-build-using-namespace): the table reads best so.
  return {
      // --- indicator downloads ---------------------------------------------------------------
      // From 2023 on every row names its indicator; so do the rows of tables that county offices
      // join from all files.
      {.id = "dashboard-2023",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kCurrentDenominator, kCurrentStatus, kIndicator}},
      {.id = "suspension",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kSchoolType, kCurrentNumerator, kCurrentDenominator},
       .collections = {Collection::kSuspension}},
      {.id = "elpi-celdt",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kCurrentTesters, kCurrentNumerator, kCurrentDenominator},
       .collections = {Collection::kEnglishLearnerProgress}},
      {.id = "elpi",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kProgressed, kCurrentNumerator, kCurrentDenominator},
       .collections = {Collection::kEnglishLearnerProgress}},
      {.id = "elpac-levels",
       .kind = RecordKind::kRecord,
       .all_of = {kCds, kRecordType, "pl1", "pl4", kLevelTotal},
       .collections = {Collection::kElpacLevels}},
      {.id = "college-career",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kStudentGroup, kCurrentPrepared, kCurrentDenominator},
       .collections = {Collection::kCollegeCareer}},
      {.id = "graduation",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kStudentGroup, kCurrentNumerator, kCurrentDenominator},
       .any_of = {kCalculation, kFiveYearNumerator},
       .collections = {Collection::kGraduation}},
      {.id = "chronic-absenteeism",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kStudentGroup, kCurrentNumerator, kCurrentDenominator},
       .any_of = {kCertifyFlag, kDataErrorFlag},
       .collections = {Collection::kChronicAbsenteeism}},
      // Graduation of 2018 has counts and no mark of its own; so has what is left of other files
      // when columns are taken out.
      {.id = "counts-2018",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kStudentGroup, kCurrentNumerator, kCurrentDenominator,
                  kCurrentStatus},
       .collections = {Collection::kGraduation, Collection::kChronicAbsenteeism,
                       Collection::kSuspension},
       .name_hints = {"grad|graduation|gradrate", "chron|chronic|chro|absenteeism",
                      "susp|suspension|suspensions"}},
      {.id = "academic-grade-11",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kStudentGroup, kCurrentDenominator, kCurrentStatus,
                  kAlternateDenominator},
       .none_of = {kCurrentNumerator, kStatusLevel},
       .collections = {Collection::kEnglishLanguageArtsGrade11, Collection::kMathematicsGrade11},
       .name_hints = {"ela", "math|maths|mathematics"}},
      {.id = "academic",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, kRecordType, kStudentGroup, kCurrentDenominator, kCurrentStatus,
                  kStatusLevel},
       .none_of = {kCurrentNumerator},
       .collections = {Collection::kEnglishLanguageArts, Collection::kMathematics},
       .name_hints = {"ela", "math|maths|mathematics"}},
      // --- lists ------------------------------------------------------------------------------
      // All priorities in one file of 2017 and 2018, and a file a priority from 2018 on.
      {.id = "local-indicators",
       .kind = RecordKind::kLocalRating,
       .all_of = {kCds, kPriority, kRating}},
      {.id = "lcff-assistance",
       .kind = RecordKind::kAssistance,
       .all_of = {kCds, kDisabledLetters, kWhiteLetters},
       .collections = {Collection::kLcffAssistance}},
      {.id = "charter-assistance",
       .kind = RecordKind::kAssistance,
       .all_of = {kCds, kCharterLetters},
       .collections = {Collection::kCharterAssistance}},
      {.id = "required-goals",
       .kind = RecordKind::kRequiredGoal,
       .all_of = {kCds, kTargetedGroups},
       .collections = {Collection::kRequiredGoals}},
      // LEAs by group, schools by group, or schools, whichever indicators the list has.
      {.id = "lowest-performance-groups",
       .kind = RecordKind::kLowestPerformance,
       .all_of = {kCds, kRecordType, kStudentGroup, "ela", "math", "chronic", "grad", "susp"},
       .collections = {Collection::kLowestPerformanceLeaGroups,
                       Collection::kLowestPerformanceSchoolGroups,
                       Collection::kLowestPerformanceSchools},
       .name_hints = {"lowperfleasnonall", "lowperfschnonall", "lowperfsch"},
       .told_by_rows = true},
      {.id = "lowest-performance-schools",
       .kind = RecordKind::kLowestPerformance,
       .all_of = {kCds, kRecordType, "ela", "math", "chronic", kElpiColumn, "grad", "susp"},
       .none_of = {kStudentGroup},
       .collections = {Collection::kLowestPerformanceSchools}},
      {.id = "published-school-colors",
       .kind = RecordKind::kColor,
       .all_of = {kCds, kStudentGroup, "ela", "math", "chronic", "grad", "susp", "cci",
                  kGraduationAverage},
       .none_of = {kRecordType},
       .collections = {Collection::kPublishedSchoolColors}},
      {.id = "published-colors",
       .kind = RecordKind::kColor,
       .all_of = {kCds, kStudentGroup, "ela", "math", "chronic", "grad", "susp", "cci"},
       .none_of = {kRecordType},
       .collections = {Collection::kPublishedColors},
       .several_years = true},
      {.id = "essa-assistance",
       .kind = RecordKind::kSchoolSupport,
       .all_of = {kCds, kSchoolName, kCountyName},
       .any_of = {kTitleI},
       .collections = {Collection::kEssaAssistance}},
      {.id = "census-enrollment",
       .kind = RecordKind::kRecord,
       .all_of = {kCds, kStudentGroup, kTotalEnrollment, kGroupTotal},
       .collections = {Collection::kCensusEnrollment}},
      {.id = "equity-multiplier",
       .kind = RecordKind::kEquityMultiplier,
       .all_of = {kCountyCode, kDistrictCode, kSchoolCode, kSchoolName, kCharterNumber},
       .collections = {Collection::kEquityMultiplier}},
      {.id = "late-certification",
       .kind = RecordKind::kEntity,
       .all_of = {kCds, kLateCertification},
       .collections = {Collection::kLateCertification}},
      {.id = "estimate-publication",
       .kind = RecordKind::kRecord,
       .all_of = {kCds, kPublishEstimates},
       .collections = {Collection::kEstimatePublication}},
      // --- directories ------------------------------------------------------------------------
      {.id = "directory-caaspp",
       .kind = RecordKind::kEntity,
       .all_of = {kCountyCode, kDistrictCode, kSchoolCode, kEntityType, kDistrictName},
       .collections = {Collection::kEntityDirectory}},
      {.id = "directory",
       .kind = RecordKind::kEntity,
       .all_of = {kCds, kCountyName, kDistrictName, kSchoolName, kStatusType},
       .collections = {Collection::kEntityDirectory}},
  };
}

bool Fits(const Layout& layout, const Header& header) {
  const auto present = [&](absl::string_view names) { return header.Find(names) >= 0; };
  return std::all_of(layout.all_of.begin(), layout.all_of.end(), present) &&
         std::none_of(layout.none_of.begin(), layout.none_of.end(), present) &&
         (layout.any_of.empty() ||
          std::any_of(layout.any_of.begin(), layout.any_of.end(), present));
}

}  // namespace

absl::Span<const Layout> Layouts() {
  static const auto* const kLayouts = new std::vector<Layout>(MakeLayouts());
  return *kLayouts;
}

std::string NormalizedColumn(absl::string_view name) {
  std::string normalized;
  for (const unsigned char c : name) {
    if (absl::ascii_isalnum(c)) normalized += static_cast<char>(absl::ascii_tolower(c));
    if (c == '%') normalized += "pct";
  }
  return normalized;
}

std::optional<int> SchoolYearOfColumn(absl::string_view column, absl::string_view prefix) {
  constexpr int kCentury = 100;
  constexpr int kFirstCentury = 20;
  constexpr size_t kShort = 4;  // `1718`
  constexpr size_t kLong = 6;   // `201718`
  int years = 0;
  if (!absl::ConsumePrefix(&column, prefix) ||
      (column.size() != kShort && column.size() != kLong) ||
      !std::all_of(column.begin(), column.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(column, &years)) {
    return std::nullopt;
  }
  const int first = years / kCentury;  // `17`, or `2017`.
  if (column.size() == kLong && first / kCentury != kFirstCentury) return std::nullopt;
  if ((first + 1) % kCentury != years % kCentury) return std::nullopt;
  return kFirstCentury * kCentury + years % kCentury;
}

std::optional<int> TitleIYearOfColumn(absl::string_view column) {
  const std::optional<int> year = SchoolYearOfColumn(column, "titlei");
  return year ? year : SchoolYearOfColumn(column, "titleistatus");
}

Header::Header(absl::Span<const absl::string_view> cells) {
  for (const absl::string_view cell : cells) {
    names_.emplace_back(cell);
    normalized_.push_back(NormalizedColumn(cell));
  }
  twins_.assign(normalized_.size(), -1);
  absl::flat_hash_map<absl::string_view, int> last_by_name;
  for (int i = 0; i < size(); ++i) {
    if (normalized_[i].empty()) continue;
    const auto [last, added] = last_by_name.try_emplace(normalized_[i], i);
    if (added) continue;
    twins_[last->second] = i;
    last->second = i;
  }
}

int Header::Find(absl::string_view names) const {
  for (const absl::string_view name : absl::StrSplit(names, '|')) {
    absl::string_view prefix = name;
    const bool any_year = absl::ConsumeSuffix(&prefix, "{school year}");
    const auto found =
        std::find_if(normalized_.begin(), normalized_.end(), [&](const std::string& column) {
          return any_year ? SchoolYearOfColumn(column, prefix).has_value() : column == name;
        });
    if (found != normalized_.end()) return static_cast<int>(found - normalized_.begin());
  }
  return -1;
}

std::optional<std::pair<int, int>> Header::Repeated(bool spelled_alike) const {
  absl::flat_hash_map<absl::string_view, int> first_by_name;
  for (int i = 0; i < size(); ++i) {
    if (normalized_[i].empty()) continue;
    const std::string& name = spelled_alike ? names_[i] : normalized_[i];
    const auto [found, added] = first_by_name.try_emplace(name, i);
    if (!added) return std::make_pair(found->second, i);
  }
  return std::nullopt;
}

const Layout* Recognize(const Header& header) {
  for (const Layout& layout : Layouts()) {
    if (Fits(layout, header)) return &layout;
  }
  return nullptr;
}

}  // namespace sos::ingestion
