// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_SCHOOL_DIRECTORY_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_SCHOOL_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "common/revision/revision.h"
#include "services/indicator/domain/students/schools.h"
#include "services/indicator/sources/measure_source.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::indicator {

// What the directory of public schools and districts says of the entities that records name.
class SchoolDirectory {
 public:
  // Reads the directories of all years that are stored at `revision`.
  static absl::StatusOr<SchoolDirectory> Read(MeasureSource& source, const Revision& revision,
                                              const rpc::CallContext& context);

  // Adds a partition of the directory. A later year's entry replaces an earlier one's.
  void Add(const ingestion::v1::Partition& partition);
  // Works out the types of districts, which rest on their schools. Called once, after the last.
  void Finish();

  // The names of the partitions that it was made of, and the identities of their revisions.
  const std::map<std::string, std::string>& revisions() const { return revisions_; }

  // The schools, as the roll-ups need them.
  const records::Schools& schools() const { return schools_; }

  // The LEAs of the state or of a county that have an open school.
  int LeaCount(const CdsCode& cds) const;
  // Whether it lists LEAs of so many counties that it speaks for the state.
  bool CoversState() const;

  // An entity of any level with what measures say of it: name, type, charter, DASS, table. An
  // entity that the directory does not list has its code for a name.
  ingestion::v1::MeasuredEntity Describe(const CdsCode& cds) const;

 private:
  struct Entry {
    int year = 0;
    ingestion::v1::MeasuredEntity entity;
    std::string district_type;
    bool active = true;
  };

  std::map<std::string, std::string> revisions_;
  std::map<CdsCode, Entry> entries_;
  std::map<CdsCode, std::string> county_names_;
  // By county.
  std::map<CdsCode, std::set<CdsCode>> open_leas_;
  records::Schools schools_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_SCHOOL_DIRECTORY_H_
