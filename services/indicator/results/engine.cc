// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/engine.h"

#include <algorithm>
#include <deque>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/strip.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/errors.h"
#include "services/indicator/results/disclosure_marks.h"
#include "services/indicator/results/marked_partitions.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Partition;
using ingestion::v1::StreamPartitionsResponse;

// Batches that may be computed or wait to be passed on at once; bounds memory.
constexpr size_t kBatchesInFlightPerWorker = 4;

absl::StatusOr<CdsCode> ParseEntity(absl::string_view field, const std::string& name) {
  absl::string_view id = name;
  const bool prefixed = absl::ConsumePrefix(&id, kEntityPrefix);
  const std::optional<CdsCode> cds = CdsCode::Parse(id);
  if (!prefixed || !cds) {
    return errors::FieldInvalid(field, name, "entities/ and a code of 14 digits");
  }
  return *cds;
}

// Whether the marks are made from the measures that are read.
bool NeedsMarks(const Computation& computation) {
  return computation.with_disclosures && computation.stored_marks == nullptr;
}

// Computes the results of partitions on threads and passes them on in their order.
class Pipeline {
 public:
  using Visit = absl::FunctionRef<absl::Status(std::vector<v1::ResultBlock>)>;

  Pipeline(const Computation& computation, const EarlierMarks& earlier_marks, Visit visit)
      : computation_(computation),
        earlier_marks_(earlier_marks),
        visit_(visit),
        marks_(computation.selection.WantsAboveLeas()) {}

  absl::Status Add(StreamPartitionsResponse message) {
    std::vector<Work> batch;
    for (Partition& partition : *message.mutable_partitions()) {
      Work work;
      if (NeedsMarks(computation_)) work.place = marks_.Announce(partition);
      work.partition = std::move(partition);
      const bool later = work.place != nullptr && IsAboveLeas(work.partition);
      (later ? above_leas_ : batch).push_back(std::move(work));
    }
    in_flight_.push_back(std::async(std::launch::async,
                                    [this, batch = std::move(batch)] { return Compute(batch); }));
    const size_t limit = std::max(1, computation_.worker_count) * kBatchesInFlightPerWorker;
    return in_flight_.size() >= limit ? PassOnOldest() : absl::OkStatus();
  }

  absl::Status Finish() {
    while (!in_flight_.empty()) SOS_RETURN_IF_ERROR(PassOnOldest());
    // What is withheld of counties depends on their LEAs, and of the state on both.
    std::stable_partition(above_leas_.begin(), above_leas_.end(), [](const Work& work) {
      return work.partition.lea_cds() != CdsCode().text();
    });
    return PassOn(Compute(above_leas_));
  }

 private:
  using Batch = std::vector<v1::ResultBlock>;

  struct Work {
    Partition partition;
    std::shared_ptr<DisclosureMarks::Place> place;
  };

  Batch Compute(const std::vector<Work>& all) {
    Batch batch;
    for (const auto& [partition, place] : all) {
      std::vector<education::v1::Disclosure> disclosures;
      if (place != nullptr) {
        disclosures = marks_.Mark(partition, *place);
        if (!computation_.selection.Wants(partition)) continue;
        earlier_marks_.Restrict(partition, disclosures);
      } else if (computation_.with_disclosures) {
        disclosures = computation_.stored_marks->Of(partition);
      }
      v1::ResultBlock block =
          ComputeBlock(partition, computation_.rulebooks, computation_.selection,
                       computation_.revision, disclosures, computation_.sees_counts);
      if (!block.entity_indexes().empty()) batch.push_back(std::move(block));
    }
    return batch;
  }

  absl::Status PassOnOldest() {
    Batch batch = in_flight_.front().get();
    in_flight_.pop_front();
    return PassOn(std::move(batch));
  }

  absl::Status PassOn(Batch batch) {
    return batch.empty() ? absl::OkStatus() : visit_(std::move(batch));
  }

  const Computation& computation_;
  const EarlierMarks& earlier_marks_;
  const Visit visit_;
  DisclosureMarks marks_;
  // Partitions of counties and the state, whose marks wait for those of all LEAs.
  std::vector<Work> above_leas_;
  // Last: what runs is waited for before anything it uses goes.
  std::deque<std::future<Batch>> in_flight_;
};

}  // namespace

