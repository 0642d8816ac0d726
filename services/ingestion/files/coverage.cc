// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/coverage.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/writer.h"

namespace sos::ingestion {
namespace {

// What the rows of one collection and year show.
struct Survey {
  // By county: record types and student groups.
  std::map<std::string, std::pair<std::set<int>, std::set<int>>> counties;
  std::set<std::string> leas;
  std::set<int> groups;
  std::set<int> indicators;
  // The colors that are printed; rows without one.
  std::set<int> colors;
  int64_t uncolored_row_count = 0;
  // Entities with rows of groups, and those of them with a row of all students.
  absl::flat_hash_set<std::string> entities;
  absl::flat_hash_set<std::string> entities_with_all;
  bool state_row = false;
  int64_t row_count = 0;
  // Measures: rows of few students and of more, and rows of a fall and of none.
  int64_t small_row_count = 0;
  int64_t large_row_count = 0;
  int64_t falling_row_count = 0;
  int64_t other_change_count = 0;
};

// A whole file of so many rows has small groups beside large ones, and some that fall beside some
// that do not.
constexpr int64_t kMixedRows = 20;
// Fewer students than this are a small group.
constexpr int64_t kSmallGroupStudents = 30;

// Of so few colors, and no row without one, no whole file has ever been: most groups are too small
// for a color.
constexpr size_t kFewColors = 3;

bool IsMeasureOfGroups(v1::Collection collection) {
  return collection <= v1::COLLECTION_MATHEMATICS_GRADE_11 &&
         collection != v1::COLLECTION_ENGLISH_LEARNER_PROGRESS;
}

// Lists with a row a group; others are of all students, or of no group.
bool IsListOfGroups(v1::Collection collection) {
  return collection == v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS ||
         collection == v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS ||
         collection == v1::COLLECTION_PUBLISHED_COLORS;
}

// Files that say of every school whether it is a charter school.
bool TellsCharters(v1::Collection collection) { return collection <= v1::COLLECTION_ELPAC_LEVELS; }

// Lists in which a school is an LEA: only charter schools are.
bool IsListOfLeas(v1::Collection collection) {
  return collection == v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS ||
         collection == v1::COLLECTION_CHARTER_ASSISTANCE ||
         (collection >= v1::COLLECTION_LOCAL_PRIORITY_1 &&
          collection <= v1::COLLECTION_LOCAL_PRIORITY_10);
}

// The charter schools of a partition, by code.
absl::flat_hash_set<std::string> ChartersOf(const v1::Partition& partition) {
  absl::flat_hash_set<std::string> charters;
  for (const v1::MeasuredEntity& measured : partition.measures().entities()) {
    if (measured.charter()) charters.insert(std::string(EntityId(measured.entity().name())));
  }
  return charters;
}

void AddRow(v1::Collection collection, const std::string& cds, bool charter, int group,
            Survey& survey) {
  const std::optional<CdsCode> code = CdsCode::Parse(cds);
  if (!code) return;
  ++survey.row_count;
  if (code->IsState() || code->IsCounty()) {
    survey.state_row = survey.state_row || code->IsState();
    return;
  }
  auto& [types, groups] = survey.counties[std::string(code->county())];
  types.insert(RecordTypeOf(collection, *code, charter));
  survey.leas.insert(code->Lea().ToString());
  if (group == education::v1::STUDENT_GROUP_UNSPECIFIED) return;
  groups.insert(group);
  survey.groups.insert(group);
  survey.entities.insert(cds);
  if (group == education::v1::STUDENT_GROUP_ALL) survey.entities_with_all.insert(cds);
}

void AddColors(const v1::Partition& partition, Survey& survey) {
  const v1::MeasureBlock& block = partition.measures();
  if (!block.color_published()) return;
  for (const int color : block.published_colors()) {
    if (color == 0) {
      ++survey.uncolored_row_count;
    } else {
      survey.colors.insert(color);
    }
  }
}

void AddNumbers(const v1::MeasureBlock& block, Survey& survey) {
  for (const int64_t students : block.current_denominators()) {
    ++(students < kSmallGroupStudents ? survey.small_row_count : survey.large_row_count);
  }
  for (const int32_t change : block.change_tenths()) {
    if (change == std::numeric_limits<int32_t>::min()) continue;
    ++(change < 0 ? survey.falling_row_count : survey.other_change_count);
  }
}

// Whether rows of one kind only are left of many.
bool IsOneKind(int64_t a, int64_t b) { return a + b >= kMixedRows && (a == 0 || b == 0); }

void AddPartition(const v1::Partition& partition, Survey& survey) {
  const absl::flat_hash_set<std::string> charters = ChartersOf(partition);
  for (const RowKey& key : RowKeys(partition)) {
    const auto group = kStudentGroups.FromCode(key.group);
    AddRow(partition.collection(), key.cds, charters.contains(key.cds),
           group ? ToProto(*group) : education::v1::STUDENT_GROUP_UNSPECIFIED, survey);
  }
  AddColors(partition, survey);
  AddNumbers(partition.measures(), survey);
  for (const auto& entry : partition.lowest_performance().entries()) {
    survey.indicators.insert(entry.indicators().begin(), entry.indicators().end());
  }
  survey.indicators.insert(partition.colors().indicators().begin(),
                           partition.colors().indicators().end());
}

// What the rows are a filter of, as far as it shows.
v1::FileCoverage::Filter FilterOf(v1::Collection collection, const Survey& survey) {
  const bool of_groups = IsMeasureOfGroups(collection);
  if (of_groups || IsListOfGroups(collection)) {
    const size_t beside_all =
        survey.groups.size() - survey.groups.count(education::v1::STUDENT_GROUP_ALL);
    if (beside_all < 2) return v1::FileCoverage::FILTER_ONE_GROUP;
  }
  if (!survey.colors.empty() && survey.colors.size() < kFewColors &&
      survey.uncolored_row_count == 0) {
    return v1::FileCoverage::FILTER_COLORS;
  }
  if (of_groups && (survey.entities_with_all.size() * 2 < survey.entities.size() ||
                    IsOneKind(survey.small_row_count, survey.large_row_count) ||
                    IsOneKind(survey.falling_row_count, survey.other_change_count))) {
    return v1::FileCoverage::FILTER_SELECTED_ROWS;
  }
  return v1::FileCoverage::FILTER_UNSPECIFIED;
}

v1::FileCoverage Tell(const std::pair<int, int>& key, const Survey& survey,
                      v1::CoverageClaim claim) {
  v1::FileCoverage coverage;
  coverage.set_collection(static_cast<v1::Collection>(key.first));
  coverage.set_dashboard_year(key.second);
  coverage.set_state_row(survey.state_row);
  coverage.set_row_count(survey.row_count);
  coverage.set_filter(FilterOf(coverage.collection(), survey));
  if (claim == v1::COVERAGE_CLAIM_PARTIAL) coverage.set_filter(v1::FileCoverage::FILTER_CLAIMED);
  if (claim == v1::COVERAGE_CLAIM_COMPLETE) {
    coverage.set_filter(v1::FileCoverage::FILTER_UNSPECIFIED);
    coverage.set_statewide(true);
  } else if (coverage.filter() == v1::FileCoverage::FILTER_UNSPECIFIED) {
    coverage.set_statewide(survey.counties.size() >= kStatewideCounties);
    if (survey.leas.size() == 1) coverage.set_filter(v1::FileCoverage::FILTER_ONE_LEA);
  }
  if (survey.leas.size() == 1) coverage.add_lea_cds(*survey.leas.begin());
  for (const int indicator : survey.indicators) {
    coverage.add_indicators(static_cast<education::v1::Indicator>(indicator));
  }
  // Counties with the same kinds of rows are told together.
  std::map<std::pair<std::set<int>, std::set<int>>, std::vector<std::string>> areas;
  for (const auto& [county, kinds] : survey.counties) areas[kinds].push_back(county);
  for (const auto& [kinds, counties] : areas) {
    v1::FileCoverage::Area& area = *coverage.add_areas();
    area.mutable_county_codes()->Add(counties.begin(), counties.end());
    for (const int type : kinds.first) area.add_record_types(static_cast<v1::RecordType>(type));
    for (const int group : kinds.second) {
      area.add_student_groups(static_cast<education::v1::StudentGroup>(group));
    }
  }
  return coverage;
}

bool IsCoverable(v1::Collection collection) {
  const std::optional<Collection> known = FromProto(collection);
  return known && WriterOf(*known) == Writer::kState;
}

}  // namespace

v1::RecordType RecordTypeOf(v1::Collection collection, const CdsCode& cds, bool charter) {
  if (cds.IsState() || cds.IsCounty()) return v1::RECORD_TYPE_STATE;
  if (!cds.IsSchool()) return v1::RECORD_TYPE_LEA;
  const bool as_charter = IsListOfLeas(collection) || (charter && TellsCharters(collection));
  return as_charter ? v1::RECORD_TYPE_CHARTER_SCHOOL : v1::RECORD_TYPE_SCHOOL;
}

std::vector<v1::FileCoverage> CoverageOf(const std::map<PartitionKey, v1::Partition>& partitions,
                                         absl::Span<const RowPlace> refused,
                                         v1::CoverageClaim claim) {
  std::map<std::pair<int, int>, Survey> surveys;
  for (const auto& [key, partition] : partitions) {
    if (!IsCoverable(partition.collection())) continue;
    AddPartition(partition, surveys[{partition.collection(), partition.dashboard_year()}]);
  }
  for (const RowPlace& place : refused) {
    if (!place.collection || !place.cds) continue;
    const auto found = surveys.find({ToProto(*place.collection), place.dashboard_year});
    if (found == surveys.end()) continue;
    const auto group =
        place.group ? ToProto(*place.group) : education::v1::STUDENT_GROUP_UNSPECIFIED;
    // Which of the schools are charter schools is for the other rows to say.
    Survey& survey = found->second;
    if (group != education::v1::STUDENT_GROUP_UNSPECIFIED) {
      survey.groups.insert(group);
      survey.counties[std::string(place.cds->county())].second.insert(group);
      survey.entities.insert(place.cds->ToString());
      if (place.group == StudentGroup::kAll) {
        survey.entities_with_all.insert(place.cds->ToString());
      }
    }
    survey.leas.insert(place.cds->Lea().ToString());
  }
  std::vector<v1::FileCoverage> coverages;
  coverages.reserve(surveys.size());
  for (const auto& [key, survey] : surveys) coverages.push_back(Tell(key, survey, claim));
  return coverages;
}

CoveredRows::CoveredRows(const v1::FileCoverage& coverage, const v1::Partition& partition)
    : coverage_(coverage), charters_(ChartersOf(partition)) {}

bool CoveredRows::Covers(const RowKey& key) const {
  if (coverage_.statewide()) return true;
  const bool selected = coverage_.filter() != v1::FileCoverage::FILTER_UNSPECIFIED &&
                        coverage_.filter() != v1::FileCoverage::FILTER_ONE_LEA;
  const std::optional<CdsCode> cds = CdsCode::Parse(key.cds);
  if (selected || !cds) return false;
  const v1::RecordType type =
      RecordTypeOf(coverage_.collection(), *cds, charters_.contains(key.cds));
  const auto group = kStudentGroups.FromCode(key.group);
  const auto holds = [&](const v1::FileCoverage::Area& area) {
    return std::count(area.county_codes().begin(), area.county_codes().end(), cds->county()) > 0 &&
           std::count(area.record_types().begin(), area.record_types().end(), type) > 0 &&
           (!group || std::count(area.student_groups().begin(), area.student_groups().end(),
                                 ToProto(*group)) > 0);
  };
  return std::any_of(coverage_.areas().begin(), coverage_.areas().end(), holds);
}

std::vector<v1::RefusedRow> RefusedRows(absl::Span<const RowPlace> refused,
                                        absl::Span<const v1::FileCoverage> coverages) {
  // One entry a place, with its first line. Where there are too many, an entity and then the file
  // stands for its rows.
  using Place = std::tuple<int, int, std::string, int>;
  std::map<Place, int64_t> lines;
  const auto collect = [&](bool with_group, bool with_entity) {
    lines.clear();
    for (const RowPlace& place : refused) {
      const int group = with_group && place.group ? ToProto(*place.group)
                                                  : education::v1::STUDENT_GROUP_UNSPECIFIED;
      const std::string cds = with_entity && place.cds ? place.cds->ToString() : "";
      // A row that does not say what it is of may be any of the file.
      for (const v1::FileCoverage& coverage : coverages) {
        if (place.collection && ToProto(*place.collection) != coverage.collection()) continue;
        if (place.dashboard_year != 0 && place.dashboard_year != coverage.dashboard_year()) {
          continue;
        }
        const auto [found, added] = lines.try_emplace(
            Place(coverage.collection(), coverage.dashboard_year(), cds, group), place.line);
        if (!added) found->second = std::min(found->second, place.line);
      }
    }
  };
  collect(true, true);
  if (lines.size() > kMaxRefusedRows) collect(false, true);
  if (lines.size() > kMaxRefusedRows) collect(false, false);
  std::vector<v1::RefusedRow> rows;
  rows.reserve(lines.size());
  for (const auto& [place, line] : lines) {
    v1::RefusedRow& row = rows.emplace_back();
    row.set_collection(static_cast<v1::Collection>(std::get<0>(place)));
    row.set_dashboard_year(std::get<1>(place));
    row.set_cds(std::get<2>(place));
    row.set_student_group(static_cast<education::v1::StudentGroup>(std::get<3>(place)));
    row.set_line(line);
  }
  return rows;
}

}  // namespace sos::ingestion
