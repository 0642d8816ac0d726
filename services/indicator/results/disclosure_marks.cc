// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/disclosure_marks.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Partition;
using ingestion::v1::PartitionFilter;

// The state's rows are compared with those of schools, too, up to this many cells of one indicator
// and year; a whole state has some ten times as many.
constexpr size_t kMaxCellsWithSchools = 20'000;

CdsCode LeaOf(const Partition& partition) {
  return CdsCode::Parse(partition.lea_cds()).value_or(CdsCode());
}

// A cell as one number.
int64_t CellNumber(int64_t entity, StudentGroup group) {
  constexpr int64_t kMaxGroups = 32;
  return entity * kMaxGroups + static_cast<int64_t>(group);
}

std::vector<int64_t> EntityNumbers(const Partition& partition) {
  std::vector<int64_t> numbers;
  for (const auto& measured : partition.measures().entities()) {
    const auto cds = ParseEntityName(measured.entity().name());
    numbers.push_back(cds ? cds->Number() : -1);
  }
  return numbers;
}

Standing StandingOf(education::v1::EntityType type) {
  switch (type) {
    case education::v1::ENTITY_TYPE_STATE:
      return Standing::kState;
    case education::v1::ENTITY_TYPE_COUNTY:
      return Standing::kCounty;
    case education::v1::ENTITY_TYPE_SCHOOL:
      return Standing::kSchool;
    case education::v1::ENTITY_TYPE_CHARTER_SCHOOL:
      return Standing::kCharterSchool;
    default:
      return Standing::kLea;
  }
}

// The entities of a partition; schools are below its LEA, if that has a row.
std::vector<DisclosedEntity> EntitiesOf(const Partition& partition) {
  std::vector<DisclosedEntity> entities;
  int lea = -1;
  for (const auto& measured : partition.measures().entities()) {
    entities.push_back({.standing = StandingOf(measured.entity().type())});
    if (entities.back().standing == Standing::kLea) lea = static_cast<int>(entities.size()) - 1;
  }
  for (DisclosedEntity& entity : entities) {
    if (entity.standing == Standing::kSchool || entity.standing == Standing::kCharterSchool) {
      entity.above = lea;
    }
  }
  return entities;
}

std::vector<DisclosedCell> CellsOf(const Partition& partition) {
  const auto& measures = partition.measures();
  std::vector<DisclosedCell> cells;
  cells.reserve(static_cast<size_t>(measures.entity_indexes_size()));
  for (int row = 0; row < measures.entity_indexes_size(); ++row) {
    cells.push_back({.entity = measures.entity_indexes(row),
                     .group = *FromProto(measures.student_groups(row)),
                     .students = measures.current_denominators(row)});
  }
  return cells;
}

// What is withheld of the year before by the counts that this year's rows repeat of it: entry `i`
// is about row `i`. Rows that repeat none are left out.
std::vector<bool> WithheldByPriors(const Partition& partition,
                                   const std::vector<DisclosedEntity>& entities) {
  const auto& priors = partition.measures().prior_denominators();
  std::vector<DisclosedCell> cells = CellsOf(partition);
  std::vector<DisclosedCell> known;
  std::vector<size_t> rows;
  for (size_t i = 0; i < cells.size(); ++i) {
    cells[i].students = priors[static_cast<int>(i)];
    if (cells[i].students < 0) continue;
    known.push_back(cells[i]);
    rows.push_back(i);
  }
  const std::vector<bool> withheld = WithheldCells(entities, known);
  std::vector<bool> by_row(cells.size());
  for (size_t i = 0; i < rows.size(); ++i) by_row[rows[i]] = withheld[i];
  return by_row;
}

}  // namespace

PartitionFilter WithWhatMarksRestOn(PartitionFilter partitions) {
  const std::set<int> years(partitions.dashboard_years().begin(),
                            partitions.dashboard_years().end());
  for (const int year : years) {
    if (!years.contains(year - 1)) partitions.add_dashboard_years(year - 1);
  }
  // A filter of LEAs cannot ask for those below a county: its whole county is read.
  std::set<std::string> counties;
  bool of_state = false;
  bool of_county = false;
  for (const std::string& lea : partitions.lea_cds()) {
    const CdsCode cds = CdsCode::Parse(lea).value_or(CdsCode());
    of_state = of_state || cds.IsState();
    of_county = of_county || cds.IsCounty();
    counties.insert(std::string(cds.county()));
  }
  if (of_state || of_county) partitions.clear_lea_cds();
  if (of_state) partitions.clear_counties();
  if (of_county && !of_state) {
    partitions.clear_counties();
    for (const std::string& county : counties) partitions.add_counties(county);
  }
  return partitions;
}

