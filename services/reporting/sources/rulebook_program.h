// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_RULEBOOK_PROGRAM_H_
#define SOS_SERVICES_REPORTING_SOURCES_RULEBOOK_PROGRAM_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"

namespace sos::reporting {

// The part of rulebook names that stands for a program: `equity-multiplier`.
inline std::string RulebookProgram(eligibility::v1::Program program) {
  const std::string name = eligibility::v1::Program_Name(program);
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "PROGRAM_")),
                             {{"_", "-"}});
}

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_RULEBOOK_PROGRAM_H_
