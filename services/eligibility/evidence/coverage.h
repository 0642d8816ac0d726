// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_EVIDENCE_COVERAGE_H_
#define SOS_SERVICES_ELIGIBILITY_EVIDENCE_COVERAGE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/eligibility/domain/evidence.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::eligibility {

// A set of student groups, or of indicators: one bit each.
using BitSet = uint32_t;
constexpr BitSet BitOf(StudentGroup group) { return BitSet{1} << static_cast<int>(group); }
constexpr BitSet BitOf(Indicator indicator) { return BitSet{1} << static_cast<int>(indicator); }
inline constexpr BitSet kEveryBit = ~BitSet{0};

// What the files of one collection and year say about the rows of one kind of entity of an LEA.
struct Reach {
  // The student groups of which a missing row is a fact. Every bit where rows are not about groups.
  BitSet groups = 0;
  // Lists of Reds: the indicators that they mark.
  BitSet indicators = 0;
  // Why the others are not known.
  Silence silence = Silence::kNotLoaded;

  bool Covers(StudentGroup group) const { return (groups & BitOf(group)) != 0; }
  bool Covers() const { return groups != 0; }
};

// Tells "the file has no such row" from "nobody has submitted the file", by what the files of a
// snapshot cover.
class Coverage {
 public:
  explicit Coverage(const ingestion::v1::Snapshot& snapshot);

  // What is covered of entities of `type` under the code of `lea`.
  Reach ReachOf(ingestion::v1::Collection collection, int year, const CdsCode& lea,
                ingestion::v1::RecordType type) const;

  // The refused row of an entity and group: that of the group, or one of which the group is not
  // known. Null if there is none. `exactly` is set where the group is the row's own.
  const RefusedPlace* RefusedRowOf(ingestion::v1::Collection collection, int year,
                                   const CdsCode& cds, std::optional<StudentGroup> group,
                                   bool* exactly = nullptr) const;

  // True if anything of `collection` and `year` was submitted.
  bool Has(ingestion::v1::Collection collection, int year) const {
    return files_.contains({collection, year});
  }

 private:
  // Groups by record type.
  using Kinds = std::map<int, BitSet>;
  struct File {
    ingestion::v1::FileCoverage::Filter filter = ingestion::v1::FileCoverage::FILTER_UNSPECIFIED;
    bool claimed_complete = false;
    // Of the whole state, where the file covers it.
    std::optional<Kinds> state;
    std::map<std::string, Kinds> counties;
    // The only LEA, where there is one only.
    std::string lea;
    BitSet indicators = 0;
  };
  struct YearFiles {
    std::vector<File> files;
    // What files before this one covered of an LEA holds no more.
    std::map<std::string, size_t> reset;
    // By code of the entity, or of the county or empty where it is not known, and number of the
    // group (-1: any).
    absl::flat_hash_map<std::pair<std::string, int>, RefusedPlace> refused;
  };

  std::map<std::pair<int, int>, YearFiles> files_;
  // Of any collection and year. Mostly there are none, and every missing row asks.
  bool has_refused_rows_ = false;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_EVIDENCE_COVERAGE_H_