bool IsAboveLeas(const Partition& partition) {
  const CdsCode cds = LeaOf(partition);
  return cds.IsState() || cds.IsCounty();
}

std::shared_ptr<DisclosureMarks::Place> DisclosureMarks::Announce(const Partition& partition) {
  auto place = std::make_shared<Place>();
  const int year = partition.dashboard_year();
  absl::MutexLock lock(&mutex_);
  const auto before =
      places_.find({partition.lea_cds(), static_cast<int>(partition.collection()), year - 1});
  if (before != places_.end()) place->year_before = before->second;
  places_[{partition.lea_cds(), static_cast<int>(partition.collection()), year}] = place;
  return place;
}

void DisclosureMarks::Keep(const Partition& partition, Family family) {
  absl::MutexLock lock(&mutex_);
  families_[{static_cast<int>(partition.collection()), partition.dashboard_year()}].push_back(
      std::move(family));
}

DisclosureMarks::Family DisclosureMarks::WithAllBelow(const Partition& partition, Family above) {
  absl::MutexLock lock(&mutex_);
  const auto found =
      families_.find({static_cast<int>(partition.collection()), partition.dashboard_year()});
  if (found == families_.end()) return above;
  const bool of_state = above.code.IsState();
  size_t count = 0;
  for (const Family& family : found->second) count += family.cells.size();
  const bool with_schools = !of_state || count <= kMaxCellsWithSchools;
  above.withheld.assign(above.cells.size(), false);
  // Counties first, so that their LEAs find them.
  std::map<std::string, int> counties;
  for (const bool is_county : {true, false}) {
    for (const Family& family : found->second) {
      if (family.code.IsCounty() != is_county || (is_county && !of_state)) continue;
      if (!of_state && family.code.county() != above.code.county()) continue;
      const int first = static_cast<int>(above.entities.size());
      const auto county = counties.find(std::string(family.code.county()));
      const int next_above = county == counties.end() ? 0 : county->second;
      if (is_county) counties[std::string(family.code.county())] = first;
      for (DisclosedEntity entity : family.entities) {
        entity.above = entity.above < 0 ? next_above : entity.above + first;
        entity.decided = true;
        above.entities.push_back(entity);
      }
      for (size_t i = 0; i < family.cells.size(); ++i) {
        DisclosedCell cell = family.cells[i];
        if (!with_schools && family.entities[cell.entity].standing == Standing::kSchool) continue;
        cell.entity += first;
        above.cells.push_back(cell);
        above.withheld.push_back(family.withheld[i]);
      }
    }
  }
  return above;
}

std::vector<education::v1::Disclosure> DisclosureMarks::Mark(const Partition& partition,
                                                             Place& place) {
  Family family{
      .code = LeaOf(partition), .entities = EntitiesOf(partition), .cells = CellsOf(partition)};
  const std::vector<DisclosedCell> cells = family.cells;
  // Where the year before is not known, or comes later.
  std::vector<bool> withheld_by_priors(cells.size());
  if (place.year_before == nullptr) {
    withheld_by_priors = WithheldByPriors(partition, family.entities);
  }
  std::vector<bool> withheld;
  if (IsAboveLeas(partition) && !keeps_families_) {
    withheld.assign(cells.size(), true);
  } else if (IsAboveLeas(partition)) {
    const Family all = WithAllBelow(partition, family);
    withheld = WithheldCells(all.entities, all.cells, all.withheld);
    withheld.resize(cells.size());
  } else {
    withheld = WithheldCells(family.entities, family.cells);
  }
  if (keeps_families_) {
    family.withheld = withheld;
    Keep(partition, std::move(family));
  }
  const std::vector<int64_t> entities = EntityNumbers(partition);
  for (size_t i = 0; i < cells.size(); ++i) {
    if (withheld[i]) place.withheld.insert(CellNumber(entities[cells[i].entity], cells[i].group));
  }
  place.marked.set_value();
  if (place.year_before != nullptr) place.year_before->is_marked.wait();
  std::vector<education::v1::Disclosure> marks;
  marks.reserve(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool withheld_before =
        withheld_by_priors[i] ||
        (place.year_before != nullptr && place.year_before->withheld.contains(CellNumber(
                                             entities[cells[i].entity], cells[i].group)));
    marks.push_back(withheld[i]       ? education::v1::DISCLOSURE_WITHHELD
                    : withheld_before ? education::v1::DISCLOSURE_CHANGE_WITHHELD
                                      : education::v1::DISCLOSURE_SHOWN);
  }
  return marks;
}

}  // namespace sos::indicator
