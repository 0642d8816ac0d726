// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/layout.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sos::ingestion {
namespace {

constexpr absl::string_view kCds = "cds|cdscode|cds code|cds_code";

std::vector<Layout> MakeLayouts() {
  return {
      // --- indicator downloads ---------------------------------------------------------------
      {.id = "dashboard-2023",  // From 2023 on every row names its indicator.
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "currdenom", "currstatus", "indicator"}},
      {.id = "suspension",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "type", "currnumer", "currdenom"},
       .collections = {Collection::kSuspension}},
      {.id = "elpi-celdt",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "currtesters", "currnumer", "currdenom"},
       .collections = {Collection::kEnglishLearnerProgress}},
      {.id = "elpi",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "currprogressed", "currnumer", "currdenom"},
       .collections = {Collection::kEnglishLearnerProgress}},
      {.id = "elpac-levels",
       .kind = RecordKind::kRecord,
       .all_of = {kCds, "rtype", "pl_1", "pl_4", "pltotct"},
       .collections = {Collection::kElpacLevels}},
      {.id = "college-career",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "studentgroup", "curr_prep", "currdenom"},
       .collections = {Collection::kCollegeCareer}},
      {.id = "graduation",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "studentgroup", "currnumer", "currdenom"},
       .any_of = {"cal_method", "fiveyrnumer"},
       .collections = {Collection::kGraduation}},
      {.id = "chronic-absenteeism",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "studentgroup", "currnumer", "currdenom"},
       .any_of = {"certifyflag", "dataerrorflag"},
       .collections = {Collection::kChronicAbsenteeism}},
      {.id = "graduation-2018",  // The one published header with counts and no mark of its own.
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "studentgroup", "currnumer", "currdenom", "currstatus"},
       .collections = {Collection::kGraduation, Collection::kChronicAbsenteeism},
       .name_hints = {"grad", "chron"},
       .first_collection_by_default = true},
      {.id = "academic-grade-11",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "studentgroup", "currdenom", "currstatus", "caa_denom"},
       .none_of = {"currnumer", "statuslevel"},
       .collections = {Collection::kEnglishLanguageArtsGrade11, Collection::kMathematicsGrade11},
       .name_hints = {"ela", "math"}},
      {.id = "academic",
       .kind = RecordKind::kMeasure,
       .all_of = {kCds, "rtype", "studentgroup", "currdenom", "currstatus", "statuslevel"},
       .none_of = {"currnumer"},
       .collections = {Collection::kEnglishLanguageArts, Collection::kMathematics},
       .name_hints = {"ela", "math"}},
      // --- lists ------------------------------------------------------------------------------
      {.id = "local-indicators-text",  // 2017 and 2018: all priorities in one file.
       .kind = RecordKind::kLocalRating,
       .all_of = {kCds, "localindicator", "performance"}},
      {.id = "local-indicators",  // 2019 on: a workbook a priority.
       .kind = RecordKind::kLocalRating,
       .all_of = {kCds, "prioritynumber", "countyperformance"}},
      {.id = "lcff-assistance",
       .kind = RecordKind::kAssistance,
       .all_of = {kCds, "swdpriorities|swd_priorities", "whpriorities|wh_priorities"},
       .collections = {Collection::kLcffAssistance}},
      {.id =
           "charter-assistance",  // The names of its columns are known from one reader's code only.
       .kind = RecordKind::kAssistance,
       .all_of = {kCds,
                  "swdcurrent|swdprioritiescurrent|swd_current|swd_priorities_current|"
                  "swdcurrentpriorities|swd_current_priorities|swdprioritycurrent|"
                  "swdcurrentpriority|swd_priority_current|swd_current_priority"},
       .collections = {Collection::kCharterAssistance}},
      {.id = "required-goals",
       .kind = RecordKind::kRequiredGoal,
       .all_of = {kCds,
                  "targeted student group(s)|targeted student groups|"
                  "targeted student group|targetedstudentgroups"},
       .collections = {Collection::kRequiredGoals}},
      {.id = "lowest-performance-lea-groups",
       .kind = RecordKind::kLowestPerformance,
       .all_of = {kCds, "rtype", "studentgroup", "ela", "math", "chronic", "elpi", "grad", "susp"},
       .collections = {Collection::kLowestPerformanceLeaGroups}},
      {.id = "lowest-performance-school-groups",
       .kind = RecordKind::kLowestPerformance,
       .all_of = {kCds, "rtype", "studentgroup", "ela", "math", "chronic", "grad", "susp"},
       .collections = {Collection::kLowestPerformanceSchoolGroups}},
      {.id = "lowest-performance-schools",
       .kind = RecordKind::kLowestPerformance,
       .all_of = {kCds, "rtype", "ela", "math", "chronic", "elpi", "grad", "susp"},
       .none_of = {"studentgroup"},
       .collections = {Collection::kLowestPerformanceSchools}},
      {.id = "published-school-colors",
       .kind = RecordKind::kColor,
       .all_of = {kCds, "studentgroup", "ela", "math", "chronic", "grad", "susp", "cci",
                  "grad_average"},
       .none_of = {"rtype"},
       .collections = {Collection::kPublishedSchoolColors}},
      {.id = "published-colors",
       .kind = RecordKind::kColor,
       .all_of = {kCds, "studentgroup", "ela", "math", "chronic", "grad", "susp", "cci"},
       .none_of = {"rtype"},
       .collections = {Collection::kPublishedColors},
       .several_years = true},
      {.id = "essa-assistance",
       .kind = RecordKind::kSchoolSupport,
       .all_of = {kCds, "schoolname|school", "countyname|county"},
       .any_of = {"titlei{school year}"},
       .collections = {Collection::kEssaAssistance}},
      {.id = "census-enrollment",
       .kind = RecordKind::kRecord,
       .all_of = {kCds, "studentgroup", "totalenrollment", "subgrouptotal"},
       .collections = {Collection::kCensusEnrollment}},
      {.id = "equity-multiplier",
       .kind = RecordKind::kEquityMultiplier,
       .all_of = {"county code", "district code", "school code", "school name", "charter number"},
       .collections = {Collection::kEquityMultiplier}},
      {.id = "late-certification",
       .kind = RecordKind::kEntity,
       .all_of = {kCds, "latecertification"},
       .collections = {Collection::kLateCertification}},
      // --- directories ------------------------------------------------------------------------
      {.id = "directory-caaspp",
       .kind = RecordKind::kEntity,
       .all_of = {"county code", "district code", "school code", "type id", "district name"},
       .collections = {Collection::kEntityDirectory}},
      {.id = "directory",
       .kind = RecordKind::kEntity,
       .all_of = {kCds, "county", "district", "school", "statustype"},
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
  std::string normalized(name);
  absl::AsciiStrToLower(&normalized);
  absl::RemoveExtraAsciiWhitespace(&normalized);
  std::replace_if(normalized.begin(), normalized.end(), absl::ascii_isspace, ' ');
  return normalized;
}

