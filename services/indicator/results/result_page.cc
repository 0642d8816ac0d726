// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/result_page.h"

#include <utility>
#include <vector>

#include "common/education/proto.h"
#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator {
namespace {

// The rows of a partition that are wanted, in their order.
std::vector<int> WantedRows(const ingestion::v1::MeasureBlock& measures,
                            const IndicatorRules& rules, const ResultSelection& selection,
                            Marks marks, const SeesCounts& sees_counts) {
  std::vector<int> rows;
  for (int row = 0; row < measures.entity_indexes_size(); ++row) {
    const education::v1::Entity& entity = measures.entities(measures.entity_indexes(row)).entity();
    if (!selection.Wants(entity) || !selection.Wants(measures.student_groups(row))) continue;
    if (selection.WantsSomeColors()) {
      const auto color = ToProto(ScoreMeasure(ToMeasure(measures, row), rules).color);
      const auto mark = marks.empty() ? education::v1::DISCLOSURE_UNSPECIFIED : marks[row];
      if (!WantsColor(selection, sees_counts, entity, mark, color)) continue;
    }
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

void SetDisclosure(education::v1::Disclosure disclosure, v1::Result& result) {
  result.set_disclosure(disclosure);
  if (result.has_measure()) result.mutable_measure()->set_disclosure(disclosure);
}

absl::StatusOr<ResultPage> ListResultPage(MeasureSource& source, const RulebookLibrary& rulebooks,
                                          const ResultSelection& selection,
                                          const Revision& revision, int64_t skip, int64_t size,
                                          const ListCaller& caller,
                                          const rpc::CallContext& context) {
  ResultPage page;
  const absl::Status read = VisitPartitions(
      source, selection, revision, caller.marking, context,
      [&](const ingestion::v1::Partition& partition, Marks marks) -> absl::Status {
        const LoadedRulebook* rulebook = rulebooks.Find(partition.dashboard_year());
        const IndicatorRules* rules = FindRules(rulebook, partition.collection());
        if (rules == nullptr || !selection.WantsWrittenBy(WrittenRevision(partition))) {
          return absl::OkStatus();
        }
        const ingestion::v1::MeasureBlock& measures = partition.measures();
        const std::vector<int> rows =
            WantedRows(measures, *rules, selection, marks, caller.sees_counts);
        if (std::ssize(rows) <= skip) {
          skip -= std::ssize(rows);
          return absl::OkStatus();
        }
        v1::ResultBlock block = StartBlock(partition, *rulebook, *rules, revision);
        for (const int row : rows) {
          if (skip > 0) {
            --skip;
            continue;
          }
          if (std::ssize(page.results) == size) {
            page.more = true;
            return absl::OutOfRangeError("the page is full");
          }
          const Measure measure = ToMeasure(measures, row);
          const Score score = ScoreMeasure(measure, *rules);
          *block.add_entities() = measures.entities(measures.entity_indexes(row)).entity();
          AddResult(score, measures.student_groups(row), block.entities_size() - 1, measure,
                    measures.lines(row), block);
          AddRange(measures, row, block);
          page.results.push_back(ToResult(block, block.entity_indexes_size() - 1, measure, score));
          if (!marks.empty()) SetDisclosure(marks[row], page.results.back());
        }
        return absl::OkStatus();
      });
  if (!page.more) SOS_RETURN_IF_ERROR(read);
  return page;
}

}  // namespace sos::indicator
