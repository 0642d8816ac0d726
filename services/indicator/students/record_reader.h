// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_RECORD_READER_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_RECORD_READER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/revision/revision.h"
#include "services/indicator/domain/students/lea_records.h"
#include "services/indicator/sources/measure_source.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::indicator {

// The collections that LeaRecords is made of.
absl::Span<const ingestion::v1::Collection> RecordCollections();

// Those of them that say of which groups a student is.
absl::Span<const ingestion::v1::Collection> ProfileCollections();

// Which records of an LEA are read.
struct RecordScope {
  // The year in which the school year ends.
  int school_year = 0;
  // What the years from this one on say of the LEA's students is read too.
  int first_year = 0;
  // Scores of English language arts and mathematics from this year on are read too. 0: of the
  // school year alone.
  int first_test_year = 0;
  // How enrollments ended is read too.
  bool with_exits = false;
};

// Reads the student records of `leas`. Only the columns that LeaRecords is made of leave ingestion.
//
// Returns one entry an LEA; kDataLoss if a column is damaged or missing.
absl::StatusOr<std::map<std::string, records::LeaRecords>> ReadLeas(
    MeasureSource& source, absl::Span<const std::string> leas, const RecordScope& scope,
    const Revision& revision, const rpc::CallContext& context);

// What a school calls a student.
struct LocalId {
  int64_t student = 0;
  // Seven digits.
  int64_t school = 0;
  std::string local;
};

// The local ids in an LEA's enrollments, submitted or reported, and cohort outcomes of a school
// year: for lists that somebody was admitted to.
absl::StatusOr<std::vector<LocalId>> ReadLocalIds(MeasureSource& source, const std::string& lea,
                                                  int school_year, const Revision& revision,
                                                  const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_RECORD_READER_H_
