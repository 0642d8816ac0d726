// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_CONVERT_RULEBOOK_LIBRARY_H_
#define SOS_SERVICES_INDICATOR_CONVERT_RULEBOOK_LIBRARY_H_

#include "absl/status/statusor.h"
#include "common/rulebook/rulebook_library.h"
#include "services/indicator/domain/rulebook.h"
#include "services/indicator/errors.h"
#include "sos/indicator/v1/rulebook.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::indicator {

// Checks `proto` and turns it into rules. Returns RULEBOOK_INVALID with the first problem.
absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto);

// The Dashboard's rulebooks.
using RulebookLibrary =
    sos::RulebookLibrary<v1::Rulebook, Rulebook, ToRules, errors::RulebookInvalid>;
using LoadedRulebook = RulebookLibrary::Entry;

// The rules of the indicator whose measures a collection has; null where `rulebook` is, or has
// none.
const IndicatorRules* FindRules(const LoadedRulebook* rulebook, ingestion::v1::Collection measures);

v1::IndicatorRules::Publication ToProto(Publication publication);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_CONVERT_RULEBOOK_LIBRARY_H_
