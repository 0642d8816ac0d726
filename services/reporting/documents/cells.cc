// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/cells.h"

#include <cstdint>

#include "common/decimal/decimal.h"
#include "common/education/minimum_shown.h"

namespace sos::reporting {
namespace {

using indicator::v1::IndicatorRules;
using indicator::v1::ResultBlock;

// Entry `i` of a column; `none` where the block has no such column.
template <typename Column, typename Value>
Value EntryOf(const Column& column, int i, Value none) {
  return i < column.size() ? static_cast<Value>(column.Get(i)) : none;
}

}  // namespace

bool StatusOnly(const ResultBlock& block) {
  return block.publication() == IndicatorRules::PUBLICATION_STATUS_ONLY;
}

ResultFacts FactsOf(const ResultBlock& block, int i) {
  ResultFacts facts;
  facts.indicator = block.indicator();
  facts.student_group = block.student_groups(i);
  facts.dashboard_year = block.dashboard_year();
  facts.publication = block.publication();
  v1::Cell& cell = facts.cell;
  const education::v1::Disclosure disclosure = DisclosureOf(block, i);
  if (disclosure != education::v1::DISCLOSURE_SHOWN &&
      disclosure != education::v1::DISCLOSURE_CHANGE_WITHHELD) {
    cell.set_state(v1::Cell::STATE_MASKED);
    cell.set_student_count(-1);
    return facts;
  }
  facts.change_withheld = disclosure == education::v1::DISCLOSURE_CHANGE_WITHHELD;
  facts.numerator = EntryOf(block.current_numerators(), i, int64_t{-1});
  facts.current_size_met = block.current_size_met(i);
  const auto undetermined = block.undetermined_reasons().find(i);
  if (undetermined != block.undetermined_reasons().end()) {
    facts.undetermined_reason = undetermined->second;
  }
  cell.set_color(block.colors(i));
  if (block.status_tenths(i) != kNoTenths) {
    cell.mutable_status()->set_value(ToString(Tenths{block.status_tenths(i)}));
  }
  if (!facts.change_withheld) {
    facts.box = EntryOf(block.boxes(), i, 0);
    cell.set_change_level(block.change_levels(i));
    if (block.change_tenths(i) != kNoTenths) {
      cell.mutable_change()->set_value(ToString(Tenths{block.change_tenths(i)}));
    }
  }
  cell.set_status_level(block.status_levels(i));
  cell.set_student_count(block.current_denominators(i));
  cell.set_source(block.from_student_records() ? education::v1::DATA_SOURCE_STUDENT_RECORDS
                                               : education::v1::DATA_SOURCE_STATE);
  const bool rated = StatusOnly(block) ? block.status_levels(i) > 0 && block.current_size_met(i)
                                       : block.colors(i) > education::v1::COLOR_NONE;
  cell.set_state(rated ? v1::Cell::STATE_RATED : v1::Cell::STATE_UNRATED);
  return facts;
}

v1::Cell CellOf(const language::Messages& words, const indicator::v1::Rulebook* rules,
                const ResultFacts& facts) {
  v1::Cell cell = facts.cell;
  cell.set_sentence(ResultSentence(words, facts));
  if (rules == nullptr || cell.state() == v1::Cell::STATE_MASKED) return cell;
  for (const IndicatorRules& of_indicator : rules->indicators()) {
    if (of_indicator.indicator() == facts.indicator) {
      cell.set_note(OverrideNote(words, of_indicator, facts));
    }
  }
  return cell;
}

std::optional<education::v1::Decimal> PriorStatusOf(const ResultBlock& block, int i) {
  if (DisclosureOf(block, i) != education::v1::DISCLOSURE_SHOWN) return std::nullopt;
  const auto numerator = EntryOf(block.prior_numerators(), i, int64_t{-1});
  const auto denominator = EntryOf(block.prior_denominators(), i, int64_t{-1});
  const auto decimal = [](Tenths value) {
    education::v1::Decimal status;
    status.set_value(ToString(value));
    return status;
  };
  if (numerator >= 0 && denominator >= 0) {
    if (denominator < kMinimumShown || numerator > denominator) return std::nullopt;
    return decimal(RoundedPercent({numerator, denominator}));
  }
  const auto status = EntryOf(block.status_tenths(), i, kNoTenths);
  const auto change = EntryOf(block.change_tenths(), i, kNoTenths);
  if (status == kNoTenths || change == kNoTenths) return std::nullopt;
  return decimal(Tenths{int64_t{status} - change});
}

}  // namespace sos::reporting
