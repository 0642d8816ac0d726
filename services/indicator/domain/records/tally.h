#ifndef SOS_SERVICES_INDICATOR_DOMAIN_RECORDS_TALLY_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_RECORDS_TALLY_H_

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/education/cds_code.h"
#include "common/education/student_group.h"
#include "services/indicator/domain/records/share.h"
#include "services/indicator/domain/records/standing.h"

namespace sos::indicator::records {

// The counts of one entity, by student group.
struct Counts {
  struct Count {
    int64_t numerator = 0;
    int64_t denominator = 0;

    friend bool operator==(const Count&, const Count&) = default;
  };
  std::array<Count, kStudentGroupCount> by_group;

  // Counts a student, who is a member of `groups` and of ALL.
  void Add(Standing standing, GroupSet groups);
};

// A school as the roll-ups need it.
struct School {
  CdsCode cds;
  bool charter = false;
};

// Schools by their fourteen digits as a number.
using Schools = absl::flat_hash_map<int64_t, School>;

// Where a student stands by the sum of an entity's shares.
using Judge = absl::FunctionRef<Standing(const Share&)>;

// The counts of every school, district, county and of the state, from all LEAs' shares (2.4, 3.2,
// 10.2 to 10.5). Each level adds up its students' shares and judges again; charter schools are no
// part of a district; a student with disabilities counts for the district that is accountable.
//
// `schools` says what the schools are; shares of others are left out and counted in
// `unknown_school_shares`.
struct Rollup {
  std::map<CdsCode, Counts> by_entity;
  int64_t unknown_school_shares = 0;
};
Rollup RollUp(absl::Span<const std::vector<Share>> shares_by_lea, const Schools& schools,
              Judge judge);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_RECORDS_TALLY_H_
