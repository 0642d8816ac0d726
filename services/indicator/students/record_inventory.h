// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_RECORD_INVENTORY_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_RECORD_INVENTORY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/indicator/sources/measure_source.h"

namespace sos::indicator {

// Collections of student records.
using Collections = std::set<ingestion::v1::Collection>;

// The identities of the revisions in which an LEA's collections of one year were committed. Two
// that are equal hold the same records, also where the data are of another history than before.
using LeaStock = std::map<ingestion::v1::Collection, std::string>;

// The collections of a stock, and those for which its reports stand in.
Collections CollectionsOf(const LeaStock& stock);

// Whether an LEA's graduates in the fifth year of high school are known: from its records, or from
// reports 15.2 of both classes and 1.23. `before` is its stock of the school year before, or null.
bool KnowsFifthYear(const LeaStock& stock, const LeaStock* before);

// What is stored of one school year.
struct YearStock {
  // Of any LEA, and those for which reports stand in.
  Collections collections;
  // By the LEA's code.
  std::map<std::string, LeaStock> by_lea;

  // Null where nothing is stored of the LEA.
  const LeaStock* Find(const std::string& lea) const {
    const auto found = by_lea.find(lea);
    return found == by_lea.end() ? nullptr : &found->second;
  }
};

// What of student records is stored at a revision.
struct RecordInventory {
  Revision revision;
  // By the year in which the school year ends.
  std::map<int, YearStock> years;

  // Null where nothing is stored of the year.
  const YearStock* Find(int year) const {
    const auto found = years.find(year);
    return found == years.end() ? nullptr : &found->second;
  }
};

// Of a view, what LEAs have published the estimates of, and the LEAs that it has.
absl::StatusOr<RecordInventory> TakeInventory(MeasureSource& source, const Revision& revision,
                                              const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_RECORD_INVENTORY_H_
