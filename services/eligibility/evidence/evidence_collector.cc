// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/evidence_collector.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/evidence/program_inputs.h"

namespace sos::eligibility {
namespace {

// Why a result that was made from records is undetermined, as rulebooks name it.
constexpr char kLowerBound[] = "LOWER_BOUND";

constexpr LocalCollection kLocalCollections[] = {{ingestion::v1::COLLECTION_LOCAL_PRIORITY_1, 1},
                                                 {ingestion::v1::COLLECTION_LOCAL_PRIORITY_2, 2},
                                                 {ingestion::v1::COLLECTION_LOCAL_PRIORITY_3, 3},
                                                 {ingestion::v1::COLLECTION_LOCAL_PRIORITY_6, 6},
                                                 {ingestion::v1::COLLECTION_LOCAL_PRIORITY_7, 7},
                                                 {ingestion::v1::COLLECTION_LOCAL_PRIORITY_9, 9},
                                                 {ingestion::v1::COLLECTION_LOCAL_PRIORITY_10, 10}};

EntityKind KindOf(const education::v1::Entity& entity) {
  switch (entity.type()) {
    case education::v1::ENTITY_TYPE_COUNTY_OFFICE:
      return EntityKind::kCountyOffice;
    case education::v1::ENTITY_TYPE_CHARTER_SCHOOL:
      return EntityKind::kCharterSchool;
    case education::v1::ENTITY_TYPE_SCHOOL:
      return EntityKind::kSchool;
    default:
      return EntityKind::kDistrict;
  }
}

// Elementary and middle schools, elementary and unified districts. County offices count as unified,
// and some of them have older students only.
bool HasYoungerGrades(absl::string_view school_type) {
  return school_type == "ES" || school_type == "MS" || school_type == "ED" || school_type == "UD";
}

// Results that do not say what may be seen of them are withheld.
Disclosure DisclosureOf(const indicator::v1::ResultBlock& block, int i) {
  const auto disclosure =
      i < block.disclosures_size() ? block.disclosures(i) : education::v1::DISCLOSURE_WITHHELD;
  return FromProto(disclosure).value_or(Disclosure::kWithheld);
}

// The performance on an indicator of a partition that was checked (CheckPartition).
Performance& In(GroupEvidence& evidence, education::v1::Indicator indicator) {
  return evidence[static_cast<size_t>(*FromProto(indicator))];
}

Outcome FromAnswer(ingestion::v1::Answer answer) {
  if (answer == ingestion::v1::ANSWER_UNSPECIFIED) return Outcome::kInsufficientData;
  return FromBool(answer == ingestion::v1::ANSWER_YES);
}

void SetLetters(const google::protobuf::RepeatedPtrField<ingestion::v1::GroupLetter>& letters,
                PublishedYear& published) {
  for (const auto& letter : letters) {
    published.letters[*FromProto(letter.student_group())] = letter.letter()[0];
  }
}

int ColumnOf(const ingestion::v1::RecordBlock& block, absl::string_view name) {
  for (int i = 0; i < block.columns_size(); ++i) {
    if (absl::EqualsIgnoreCase(block.columns(i), name)) return i;
  }
  return -1;
}

}  // namespace

absl::Span<const LocalCollection> LocalCollections() { return kLocalCollections; }

bool EvidenceCollector::IsWanted(const education::v1::Entity& entity, const CdsCode& cds) const {
  if (!query_.counties.empty() && std::find(query_.counties.begin(), query_.counties.end(),
                                            cds.county()) == query_.counties.end()) {
    return false;
  }
  return InputsOf(query_.program).means(cds, entity.type(), evidence_.histories.contains(cds));
}

EntityHistory* EvidenceCollector::HistoryOf(const education::v1::Entity& entity) {
  const std::optional<CdsCode> cds = ParseEntityName(entity.name());
  if (!cds || !IsWanted(entity, *cds)) return nullptr;
  if (!query_.entities.empty()) {
    const bool asked_for =
        std::find(query_.entities.begin(), query_.entities.end(), *cds) != query_.entities.end();
    // The schools of an LEA belong to its plan.
    const bool under = TraitsOf(query_.program).reads_schools &&
                       std::find(query_.entities.begin(), query_.entities.end(), cds->Lea()) !=
                           query_.entities.end();
    if (!asked_for && !under) return nullptr;
  }
  const auto [it, added] = evidence_.histories.try_emplace(*cds);
  EntityHistory& history = it->second;
  if (added) {
    history.cds = *cds;
    history.kind = KindOf(entity);
    evidence_.entities.emplace(*cds, entity);
  } else if (entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL &&
             history.kind == EntityKind::kSchool) {
    // A list without a column for charter schools came first.
    history.kind = EntityKind::kCharterSchool;
    evidence_.entities[*cds].set_type(education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
  }
  if (!added && !entity.county_name().empty()) {
    // The file that came first may have had no column for the county.
    education::v1::Entity& known = evidence_.entities[*cds];
    if (known.county_name().empty()) known.set_county_name(entity.county_name());
  }
  return &history;
}

EntityYear* EvidenceCollector::Touch(const education::v1::Entity& entity, int year) {
  EntityHistory* history = HistoryOf(entity);
  if (history == nullptr) return nullptr;
  if (year == query_.dashboard_year) evidence_.entities_of_year.insert(history->cds);
  return &history->years[year];
}

void EvidenceCollector::AddResults(const indicator::v1::ResultBlock& block) {
  const std::optional<Indicator> indicator = FromProto(block.indicator());
  if (!indicator) return;
  const int dashboard_year = block.dashboard_year();
  int last_index = -1;
  EntityYear* year = nullptr;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    // Rows of an entity follow one another.
    if (block.entity_indexes(i) != last_index) {
      last_index = block.entity_indexes(i);
      year = Touch(block.entities(last_index), dashboard_year);
    }
    if (year == nullptr) continue;
    if (last_index < block.school_types_size() &&
        block.entities(last_index).type() != education::v1::ENTITY_TYPE_COUNTY_OFFICE &&
        HasYoungerGrades(block.school_types(last_index))) {
      year->has_younger_grades = true;
    }
    const std::optional<StudentGroup> group = FromProto(block.student_groups(i));
    if (!group) continue;
    const auto undetermined = block.undetermined_reasons().find(i);
    const bool open = undetermined != block.undetermined_reasons().end();
    // No decision rests on what is at least so high: it tells no more than no row.
    if (open && undetermined->second == kLowerBound) continue;
    Performance& performance = year->groups[*group][static_cast<size_t>(*indicator)];
    performance = {.origin = Origin::kResult,
                   .disclosure = DisclosureOf(block, i),
                   .status_tenths = block.status_tenths(i),
                   .change_tenths = block.change_tenths(i),
                   .student_count = static_cast<int32_t>(block.current_denominators(i))};
    if (open) {
      performance.undetermined = true;
    } else {
      performance.colors = Bit(block.colors(i) - 1);
      performance.status_levels = Bit(block.current_size_met(i) ? block.status_levels(i) : 0);
    }
    if (group != StudentGroup::kAll) continue;
    if (block.indicator() == education::v1::INDICATOR_SUSPENSION && year->enrollment < 0) {
      year->enrollment = block.current_denominators(i);
    }
    if (block.indicator() != education::v1::INDICATOR_GRADUATION) continue;
    EntityHistory& history = *HistoryOf(block.entities(last_index));
    const auto set_cohort = [&](int cohort, int64_t numerator, int64_t denominator, bool newest) {
      if (numerator < 0 || denominator < 0) return;
      if (newest) {
        history.cohorts[cohort] = {numerator, denominator};
      } else {
        history.cohorts.try_emplace(cohort, Fraction{numerator, denominator});
      }
    };
    set_cohort(dashboard_year, block.current_numerators(i), block.current_denominators(i), true);
    set_cohort(dashboard_year - 1, block.prior_numerators(i), block.prior_denominators(i), false);
  }
}

void EvidenceCollector::AddCharterSchools(const ingestion::v1::Partition& partition) {
  const auto note = [&](const education::v1::Entity& entity) {
    if (entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL) HistoryOf(entity);
  };
  for (const auto& rating : partition.local_ratings().ratings()) note(rating.entity());
  for (const auto& record : partition.assistance().records()) note(record.entity());
  for (const auto& entry : partition.lowest_performance().entries()) note(entry.entity());
}

void EvidenceCollector::AddPartition(const ingestion::v1::Partition& partition) {
  const int year = partition.dashboard_year();
  for (const auto& rating : partition.local_ratings().ratings()) {
    // That somebody was rated does not make them an LEA of the year: state special schools are,
    // too.
    if (EntityHistory* history = HistoryOf(rating.entity()); history != nullptr) {
      history->years[year].local_ratings[rating.priority()] =
          FromProto(rating.performance()).value_or(LocalRating::kNotApplicable);
    }
  }
  const bool charters = partition.collection() == ingestion::v1::COLLECTION_CHARTER_ASSISTANCE;
  for (const auto& record : partition.assistance().records()) {
    AddAssistance(record, year, charters);
  }
  for (const auto& entry : partition.lowest_performance().entries()) AddReds(entry, year);
  if (partition.has_colors()) AddColors(partition.colors(), year);
  for (const auto& record : partition.school_support().records()) AddSupport(record, year);
  for (const auto& record : partition.equity_multiplier().records()) AddMultiplier(record, year);
  if (partition.collection() == ingestion::v1::COLLECTION_CENSUS_ENROLLMENT) {
    AddEnrollment(partition.records(), year);
  }
  if (partition.collection() == ingestion::v1::COLLECTION_LATE_CERTIFICATION) {
    for (const auto& entity : partition.entities().entities()) {
      if (EntityHistory* history = HistoryOf(entity); history != nullptr) {
        history->years[year].late_certification = Outcome::kMet;
      }
    }
  }
}

void EvidenceCollector::AddAssistance(const ingestion::v1::AssistanceRecord& record, int year,
                                      bool charters) {
  EntityYear* entity_year = Touch(record.entity(), year);
  if (entity_year == nullptr) return;
  PublishedYear published;
  SetLetters(record.group_letters(), published);
  for (const auto& method : record.methods()) published.methods[method.method()] = method.met();
  EntityHistory& history = *HistoryOf(record.entity());
  for (const auto& status : record.statuses()) {
    if (status.dashboard_year() == year) {
      published.status = status.status();
    } else {
      history.years[status.dashboard_year()].status_printed_later = status.status();
    }
  }
  entity_year->published = std::move(published);
  if (!charters || !record.prior_letters_listed()) return;
  // The letters of the year before stand in the same file; the years' own file goes before.
  for (const int before : query_.years) {
    const bool follows =
        before < year && std::none_of(query_.years.begin(), query_.years.end(), [&](int between) {
          return between > before && between < year;
        });
    if (!follows) continue;
    EntityYear& prior = history.years[before];
    if (prior.published) continue;
    prior.published.emplace();
    SetLetters(record.prior_group_letters(), *prior.published);
  }
}

void EvidenceCollector::AddReds(const ingestion::v1::LowestPerformance& entry, int year) {
  EntityYear* entity_year = Touch(entry.entity(), year);
  if (entity_year == nullptr) return;
  GroupEvidence& evidence = entity_year->groups[*FromProto(entry.student_group())];
  for (const int indicator : entry.indicators()) {
    Performance& performance = In(evidence, static_cast<education::v1::Indicator>(indicator));
    if (performance.origin == Origin::kResult) continue;
    performance = {.origin = Origin::kRedList, .colors = kRedColor, .status_levels = Bit(1)};
  }
}

void EvidenceCollector::AddColors(const ingestion::v1::ColorBlock& block, int year) {
  const int width = block.indicators_size();
  for (int row = 0; row < block.entity_indexes_size(); ++row) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(row));
    EntityYear* entity_year = Touch(entity, year);
    if (entity_year == nullptr) continue;
    GroupEvidence& evidence = entity_year->groups[*FromProto(block.student_groups(row))];
    for (int i = 0; i < width; ++i) {
      Performance& performance = In(evidence, block.indicators(i));
      if (performance.origin == Origin::kResult) continue;
      performance = {.origin = Origin::kPublishedColor,
                     .colors = Bit(block.colors(row * width + i) - 1)};
    }
    if (row < block.title_i_size() && block.title_i(row) != ingestion::v1::ANSWER_UNSPECIFIED) {
      HistoryOf(entity)->title_i[block.title_i_school_year()] =
          block.title_i(row) == ingestion::v1::ANSWER_YES;
    }
    if (row < block.graduation_average_millionths_size() &&
        block.graduation_average_millionths(row) >= 0) {
      entity_year->graduation_average_millionths = block.graduation_average_millionths(row);
    }
  }
}

