// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_CELLS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_CELLS_H_

#include <cstdint>
#include <limits>
#include <optional>

#include "common/language/messages.h"
#include "services/reporting/sentences/result.h"
#include "sos/indicator/v1/result.pb.h"
#include "sos/indicator/v1/rulebook.pb.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// What stands for no number in a column of tenths.
inline constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();

// What everybody may see of result `i`; withheld where the block does not say.
inline education::v1::Disclosure DisclosureOf(const indicator::v1::ResultBlock& block, int i) {
  return i < block.disclosures_size() ? block.disclosures(i) : education::v1::DISCLOSURE_WITHHELD;
}

// True for a year of the block without colors.
bool StatusOnly(const indicator::v1::ResultBlock& block);

// What everybody may see of result `i`, without its sentence. The one place where documents mask a
// result: what is withheld is in none of the fields.
ResultFacts FactsOf(const indicator::v1::ResultBlock& block, int i);

// The cell with its sentence and, where `rules` (of the year; null where none are known) say so,
// its note.
v1::Cell CellOf(const language::Messages& words, const indicator::v1::Rulebook* rules,
                const ResultFacts& facts);

// The status of the year before result `i`, as the row itself tells it: from the counts of that
// year, or from status and change where there are none. Nullopt where it tells none, or everybody
// may not see it.
std::optional<education::v1::Decimal> PriorStatusOf(const indicator::v1::ResultBlock& block, int i);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_CELLS_H_
