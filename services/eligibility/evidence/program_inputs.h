// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_EVIDENCE_PROGRAM_INPUTS_H_
#define SOS_SERVICES_ELIGIBILITY_EVIDENCE_PROGRAM_INPUTS_H_

#include <set>
#include <vector>

#include "common/education/cds_code.h"
#include "services/eligibility/domain/rule_parts.h"
#include "sos/education/v1/education.pb.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::eligibility {

// What the determinations of one program are made of. A further program adds a line to the list of
// them.
struct ProgramInputs {
  Program program = Program::kNone;
  // The published lists that it reads.
  std::vector<ingestion::v1::Collection> lists;
  bool local_indicators = false;
  // Results of the indicator service.
  bool results = true;
  // Rows of LEAs only.
  bool lea_rows_only = false;
  // Whether an entity of a file is meant; `known` says that another file has told of it.
  bool (*means)(const CdsCode& cds, education::v1::EntityType type, bool known) = nullptr;

  // Everything that it reads of the ingestion service.
  std::set<ingestion::v1::Collection> Collections() const;
};

// `program` must not be kNone.
const ProgramInputs& InputsOf(Program program);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_EVIDENCE_PROGRAM_INPUTS_H_
