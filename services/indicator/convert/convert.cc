// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/convert.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/education/dashboard_year.h"
#include "common/education/proto.h"
#include "common/revision/revision.h"
#include "services/indicator/errors.h"

namespace sos::indicator {
namespace {

constexpr absl::string_view kNameForm =
    "entities/{cds}/results/{year}-{indicator}-{group}, such as "
    "entities/27102720000000/results/2023-grad-all";

std::optional<Tenths> FromColumn(int32_t tenths) {
  return tenths == kNoTenths ? std::nullopt : std::optional<Tenths>(Tenths{tenths});
}

}  // namespace

absl::StatusOr<ResultId> ParseResultName(const std::string& name) {
  if (name.empty()) return errors::FieldRequired("name");
  const std::optional<ResultId> id = ParseResultId(name);
  if (!id) return errors::FieldInvalid("name", name, kNameForm);
  return *id;
}

Measure ToMeasure(const ingestion::v1::MeasureBlock& block, int row) {
  const ingestion::v1::MeasuredEntity& entity = block.entities(block.entity_indexes(row));
  const education::v1::EntityType type = entity.entity().type();
  return {.group = *FromProto(block.student_groups(row)),
          .state_row = type == education::v1::ENTITY_TYPE_STATE,
          .lea_row = type == education::v1::ENTITY_TYPE_DISTRICT ||
                     type == education::v1::ENTITY_TYPE_COUNTY_OFFICE,
          .county_office = entity.county_office(),
          .alternative = entity.alternative(),
          .school_type = entity.school_type(),
          .flags = block.flags(row),
          .current_numerator = block.current_numerators(row),
          .current_denominator = block.current_denominators(row),
          .prior_numerator = block.prior_numerators(row),
          .prior_denominator = block.prior_denominators(row),
          .current_test_count = block.current_test_counts(row),
          .prior_test_count = block.prior_test_counts(row),
          .given_status = FromColumn(block.current_status_tenths(row)),
          .given_prior_status = FromColumn(block.prior_status_tenths(row)),
          .given_change = FromColumn(block.change_tenths(row))};
}

education::v1::Decimal ToDecimal(Tenths value) {
  education::v1::Decimal decimal;
  decimal.set_value(ToString(value));
  return decimal;
}

namespace {

// What the status of a row can be. Nothing where every student's part is known.
void SetRange(const v1::ResultBlock& block, int index, v1::Result& result) {
  if (index >= block.left_out_counts_size()) return;
  v1::StatusRange range;
  range.set_left_out_count(block.left_out_counts(index));
  range.set_prior_left_out_count(block.prior_left_out_counts(index));
  if (range.left_out_count() == 0 && block.lowest_change_tenths(index) == kNoTenths) return;
  const auto set = [](int32_t tenths, auto field) {
    if (tenths != kNoTenths) *field() = ToDecimal(Tenths{tenths});
  };
  set(block.lowest_status_tenths(index), [&] { return range.mutable_lowest_status(); });
  set(block.highest_status_tenths(index), [&] { return range.mutable_highest_status(); });
  set(block.lowest_change_tenths(index), [&] { return range.mutable_lowest_change(); });
  set(block.highest_change_tenths(index), [&] { return range.mutable_highest_change(); });
  set(block.stand_in_status_tenths(index), [&] { return range.mutable_stand_in_status(); });
  set(block.held_status_tenths(index), [&] { return range.mutable_held_status(); });
  *result.mutable_range() = std::move(range);
}

}  // namespace

v1::Result ToResult(const v1::ResultBlock& block, int index, const Measure& measure,
                    const Score& score) {
  v1::Result result;
  const education::v1::Entity& entity = block.entities(block.entity_indexes(index));
  result.set_name(ResultName(entity.name(), block.dashboard_year(), *FromProto(block.indicator()),
                             measure.group));
  *result.mutable_entity() = entity;
  result.set_dashboard_year(block.dashboard_year());
  result.set_indicator(block.indicator());
  result.set_student_group(block.student_groups(index));
  v1::Measure& counts = *result.mutable_measure();
  counts.set_current_numerator(measure.current_numerator);
  counts.set_current_denominator(measure.current_denominator);
  counts.set_prior_numerator(measure.prior_numerator);
  counts.set_prior_denominator(measure.prior_denominator);
  counts.set_current_test_count(measure.current_test_count);
  counts.set_prior_test_count(measure.prior_test_count);
  if (score.status) *result.mutable_status() = ToDecimal(*score.status);
  if (score.change) *result.mutable_change() = ToDecimal(*score.change);
  result.set_status_level(score.status_level);
  result.set_change_level(score.change_level);
  result.set_color(block.colors(index));
  result.set_box(score.box);
  result.set_small_population(score.small_population);
  result.set_current_size_met(score.current_size_met);
  result.set_prior_size_met(score.prior_size_met);
  result.set_undetermined_reason(std::string(score.undetermined_reason));
  result.set_rulebook(block.rulebook());
  if (score.table != nullptr) result.set_table_id(score.table->id);
  SetRevision(RevisionIn(block), result);
  result.set_from_student_records(block.from_student_records());
  result.set_written_revision(block.written_revision());
  if (block.has_lea_coverage()) *result.mutable_lea_coverage() = block.lea_coverage();
  SetRange(block, index, result);
  return result;
}

}  // namespace sos::indicator
