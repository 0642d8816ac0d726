// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_DISCLOSURE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_DISCLOSURE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/education/minimum_shown.h"
#include "common/education/student_group.h"

namespace sos::indicator {

// How an entity enters sums.
enum class Standing : uint8_t {
  // The sum of the counties, and of all LEAs.
  kState,
  // The sum of its LEAs.
  kCounty,
  // The sum of its schools.
  kLea,
  // A school of an LEA.
  kSchool,
  // A charter school under the code of an LEA. Whether the rows above count its students depends on
  // the year and the file. It is an LEA of its own, so it knows its own counts.
  kCharterSchool,
};

// An entity with the one above it.
struct DisclosedEntity {
  Standing standing = Standing::kLea;
  // Index of the LEA of a school, the county of an LEA, the state of a county; -1 for one whose row
  // is not among them.
  int above = -1;
  // What is withheld of it was decided before, and stays.
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

// Which cells of entities that add up are withheld from callers without the right to counts: entry
// `i` is about cell `i`. Entities are an LEA and its schools; or a county or the state, and what is
// below it and was decided before.
//
// Withheld are the cells under kMinimumShown (those without a count among them) and `required`, and
// as few further ones as keep the sums from giving a small cell away: all students and races, all
// students and the tests taken, English learners and their two kinds, an entity and those below it,
// with or without charter schools, whichever fits better. Sums over entities count where they hold
// within kMinimumShown; a difference beyond says no more than the withheld cell itself. A charter
// school that knows its own counts learns no other small cell from them.
//
// `required` is empty or has one entry per cell.
std::vector<bool> WithheldCells(absl::Span<const DisclosedEntity> entities,
                                absl::Span<const DisclosedCell> cells,
                                const std::vector<bool>& required = {});

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_DISCLOSURE_H_
