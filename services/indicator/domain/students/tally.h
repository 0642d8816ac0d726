// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_TALLY_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_TALLY_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/education/cds_code.h"
#include "common/education/student_group.h"
#include "services/indicator/domain/students/schools.h"
#include "services/indicator/domain/students/share.h"
#include "services/indicator/domain/students/standing.h"
#include "services/indicator/domain/students/test_points.h"

namespace sos::indicator::records {

// The counts of one entity, by student group.
struct Counts {
  struct Count {
    int64_t numerator = 0;
    int64_t denominator = 0;
    // Students who are to be tested, and who were; 0 for indicators without a test.
    int64_t to_be_tested = 0;
    int64_t tested = 0;
    // Of a mean: the sum of the points of the denominator, in tenths; 0 for rates.
    int64_t point_tenths = 0;
    // Students whose part in the rate or mean is not published (IsLeftOut), and of a mean the
    // tenths of points that they have at the least, at the most, and in practice.
    int64_t left_out = 0;
    int64_t least_tenths = 0;
    int64_t most_tenths = 0;
    int64_t stand_in_tenths = 0;
    // How many of them have points in practice.
    int64_t stood_in = 0;
    // A published mean: students of the alternate assessment are in it.
    bool whole = false;

    void Add(const Count& other);

    friend bool operator==(const Count&, const Count&) = default;
  };
  std::array<Count, kStudentGroupCount> by_group;

  // Counts a student, who is a member of the share's groups and of ALL, `times` times; -1 takes one
  // back.
  void Add(Standing standing, const Share& share, const PointRanges& ranges, int times);
  bool IsEmpty() const;

  friend bool operator==(const Counts&, const Counts&) = default;
};

// Whom the counts of a test add.
struct Untested {
  // Students who were not tested are added to denominators until so many thousandths of those to be
  // tested count as tested; 0 adds none.
  int minimum_tested_thousandths = 0;
  // The points of each.
  int points = 0;
  // The points that students whose part is not published can have, by grade.
  PointRanges ranges = {};
};

// Counts of entities that have any.
using CountsByEntity = std::map<CdsCode, Counts>;

// Where a student stands by the sum of an entity's shares. Called by several threads at once.
using Judge = std::function<Standing(const Share&)>;

// The shares of LEAs, each sorted by student and school.
using SharesByLea = std::map<CdsCode, std::vector<Share>>;

// A student at one entity.
struct StudentAt {
  // The sum of the student's shares in the entity.
  Share sum;
  Standing standing = Standing::kDenominator;
  // The LEA that reported the latest of them.
  CdsCode lea;
};

// Counts of one indicator and year for every school, district, county and the state
// (METHODOLOGY.md). Each level adds up its students' shares and judges again; charter schools are
// no part of a district; a student with disabilities counts for the district that is accountable.
//
// A student is looked at once, with all its shares, and counted at all levels. When an LEA's shares
// change, its students (and they alone) are taken out of the counts and counted again, together
// with what other LEAs have of them: nothing else is worked out anew, and nobody is counted twice.
class Tally {
 public:
  // `schools` must outlive the tally.
  Tally(const Schools* schools, Judge judge, Untested untested = {});

  // Replaces the shares of the LEAs that `changed` names; an LEA without any is taken out. The work
  // is divided among `worker_count` threads by students; their number changes nothing.
  void Replace(SharesByLea changed, int worker_count);

  CountsByEntity Snapshot() const;
  // Everyone who has a share in an entity, counted or not, by id.
  std::vector<StudentAt> StudentsAt(const CdsCode& entity) const;
  // How many shares are held, of about forty bytes each.
  int64_t share_count() const;

 private:
  // The counts of all entities, by their numbers.
  using Table = std::vector<Counts>;
  // A student's share and the LEA it is from.
  struct Part {
    int64_t student;
    const Share* share;
  };
  // The entities of a share, from the school up.
  struct Place {
    int32_t school, district, county, state;
  };

  void NumberEntities();
  // Gives districts that no school is of, but that are accountable for students, numbers.
  void NumberDistricts(const std::vector<Share>& shares);
  int32_t NumberOfEntity(int64_t code);
  Place PlaceOf(const Share& share) const;
  // Counts the students from `first` up to but without `end`, each `times` times.
  void Count(const std::vector<const std::vector<Share>*>& lists, int64_t first, int64_t end,
             int times, Table& table) const;
  void CountStudent(const Part* first, const Part* last, int times, Table& table) const;
  void CountAt(const Place& place, const Share& share, int times, Table& table) const;

  const Schools* const schools_;
  const Judge judge_;
  const Untested untested_;
  SharesByLea leas_;
  // The entities above and including the schools, which have the numbers of the directory.
  absl::flat_hash_map<int64_t, int32_t> numbers_;
  std::vector<int64_t> codes_;
  std::vector<Place> places_;
  Table counts_;
};

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_TALLY_H_
