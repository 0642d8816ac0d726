// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/crossing_rows.h"

#include "common/education/proto.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/domain/crossings.h"

namespace sos::indicator {
namespace {

void AddCrossings(const Measure& measure, const IndicatorRules& rules, v1::ResultCrossings& row) {
  const Score score = ScoreMeasure(measure, rules);
  row.set_color(ToProto(score.color));
  row.set_status_level(score.current_size_met ? score.status_level : 0);
  row.set_denominator(measure.current_denominator);
  row.set_size(CurrentSize(measure, rules.size));
  row.set_color_size(MinimumForColor(measure, rules.size));
  const bool small_population_counts =
      rules.small_population &&
      (!rules.small_population->all_students_only || measure.group == StudentGroup::kAll);
  row.set_small_population_size(small_population_counts ? rules.small_population->below : 0);
  for (const Crossing& crossing : FindCrossings(measure, rules)) {
    v1::Crossing& added = *row.add_crossings();
    added.set_color(ToProto(crossing.color));
    added.set_status_level(crossing.status_level);
    added.set_student_count(crossing.students);
    added.set_tenths(crossing.tenths);
  }
}

}  // namespace

v1::StreamCrossingsResponse CrossingsOf(const ingestion::v1::Partition& partition,
                                        const RulebookLibrary& rulebooks,
                                        const ResultSelection& selection, bool next_year,
                                        Marks marks, const SeesCounts& sees_counts) {
  v1::StreamCrossingsResponse response;
  const int year = partition.dashboard_year() + (next_year ? 1 : 0);
  const LoadedRulebook* rulebook = rulebooks.Find(year);
  const IndicatorRules* rules = FindRules(rulebook, partition.collection());
  if (rules == nullptr || !selection.WantsWrittenBy(WrittenRevision(partition))) return response;
  const ingestion::v1::MeasureBlock& measures = partition.measures();
  for (int i = 0; i < measures.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = measures.entities(measures.entity_indexes(i)).entity();
    if (!selection.Wants(entity) || !selection.Wants(measures.student_groups(i))) continue;
    const Measure measure = ToMeasure(measures, i);
    v1::ResultCrossings& row = *response.add_results();
    row.set_name(ResultName(entity.name(), year, rules->indicator, measure.group));
    *row.mutable_entity() = entity;
    row.set_dashboard_year(year);
    row.set_indicator(ToProto(rules->indicator));
    row.set_student_group(measures.student_groups(i));
    AddCrossings(next_year ? NextYear(measure) : measure, *rules, row);
    if (!marks.empty()) row.set_disclosure(marks[i]);
    if (!WantsColor(selection, sees_counts, entity, row.disclosure(), row.color())) {
      response.mutable_results()->RemoveLast();
    }
  }
  return response;
}

}  // namespace sos::indicator