std::optional<int> SchoolYearOfColumn(absl::string_view column, absl::string_view prefix) {
  constexpr int kCentury = 100;
  constexpr size_t kDigits = 4;
  int years = 0;
  if (!absl::ConsumePrefix(&column, prefix) || column.size() != kDigits ||
      !std::all_of(column.begin(), column.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(column, &years) || (years / kCentury + 1) % kCentury != years % kCentury) {
    return std::nullopt;
  }
  return 2000 + years % kCentury;
}

Header::Header(absl::Span<const absl::string_view> cells) {
  for (const absl::string_view cell : cells) {
    names_.emplace_back(cell);
    normalized_.push_back(NormalizedColumn(cell));
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

std::optional<std::pair<int, int>> Header::Repeated() const {
  absl::flat_hash_map<absl::string_view, int> first_by_name;
  for (int i = 0; i < size(); ++i) {
    if (normalized_[i].empty()) continue;
    const auto [found, added] = first_by_name.try_emplace(normalized_[i], i);
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

std::optional<Collection> CollectionByName(const Layout& layout, absl::string_view display_name) {
  if (layout.collections.size() == 1) return layout.collections.front();
  const std::string name = absl::AsciiStrToLower(display_name);
  for (size_t i = 0; i < layout.name_hints.size(); ++i) {
    if (absl::StrContains(name, layout.name_hints[i])) return layout.collections[i];
  }
  if (layout.first_collection_by_default) return layout.collections.front();
  return std::nullopt;
}

}  // namespace sos::ingestion
