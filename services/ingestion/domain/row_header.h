// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_ROW_HEADER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_ROW_HEADER_H_

#include <optional>

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
  RowHeader Read(RowCells& cells, Collection collection) const;

  int cds_column() const { return cds_; }

 private:
  CdsCode ReadCds(RowCells& cells) const;
  void CheckRecordType(RowCells& cells, const RowHeader& row) const;
  // Finds rows whose cells have moved: what stands where a name should is none, or another
  // county's.
  void CheckNames(RowCells& cells, const RowHeader& row) const;
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
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_ROW_HEADER_H_