absl::StatusOr<ResultSelection> ResultSelection::Create(const v1::ResultFilter& filter) {
  ResultSelection selection;
  std::set<std::string> leas;
  for (const std::string& name : filter.entities()) {
    SOS_ASSIGN_OR_RETURN(const CdsCode cds, ParseEntity("filter.entities", name));
    selection.entities_.insert(name);
    leas.insert(cds.Lea().ToString());
  }
  for (const std::string& name : filter.leas()) {
    SOS_ASSIGN_OR_RETURN(const CdsCode cds, ParseEntity("filter.leas", name));
    leas.insert(cds.Lea().ToString());
  }
  for (const std::string& lea : leas) selection.partitions_.add_lea_cds(lea);
  for (const std::string& county : filter.counties()) {
    if (!IsCountyCode(county)) {
      return errors::FieldInvalid("filter.counties", county, "two digits");
    }
    selection.partitions_.add_counties(county);
  }
  *selection.partitions_.mutable_dashboard_years() = filter.dashboard_years();
  for (const int indicator : filter.indicators()) {
    const auto asked = FromProto(static_cast<education::v1::Indicator>(indicator));
    if (!asked) {
      return errors::FieldInvalid("filter.indicators", std::to_string(indicator),
                                  "values of Indicator");
    }
    selection.partitions_.add_collections(MeasuresOf(*asked));
  }
  if (filter.indicators().empty()) {
    for (const auto& entry : kIndicators) {
      selection.partitions_.add_collections(MeasuresOf(entry.value));
    }
  }
  for (const int group : filter.student_groups()) {
    if (!education::v1::StudentGroup_IsValid(group) || group == 0) {
      return errors::FieldInvalid("filter.student_groups", std::to_string(group),
                                  "values of StudentGroup");
    }
    selection.groups_.insert(group);
  }
  for (const int type : filter.entity_types()) {
    if (!education::v1::EntityType_IsValid(type) || type == 0) {
      return errors::FieldInvalid("filter.entity_types", std::to_string(type),
                                  "values of EntityType");
    }
    selection.types_.insert(type);
  }
  for (const int color : filter.colors()) {
    if (!education::v1::Color_IsValid(color) || color == 0) {
      return errors::FieldInvalid("filter.colors", std::to_string(color), "values of Color");
    }
    selection.colors_.insert(color);
  }
  selection.lea_rows_only_ = filter.lea_rows_only();
  if (filter.since_revision() < 0) {
    return errors::FieldInvalid("filter.since_revision", std::to_string(filter.since_revision()),
                                "a revision, or 0 for all");
  }
  selection.since_revision_ = filter.since_revision();
  return selection;
}

bool ResultSelection::Wants(const education::v1::Entity& entity) const {
  if (lea_rows_only_ && entity.type() != education::v1::ENTITY_TYPE_DISTRICT &&
      entity.type() != education::v1::ENTITY_TYPE_COUNTY_OFFICE) {
    return false;
  }
  if (!types_.empty() && !types_.contains(entity.type())) return false;
  return entities_.empty() || entities_.contains(entity.name());
}

bool ResultSelection::WantsAboveLeas() const {
  return absl::c_any_of(partitions_.lea_cds(), [](const std::string& lea) {
    const CdsCode cds = CdsCode::Parse(lea).value_or(CdsCode());
    return cds.IsState() || cds.IsCounty();
  });
}

bool ResultSelection::Wants(const ingestion::v1::Partition& partition) const {
  const auto allows = [](const auto& wanted, const auto& value) {
    return wanted.empty() || absl::c_linear_search(wanted, value);
  };
  return allows(partitions_.dashboard_years(), partition.dashboard_year()) &&
         allows(partitions_.lea_cds(), partition.lea_cds()) &&
         allows(partitions_.counties(), partition.lea_cds().substr(0, 2));
}

int64_t WrittenRevision(const ingestion::v1::Partition& partition) {
  return partition.from_student_records() ? 0 : partition.revision();
}

void SetLeaCoverage(const ingestion::v1::Partition& partition, v1::ResultBlock& block) {
  // Only the state and counties are made from LEAs, and each has a partition of its own.
  if (partition.measures().entities().empty()) return;
  const ingestion::v1::MeasuredEntity& entity = partition.measures().entities(0);
  if (entity.counted_lea_count() == 0) return;
  block.mutable_lea_coverage()->set_lea_count(entity.counted_lea_count());
  block.mutable_lea_coverage()->set_known_lea_count(entity.known_lea_count());
}

