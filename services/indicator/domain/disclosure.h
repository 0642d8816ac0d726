// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_DISCLOSURE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_DISCLOSURE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/education/minimum_shown.h"
#include "common/education/student_group.h"

namespace sos::indicator {

// The place of an entity in sums over entities.
enum class Standing : uint8_t {
  // The sum of the counties, and of all LEAs.
  kState,
  // The sum of its LEAs.
  kCounty,
  // The sum of its schools.
  kLea,
  // A school of an LEA.
  kSchool,
  // A charter school under the code of an LEA. Whether the LEA's rows include its students depends
  // on the year and the file. It is itself an LEA, so it knows its own counts.
  kCharterSchool,
};

// An entity, and the entity to which its counts are added.
struct DisclosedEntity {
  Standing standing = Standing::kLea;
  // Index of the LEA of a school, the county of an LEA, or the state of a county; -1 if that entity
  // has no row here.
  int above = -1;
  // Which of its cells are withheld was decided before, and does not change here.
  bool decided = false;
};

// One student group of one entity, for one indicator and year.
struct DisclosedCell {
  // Index into the entities.
  int entity = 0;
  StudentGroup group = StudentGroup::kAll;
  // Students in the denominator; negative where the file gives none.
  int64_t students = 0;
};

// Which cells are withheld from callers without the right to counts: entry `i` is about cell `i`.
// The entities are an LEA with its schools; or a county or the state, with the entities below it,
// which were decided before.
//
// A cell under kMinimumShown is withheld, and so are a cell without a count and those of
// `required`. Further cells are withheld, as few as possible, so that nobody can compute a small
// cell from a sum. These sums are considered: all students and the races; all students and the
// tests taken; English learners and their two kinds; an entity and those below it, with or without
// charter schools, whichever fits better. A sum over entities is considered if it holds within
// kMinimumShown: a larger difference hides a small cell as well as withholding it does. A charter
// school that knows its own counts cannot compute another small cell from them.
//
// `required` is empty or has one entry per cell.
std::vector<bool> WithheldCells(absl::Span<const DisclosedEntity> entities,
                                absl::Span<const DisclosedCell> cells,
                                const std::vector<bool>& required = {});

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_DISCLOSURE_H_