void EvidenceCollector::AddSupport(const ingestion::v1::SchoolSupportRecord& record, int year) {
  EntityHistory* history = HistoryOf(record.entity());
  if (history == nullptr) return;
  for (const auto& title_i : record.title_i()) {
    history->title_i[title_i.school_year()] = title_i.answer() == ingestion::v1::ANSWER_YES;
  }
  for (const auto& status : record.statuses()) {
    EntityYear& status_year = status.dashboard_year() == year
                                  ? *Touch(record.entity(), year)
                                  : history->years[status.dashboard_year()];
    // What a year's own file says goes before what later ones repeat.
    if (status_year.support && status.dashboard_year() != year) continue;
    PublishedSupport support{.status = status.status()};
    if (status.dashboard_year() == year) {
      support.groups_listed = !record.listed_groups().empty();
      for (const int group : record.flagged_groups()) {
        support.flagged.insert(*FromProto(static_cast<education::v1::StudentGroup>(group)));
      }
      for (const auto& earlier : record.statuses()) {
        if (earlier.dashboard_year() < year) {
          support.earlier_statuses[earlier.dashboard_year()] = earlier.status();
        }
      }
    }
    status_year.support = std::move(support);
  }
  if (record.enrollment() >= 0) Touch(record.entity(), year)->enrollment = record.enrollment();
}