v1::ResultBlock StartBlock(const ingestion::v1::Partition& partition,
                           const LoadedRulebook& rulebook, const IndicatorRules& rules,
                           const Revision& revision) {
  v1::ResultBlock block;
  block.set_dashboard_year(partition.dashboard_year());
  block.set_indicator(ToProto(rules.indicator));
  block.set_rulebook(rulebook.proto.name());
  block.set_publication(ToProto(rules.publication));
  SetRevision(revision, block);
  block.set_from_student_records(partition.from_student_records());
  block.set_written_revision(WrittenRevision(partition));
  SetLeaCoverage(partition, block);
  return block;
}

void AddResult(const Score& score, education::v1::StudentGroup group, int entity,
               const Measure& measure, int line, v1::ResultBlock& block) {
  const int index = block.entity_indexes_size();
  block.add_entity_indexes(entity);
  block.add_student_groups(group);
  block.add_current_numerators(measure.current_numerator);
  block.add_current_denominators(measure.current_denominator);
  block.add_prior_numerators(measure.prior_numerator);
  block.add_prior_denominators(measure.prior_denominator);
  block.add_status_tenths(score.status ? static_cast<int32_t>(score.status->count) : kNoTenths);
  block.add_change_tenths(score.change ? static_cast<int32_t>(score.change->count) : kNoTenths);
  block.add_status_levels(score.status_level);
  block.add_change_levels(score.change_level);
  block.add_colors(ToProto(score.color));
  block.add_boxes(score.box);
  block.add_current_size_met(score.current_size_met);
  block.add_lines(line);
  if (!score.undetermined_reason.empty()) {
    (*block.mutable_undetermined_reasons())[index] = std::string(score.undetermined_reason);
  }
  if (!score.exception_reason.empty()) {
    (*block.mutable_exception_reasons())[index] = std::string(score.exception_reason);
  }
}

void AddRange(const ingestion::v1::MeasureBlock& measures, int row, v1::ResultBlock& block) {
  if (measures.left_out_counts().empty()) return;
  block.add_left_out_counts(measures.left_out_counts(row));
  block.add_lowest_status_tenths(measures.lowest_status_tenths(row));
  block.add_highest_status_tenths(measures.highest_status_tenths(row));
  block.add_lowest_change_tenths(measures.lowest_change_tenths(row));
  block.add_highest_change_tenths(measures.highest_change_tenths(row));
  block.add_stand_in_status_tenths(measures.stand_in_status_tenths(row));
  block.add_held_status_tenths(measures.held_status_tenths(row));
  block.add_prior_left_out_counts(measures.prior_left_out_counts(row));
}

bool WantsColor(const ResultSelection& selection, const SeesCounts& sees_counts,
                const education::v1::Entity& entity, education::v1::Disclosure disclosure,
                education::v1::Color color) {
  if (!selection.WantsSomeColors()) return true;
  const bool seen = !sees_counts || sees_counts(entity) ||
                    disclosure == education::v1::DISCLOSURE_SHOWN ||
                    disclosure == education::v1::DISCLOSURE_CHANGE_WITHHELD;
  return seen && selection.Wants(color);
}

v1::ResultBlock ComputeBlock(const ingestion::v1::Partition& partition,
                             const RulebookLibrary& rulebooks, const ResultSelection& selection,
                             const Revision& revision,
                             absl::Span<const education::v1::Disclosure> disclosures,
                             const SeesCounts& sees_counts) {
  const LoadedRulebook* rulebook = rulebooks.Find(partition.dashboard_year());
  const IndicatorRules* rules = FindRules(rulebook, partition.collection());
  if (rules == nullptr || !selection.WantsWrittenBy(WrittenRevision(partition))) return {};
  v1::ResultBlock block = StartBlock(partition, *rulebook, *rules, revision);
  const ingestion::v1::MeasureBlock& measures = partition.measures();
  const bool has_types =
      std::any_of(measures.entities().begin(), measures.entities().end(),
                  [](const auto& measured) { return !measured.school_type().empty(); });
  // Where each wanted entity of the measures stands in the block; -1 for the others.
  std::vector<int> entities(measures.entities_size(), -1);
  for (int i = 0; i < measures.entities_size(); ++i) {
    if (!selection.Wants(measures.entities(i).entity())) continue;
    entities[i] = block.entities_size();
    *block.add_entities() = measures.entities(i).entity();
    if (has_types) block.add_school_types(measures.entities(i).school_type());
  }
  for (int row = 0; row < measures.entity_indexes_size(); ++row) {
    const int entity = entities[measures.entity_indexes(row)];
    if (entity < 0 || !selection.Wants(measures.student_groups(row))) continue;
    const Measure measure = ToMeasure(measures, row);
    const Score score = ScoreMeasure(measure, *rules);
    const auto disclosure =
        disclosures.empty() ? education::v1::DISCLOSURE_UNSPECIFIED : disclosures[row];
    if (!WantsColor(selection, sees_counts, block.entities(entity), disclosure,
                    ToProto(score.color))) {
      continue;
    }
    AddResult(score, measures.student_groups(row), entity, measure, measures.lines(row), block);
    AddRange(measures, row, block);
    if (!disclosures.empty()) block.add_disclosures(disclosure);
  }
  if (block.entity_indexes().empty()) block.Clear();
  return block;
}

