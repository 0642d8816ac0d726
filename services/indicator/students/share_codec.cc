// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/share_codec.h"

#include <cstdint>
#include <iterator>
#include <utility>

#include "common/column/column.h"
#include "common/status/macros.h"

namespace sos::indicator {
namespace {

using records::Share;
using records::Standing;

// One field of a share as a number, and back.
struct Field {
  int64_t (*get)(const Share& share);
  void (*set)(Share& share, int64_t value);
};

constexpr Field kShareFields[] = {
    {[](const Share& s) { return s.student; }, [](Share& s, int64_t v) { s.student = v; }},
    {[](const Share& s) { return int64_t{s.school}; },
     [](Share& s, int64_t v) { s.school = static_cast<int32_t>(v); }},
    {[](const Share& s) { return int64_t{s.accountable_district}; },
     [](Share& s, int64_t v) { s.accountable_district = static_cast<int32_t>(v); }},
    {[](const Share& s) { return int64_t{s.expected}; },
     [](Share& s, int64_t v) { s.expected = static_cast<records::Days>(v); }},
    {[](const Share& s) { return int64_t{s.attended}; },
     [](Share& s, int64_t v) { s.attended = static_cast<records::Days>(v); }},
    {[](const Share& s) { return int64_t{s.days}; },
     [](Share& s, int64_t v) { s.days = static_cast<records::Days>(v); }},
    {[](const Share& s) { return int64_t{s.since}; },
     [](Share& s, int64_t v) { s.since = static_cast<int32_t>(v); }},
    {[](const Share& s) { return int64_t{s.groups.bits()}; },
     [](Share& s, int64_t v) { s.groups = records::GroupSet::FromBits(static_cast<uint32_t>(v)); }},
    {[](const Share& s) { return int64_t{s.grade}; },
     [](Share& s, int64_t v) { s.grade = static_cast<records::Grade>(v); }},
    {[](const Share& s) { return static_cast<int64_t>(s.in_cohort); },
     [](Share& s, int64_t v) { s.in_cohort = static_cast<Standing>(v); }},
    {[](const Share& s) { return static_cast<int64_t>(s.reach); },
     [](Share& s, int64_t v) { s.reach = static_cast<records::Reach>(v); }},
    {[](const Share& s) { return int64_t{s.to_be_tested}; },
     [](Share& s, int64_t v) { s.to_be_tested = v != 0; }},
    {[](const Share& s) { return int64_t{s.tested}; },
     [](Share& s, int64_t v) { s.tested = v != 0; }},
    {[](const Share& s) { return int64_t{s.points}; },
     [](Share& s, int64_t v) { s.points = static_cast<int32_t>(v); }},
};

constexpr int64_t kAllGroups = (int64_t{1} << kStudentGroupCount) - 1;

bool IsSound(const Share& share, int school_count) {
  return share.school >= 0 && share.school < school_count && share.accountable_district >= 0 &&
         share.accountable_district < records::kSchoolFactor &&
         (share.groups.bits() & ~kAllGroups) == 0 &&
         share.in_cohort <= Standing::kOtherTestBefore &&
         share.reach <= records::Reach::kAboveSchool;
}

}  // namespace

void EncodeShares(absl::Span<const Share> shares, replica::v1::StreamSharesResponse& message) {
  message.set_share_count(static_cast<int64_t>(shares.size()));
  std::vector<int64_t> values(shares.size());
  for (const Field& field : kShareFields) {
    for (size_t i = 0; i < shares.size(); ++i) values[i] = field.get(shares[i]);
    column::PackedNumbers packed = column::PackNumbers(values);
    replica::v1::StreamSharesResponse::ShareColumn& added = *message.add_columns();
    added.set_width(packed.width);
    added.set_base(packed.base);
    added.set_packed(std::move(packed.bytes));
  }
}

absl::StatusOr<std::vector<Share>> DecodeShares(const replica::v1::StreamSharesResponse& message,
                                                int school_count) {
  if (message.school_count() != school_count ||
      message.columns_size() != std::ssize(kShareFields) || message.share_count() < 0 ||
      message.share_count() > column::kMaxRows) {
    return absl::DataLossError("the shares are those of another directory or program");
  }
  std::vector<Share> shares(message.share_count());
  for (int f = 0; f < message.columns_size(); ++f) {
    const replica::v1::StreamSharesResponse::ShareColumn& column = message.columns(f);
    SOS_ASSIGN_OR_RETURN(const std::vector<int64_t> values,
                         column::UnpackNumbers(column.width(), column.base(), column.packed(),
                                               message.share_count()));
    for (size_t i = 0; i < shares.size(); ++i) kShareFields[f].set(shares[i], values[i]);
  }
  for (size_t i = 0; i < shares.size(); ++i) {
    if (!IsSound(shares[i], school_count) || (i > 0 && shares[i].student < shares[i - 1].student)) {
      return absl::DataLossError("a share is damaged");
    }
  }
  return shares;
}

}  // namespace sos::indicator