void EvidenceCollector::AddMultiplier(const ingestion::v1::EquityMultiplierRecord& record,
                                      int year) {
  EntityYear* entity_year = Touch(record.entity(), year);
  if (entity_year == nullptr) return;
  entity_year->multiplier =
      MultiplierCounts{.nonstable = record.nonstable_count(),
                       .enrollment = record.enrollment(),
                       .disadvantaged = record.disadvantaged_count(),
                       .classroom_based = FromAnswer(record.classroom_based()),
                       .adjustment_dollars = record.adjustment_dollars()};
  if (record.statewide_rate() > 0) {
    entity_year->multiplier->statewide_rate = record.statewide_rate();
  }
  entity_year->enrollment = record.enrollment();
}

void EvidenceCollector::AddEnrollment(const ingestion::v1::RecordBlock& block, int year) {
  const int column = ColumnOf(block, "totalenrollment");
  if (column < 0) return;
  for (const auto& record : block.records()) {
    const std::optional<CdsCode> cds = CdsCode::Parse(record.cds());
    const auto found = cds ? evidence_.histories.find(*cds) : evidence_.histories.end();
    int64_t total = 0;
    if (found == evidence_.histories.end() || !absl::SimpleAtoi(record.cells(column), &total)) {
      continue;
    }
    found->second.years[year].enrollment = total;
  }
}

}  // namespace sos::eligibility