absl::Status ComputeAll(MeasureSource& source, const Computation& computation,
                        const rpc::CallContext& context,
                        absl::FunctionRef<absl::Status(std::vector<v1::ResultBlock>)> visit) {
  EarlierMarks earlier_marks;
  if (NeedsMarks(computation)) {
    SOS_ASSIGN_OR_RETURN(earlier_marks, EarlierMarks::Read(source, computation.selection,
                                                           computation.public_before, context));
  }
  Pipeline pipeline(computation, earlier_marks, visit);
  SOS_RETURN_IF_ERROR(source.Visit(
      NeedsMarks(computation) ? WithWhatMarksRestOn(computation.selection.partitions())
                              : computation.selection.partitions(),
      computation.revision, context,
      [&](StreamPartitionsResponse message) { return pipeline.Add(std::move(message)); }));
  return pipeline.Finish();
}

absl::StatusOr<std::unique_ptr<ScoredRow>> ComputeOne(MeasureSource& source,
                                                      const RulebookLibrary& rulebooks,
                                                      const ResultId& key, const Revision& revision,
                                                      const rpc::CallContext& context) {
  const education::v1::Indicator indicator = ToProto(key.indicator);
  const education::v1::StudentGroup group = ToProto(key.group);
  const std::string entity = EntityName(key.cds);
  const std::string name = ResultName(entity, key.dashboard_year, key.indicator, key.group);
  ingestion::v1::PartitionFilter filter;
  filter.add_collections(MeasuresOf(key.indicator));
  filter.add_dashboard_years(key.dashboard_year);
  filter.add_lea_cds(key.cds.Lea().ToString());
  auto scored = std::make_unique<ScoredRow>();
  SOS_RETURN_IF_ERROR(source.Visit(filter, revision, context, [&](auto message) {
    for (auto& partition : *message.mutable_partitions()) scored->partition = std::move(partition);
    return absl::OkStatus();
  }));
  scored->rulebook = rulebooks.Find(key.dashboard_year);
  const IndicatorRules* rules =
      scored->rulebook == nullptr ? nullptr : scored->rulebook->rules.Find(key.indicator);
  if (rules == nullptr) return errors::ResultNotFound(name);
  const ingestion::v1::MeasureBlock& measures = scored->partition.measures();
  for (int row = 0; row < measures.entity_indexes_size(); ++row) {
    const education::v1::Entity& found = measures.entities(measures.entity_indexes(row)).entity();
    if (measures.student_groups(row) != group || found.name() != entity) continue;
    scored->measure = ToMeasure(measures, row);
    scored->score = ScoreMeasure(scored->measure, *rules);
    v1::ResultBlock block;
    block.set_dashboard_year(key.dashboard_year);
    block.set_indicator(indicator);
    block.set_rulebook(scored->rulebook->proto.name());
    SetRevision(revision, block);
    block.set_from_student_records(scored->partition.from_student_records());
    block.set_written_revision(WrittenRevision(scored->partition));
    SetLeaCoverage(scored->partition, block);
    *block.add_entities() = found;
    AddResult(scored->score, group, 0, scored->measure, measures.lines(row), block);
    AddRange(measures, row, block);
    scored->result = ToResult(block, 0, scored->measure, scored->score);
    return scored;
  }
  return errors::ResultNotFound(name);
}

}  // namespace sos::indicator
