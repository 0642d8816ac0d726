// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RULEBOOK_CITATION_H_
#define SOS_COMMON_RULEBOOK_CITATION_H_

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sos {

// kInvalidArgument if a rulebook does not say where it has `what` from. `Citation` is the message
// of any service's rulebook; its unspecified basis is 0.
template <typename Citation>
absl::Status CheckCitation(const Citation& citation, absl::string_view what) {
  if (!citation.source().empty() && citation.basis() != 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(what, " has no source or basis"));
}

}  // namespace sos

#endif  // SOS_COMMON_RULEBOOK_CITATION_H_
