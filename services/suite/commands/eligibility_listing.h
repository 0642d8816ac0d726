// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_ELIGIBILITY_LISTING_H_
#define SOS_SERVICES_SUITE_COMMANDS_ELIGIBILITY_LISTING_H_

#include <string>
#include <vector>

#include "services/suite/commands/duty_results.h"
#include "services/suite/print.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::suite {

// Determinations with the columns that their program has; with `files` also one of the files that
// would decide what is open. `duty_results` are read for programs with duties alone.
Listing DeterminationListing(const std::vector<eligibility::v1::Determination>& determinations,
                             eligibility::v1::Program program, const DutyResults& duty_results,
                             bool files);

// The results that the duties of a plan are about, as a table. Empty where there are none.
std::string SubjectTable(const eligibility::v1::Determination& determination,
                         const DutyResults& results);

using DataGaps = google::protobuf::RepeatedPtrField<eligibility::v1::DataGap>;

// Lines that say what is missing and what to load, that of the most answers first. Empty where
// nothing is.
std::string MissingDataLines(const std::vector<const DataGaps*>& answers);

// The data gaps of several answers.
template <typename Answers>
std::vector<const DataGaps*> DataGapsOf(const Answers& answers) {
  std::vector<const DataGaps*> gaps;
  gaps.reserve(answers.size());
  for (const auto& answer : answers) gaps.push_back(&answer.data_gaps());
  return gaps;
}

// The groups that met the criteria, with letters where there are any: `EL:D SWD:C`.
std::string GroupWords(
    const google::protobuf::RepeatedPtrField<eligibility::v1::GroupAnswer>& groups);

// Why something about a determination is undecided, each reason once.
std::string UndecidedReasons(const eligibility::v1::Determination& determination);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_ELIGIBILITY_LISTING_H_
