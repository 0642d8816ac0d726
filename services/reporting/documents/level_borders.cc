// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/level_borders.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "common/decimal/decimal.h"

namespace sos::reporting {
namespace {

using indicator::v1::Band;
using indicator::v1::ScoreTable;

constexpr int kBestLevel = 5;
using Bands = google::protobuf::RepeatedPtrField<Band>;

int LevelIn(const Bands& bands, Tenths value) {
  for (const Band& band : bands) {
    const auto minimum = ParseTenths(band.minimum().value());
    const auto maximum = ParseTenths(band.maximum().value());
    if ((!band.has_minimum() || (minimum && *minimum <= value)) &&
        (!band.has_maximum() || (maximum && value <= *maximum))) {
      return band.level();
    }
  }
  return 0;
}

// The value of the level after that of `value` which lies nearest. Absent at the best level.
std::optional<v1::LevelBorder> BorderIn(const Bands& bands, Tenths value) {
  const int level = LevelIn(bands, value);
  if (level == 0 || level == kBestLevel) return std::nullopt;
  for (const Band& band : bands) {
    if (band.level() != level + 1) continue;
    const auto minimum = ParseTenths(band.minimum().value());
    const auto maximum = ParseTenths(band.maximum().value());
    const auto threshold = minimum && value < *minimum ? minimum : maximum;
    if (!threshold) return std::nullopt;
    v1::LevelBorder border;
    border.set_level(level + 1);
    border.mutable_threshold()->set_value(ToString(*threshold));
    border.mutable_distance()->set_value(ToString(Tenths{threshold->count - value.count}));
    return border;
  }
  return std::nullopt;
}

// Change level 1 counts as 2 and 5 as 4 where the small-population method applies.
bool AgreesWith(const ScoreTable& table, const v1::Cell& cell, int raw_change_level) {
  const int small = std::clamp(raw_change_level, 2, kBestLevel - 1);
  if (cell.change_level() != raw_change_level && cell.change_level() != small) return false;
  if (cell.color() <= education::v1::COLOR_NONE) return true;
  for (const auto& row : table.grid()) {
    if (row.status_level() != cell.status_level() || row.colors_size() < kBestLevel) continue;
    return row.colors(raw_change_level - 1) == cell.color() ||
           row.colors(small - 1) == cell.color();
  }
  return false;
}

// Whether the nearest move to the next status level begins that level in the table, too.
bool AgreesWithMove(const ScoreTable& table, const ResultFacts& facts, Tenths status,
                    const indicator::v1::ResultCrossings& crossings) {
  const int next = facts.cell.status_level() + 1;
  for (const indicator::v1::Crossing& crossing : crossings.crossings()) {
    if (crossing.status_level() != next) continue;
    const int64_t students = crossing.student_count();
    const auto level_after = [&](int64_t short_of) {
      if (students == 0) {
        const int64_t step = crossing.tenths() > 0 ? 1 : -1;
        return LevelIn(table.status_bands(),
                       Tenths{status.count + crossing.tenths() - short_of * step});
      }
      const int64_t step = students > 0 ? 1 : -1;
      const Fraction rate = {.numerator = facts.numerator + students - short_of * step,
                             .denominator = facts.cell.student_count()};
      return LevelIn(table.status_bands(), RoundedPercent(rate));
    };
    if (students != 0 && (facts.numerator < 0 || facts.cell.student_count() <= 0)) return true;
    return level_after(0) == next && level_after(1) == facts.cell.status_level();
  }
  return true;
}

// Whether the row uses the table, as far as it can be told from what is known.
enum class Use { kNever, kPerhaps, kSurely };
Use UseOf(const ScoreTable& table, education::v1::EntityType type, const std::string& school_type) {
  const auto& selector = table.selector();
  const auto& types = selector.school_types();
  if (!types.empty() && std::find(types.begin(), types.end(), school_type) == types.end()) {
    return Use::kNever;
  }
  const bool county_office = type == education::v1::ENTITY_TYPE_COUNTY_OFFICE;
  if (selector.high_school_cuts() || (selector.alternative_or_county_office() && !county_office)) {
    return Use::kPerhaps;
  }
  return Use::kSurely;
}

std::vector<const ScoreTable*> TablesOf(const indicator::v1::IndicatorRules& rules,
                                        const ResultFacts& facts, Tenths status,
                                        education::v1::EntityType type,
                                        const std::string& school_type,
                                        const indicator::v1::ResultCrossings* crossings) {
  const v1::Cell& cell = facts.cell;
  const auto change = ParseTenths(cell.change().value());
  std::vector<const ScoreTable*> tables;
  for (const ScoreTable& table : rules.tables()) {
    const Use use = UseOf(table, type, school_type);
    if (use == Use::kNever) continue;
    bool agrees = LevelIn(table.status_bands(), status) == cell.status_level();
    if (agrees && change && cell.change_level() > 0) {
      agrees = AgreesWith(table, cell, LevelIn(table.change_bands(), *change));
    }
    if (agrees && crossings != nullptr) agrees = AgreesWithMove(table, facts, status, *crossings);
    if (agrees) tables.push_back(&table);
    if (use == Use::kSurely) break;
  }
  return tables;
}

template <typename BandsOf>
std::optional<v1::LevelBorder> CommonBorder(const std::vector<const ScoreTable*>& tables,
                                            Tenths value, BandsOf bands_of) {
  std::optional<v1::LevelBorder> common;
  for (const ScoreTable* const table : tables) {
    const auto border = BorderIn(bands_of(*table), value);
    if (!border) return std::nullopt;
    if (common && border->SerializeAsString() != common->SerializeAsString()) return std::nullopt;
    common = border;
  }
  return common;
}

}  // namespace

BetterBorders FindBetterBorders(const indicator::v1::IndicatorRules& rules,
                                const ResultFacts& facts, education::v1::EntityType entity_type,
                                const std::string& school_type,
                                const indicator::v1::ResultCrossings* crossings) {
  const auto status = ParseTenths(facts.cell.status().value());
  if (!status || facts.cell.status_level() == 0) return {};
  const auto tables = TablesOf(rules, facts, *status, entity_type, school_type, crossings);
  BetterBorders borders = {.status = CommonBorder(tables, *status, [](const ScoreTable& table) {
                             return table.status_bands();
                           })};
  const auto change = ParseTenths(facts.cell.change().value());
  if (change && !facts.change_withheld) {
    borders.change =
        CommonBorder(tables, *change, [](const ScoreTable& table) { return table.change_bands(); });
  }
  return borders;
}

}  // namespace sos::reporting
