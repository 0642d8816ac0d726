// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_ROW_HEADER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_ROW_HEADER_H_

#include <cstdint>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "services/ingestion/domain/cell.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/records.h"
#include "services/ingestion/domain/row_parser.h"

namespace sos::ingestion {

// Reads what all layouts share: entity, names, flags and year.
class RowHeaderReader {
 public:
  RowHeaderReader(const Header& header, const FileContext& context);

  // Reads the shared columns; issues go to `cells`. `collection` is what the row belongs to.
  RowHeader Read(RowCells& cells, Collection collection);

  int cds_column() const { return cds_; }

 private:
  CdsCode ReadCds(RowCells& cells) const;
  std::optional<CdsCode> ReadOneColumn(RowCells& cells) const;
  std::optional<CdsCode> ReadThreeColumns(RowCells& cells) const;
  // The name in `column`; "" if it is one of those that say that there is none.
  static absl::string_view ReadName(RowCells& cells, int column);
  void CheckRecordType(RowCells& cells, const RowHeader& row) const;
  // Finds rows whose cells have moved: what stands where a name should is none, or another
  // county's.
  void CheckNames(RowCells& cells, const RowHeader& row) const;
  // Finds a code that stands for two entities: an earlier row of the same collection and year has
  // it with another name.
  void CheckNameOfCode(RowCells& cells, const RowHeader& row);
  int ReadYear(RowCells& cells) const;

  const FileContext& context_;
  int cds_;
  int county_code_;
  int district_code_;
  int school_code_;
  int record_type_;
  int school_name_;
  int district_name_;
  int county_name_;
  int charter_;
  int county_office_;
  int year_;
  // The hash of the name with which a code came first, by the hash of collection, year and code.
  absl::flat_hash_map<uint64_t, uint32_t> names_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_ROW_HEADER_H_
