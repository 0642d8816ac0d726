// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_EDIT_DISTANCE_H_
#define SOS_SERVICES_INGESTION_DOMAIN_EDIT_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace sos::ingestion {

// The number of slips of a typist between `a` and `b`, or `limit` + 1 if there are more: letters
// left out, added or exchanged for others, and neighbors that changed places (Damerau-Levenshtein,
// each letter in one slip at most). Counts bytes: both are folded words, nearly all of them ASCII.
// Time and memory grow with the product and the sum of the lengths.
//
// RapidFuzz is not packaged for C++ in Debian 12, and SQLite's spellfix1 works on tables of a
// database.
int SlipDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_EDIT_DISTANCE_H_
