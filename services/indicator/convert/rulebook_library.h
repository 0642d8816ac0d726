#ifndef SOS_SERVICES_INDICATOR_CONVERT_RULEBOOK_LIBRARY_H_
#define SOS_SERVICES_INDICATOR_CONVERT_RULEBOOK_LIBRARY_H_

#include "absl/status/statusor.h"
#include "common/rulebook/rulebook_library.h"
#include "services/indicator/domain/rulebook.h"
#include "services/indicator/errors.h"
#include "sos/indicator/v1/rulebook.pb.h"

namespace sos::indicator {

// Checks `proto` and turns it into rules. Returns RULEBOOK_INVALID with the first problem.
absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto);

// The Dashboard's rulebooks.
using RulebookLibrary =
    sos::RulebookLibrary<v1::Rulebook, Rulebook, ToRules, errors::RulebookInvalid>;
using LoadedRulebook = RulebookLibrary::Entry;

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_CONVERT_RULEBOOK_LIBRARY_H_
