// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/evidence.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/eligibility/convert/enums.h"

namespace sos::eligibility {
namespace {

// The only value of a set; nullopt if it has more.
std::optional<int> Single(Mask mask) {
  for (int value = 0; value < 6; ++value) {
    if (mask == Bit(value)) return value;
  }
  return std::nullopt;
}

}  // namespace

v1::Evidence ToEvidence(Indicator indicator, const Performance& performance) {
  v1::Evidence evidence;
  evidence.set_indicator(ToProto(indicator));
  evidence.set_origin(ToProto(performance.origin));
  if (const std::optional<int> color = Single(performance.colors); color) {
    evidence.set_color(ToProto(static_cast<Color>(*color)));
  }
  evidence.set_status_level(Single(performance.status_levels).value_or(0));
  if (performance.status_tenths != kNoTenths) {
    evidence.mutable_status()->set_value(ToString(Tenths{performance.status_tenths}));
  }
  if (performance.change_tenths != kNoTenths) {
    evidence.mutable_change()->set_value(ToString(Tenths{performance.change_tenths}));
  }
  evidence.set_student_count(performance.student_count);
  evidence.set_disclosure(ToProto(performance.disclosure));
  return evidence;
}

std::string EvidenceWords(Indicator indicator, const Performance& performance, bool by_level) {
  std::string words(kIndicators.Code(indicator));
  const std::optional<int> color = Single(performance.colors);
  const std::optional<int> level = Single(performance.status_levels);
  if (performance.origin == Origin::kMissing) return words + " not submitted";
  if (performance.origin == Origin::kNoRow) return words + " no such row";
  if (performance.undetermined) return words + " undetermined";
  if (by_level) {
    absl::StrAppend(&words,
                    level ? absl::StrCat(" status level ", *level) : " above the lowest level");
  } else {
    absl::StrAppend(&words, " ", color ? kColors.Label(static_cast<Color>(*color)) : "not Red");
  }
  if (performance.status_tenths != kNoTenths) {
    absl::StrAppend(&words, " (", ToString(Tenths{performance.status_tenths}), ")");
  }
  return words;
}

}  // namespace sos::eligibility
