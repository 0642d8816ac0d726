// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/row_parser.h"

#include <memory>
#include <string>

#include "services/ingestion/domain/list_parsers.h"
#include "services/ingestion/domain/measure_parser.h"
#include "services/ingestion/domain/school_list_parsers.h"

namespace sos::ingestion {

void CheckFresh(RowCells& cells, int column, SeenKeys& seen, const std::string& key) {
  if (!cells.bad() && !seen.insert(key).second) {
    cells.Reject(IssueKind::kDuplicateRow, column, "the file has a row with this key already");
  }
}

std::unique_ptr<RowParser> MakeRowParser(const Layout& layout, const Header& header,
                                         const FileContext& context, SeenKeys& seen) {
  switch (layout.kind) {
    case RecordKind::kMeasure:
      return MakeMeasureParser(layout, header, context, seen);
    case RecordKind::kLocalRating:
      return MakeLocalRatingParser(layout, header, context, seen);
    case RecordKind::kAssistance:
      return MakeAssistanceParser(layout, header, context, seen);
    case RecordKind::kLowestPerformance:
      return MakeLowestPerformanceParser(layout, header, context, seen);
    case RecordKind::kEntity:
      return MakeEntityParser(layout, header, context, seen);
    case RecordKind::kSchoolSupport:
      return MakeSchoolSupportParser(layout, header, context, seen);
    case RecordKind::kColor:
      return MakeColorParser(layout, header, context, seen);
    case RecordKind::kEquityMultiplier:
      return MakeEquityMultiplierParser(layout, header, context, seen);
    case RecordKind::kRequiredGoal:
      return MakeRequiredGoalParser(layout, header, context, seen);
    case RecordKind::kRecord:
      return MakeRecordParser(layout, header, context, seen);
  }
  return nullptr;
}

}  // namespace sos::ingestion
