// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/result_page.h"

#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator {
namespace {

// The rows of a partition that are wanted, in their order.
std::vector<int> WantedRows(const ingestion::v1::MeasureBlock& measures,
                            const ResultSelection& selection) {
  std::vector<int> rows;
  for (int row = 0; row < measures.entity_indexes_size(); ++row) {
    if (selection.Wants(measures.entities(measures.entity_indexes(row)).entity()) &&
        selection.Wants(measures.student_groups(row))) {
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace

absl::StatusOr<ResultPage> ListResultPage(MeasureSource& source, const RulebookLibrary& rulebooks,
                                          const ResultSelection& selection,
                                          const Revision& revision, int64_t skip, int64_t size,
                                          const rpc::CallContext& context) {
  ResultPage page;
  const absl::Status read = source.Visit(
      selection.partitions(), revision, context,
      [&](const ingestion::v1::StreamPartitionsResponse& message) -> absl::Status {
        for (const ingestion::v1::Partition& partition : message.partitions()) {
          const LoadedRulebook* rulebook = rulebooks.Find(partition.dashboard_year());
          const IndicatorRules* rules = FindRules(rulebook, partition.collection());
          if (rules == nullptr) continue;
          const ingestion::v1::MeasureBlock& measures = partition.measures();
          const std::vector<int> rows = WantedRows(measures, selection);
          if (std::ssize(rows) <= skip) {
            skip -= std::ssize(rows);
            continue;
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
            page.results.push_back(
                ToResult(block, block.entity_indexes_size() - 1, measure, score));
          }
        }
        return absl::OkStatus();
      });
  if (!page.more) SOS_RETURN_IF_ERROR(read);
  return page;
}

}  // namespace sos::indicator
