// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_ROW_PARSER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_ROW_PARSER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "common/education/dashboard_year.h"
#include "services/ingestion/domain/cell.h"
#include "services/ingestion/domain/code_sample.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/records.h"

namespace sos::ingestion {

// What a file does not say of itself.
struct FileContext {
  // The collection, where the header fits several.
  std::optional<Collection> collection;
  // The Dashboard year, where the file has no column for it.
  int dashboard_year = 0;
  // The years that rows may name; empty: any. More than one only where a file may have several.
  std::vector<int> years;
  // No file is of a later year.
  int last_dashboard_year = kLastDashboardYear;
  // What the first rows say of the codes of all.
  CodeFindings codes;
  // Keeps rows whose published rate contradicts their counts.
  bool contradictions_accepted = false;
};

// A published rate may differ from the counts by this much, a unit of its last place, before the
// row counts as contradictory.
inline constexpr Tenths kRateTolerance{1};

// Keys of the rows seen so far in a submission, to find duplicates across its sheets.
using SeenKeys = absl::flat_hash_set<std::string>;

// Rejects a row that is good so far if an earlier one had its key; `column` is what the issue
// names.
void CheckFresh(RowCells& cells, int column, SeenKeys& seen, const std::string& key);

// Turns the rows below one header line into records, or into issues.
class RowParser {
 public:
  virtual ~RowParser() = default;

  // Reads one row and passes its record to `sink`, unless `cells` collects an issue.
  virtual void Parse(RowCells& cells, RecordSink& sink) = 0;
};

// A parser for rows of `layout` below `header`. All arguments must outlive it.
std::unique_ptr<RowParser> MakeRowParser(const Layout& layout, const Header& header,
                                         const FileContext& context, SeenKeys& seen);

// The column that says the year of each row; -1 where there is none.
int YearColumn(const Header& header);

// The column of the entity's 14-digit code; -1 where the code stands in several columns.
int EntityColumn(const Header& header);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_ROW_PARSER_H_
