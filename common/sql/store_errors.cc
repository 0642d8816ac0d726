// SPDX-License-Identifier: Apache-2.0
#include "common/sql/store_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/common_errors.h"
#include "common/status/error.h"

namespace sos::sql {

absl::Status StoreErrors::Unavailable(absl::string_view operation, absl::string_view detail) const {
  return MakeError(absl::StatusCode::kUnavailable,
                   absl::StrCat("the store cannot ", operation, " now (", detail, "); retry"),
                   domain_, "STORE_UNAVAILABLE", {{"operation", std::string(operation)}});
}

absl::Status StoreErrors::Damaged(absl::string_view what) const {
  return StoreDamagedError(domain_, what);
}

absl::Status StoreErrors::Held(absl::string_view directory, absl::string_view holder) const {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      holder.empty()
          ? absl::StrCat(directory,
                         " is open for reading only here; send files to the program that "
                         "writes it (`sos --server ADDRESS ...`)")
          : absl::StrCat(directory, " is being written by ", holder,
                         "; send files through it (`sos --server ADDRESS ...`), or stop it first"),
      domain_, "STORE_HELD", {{"holder", std::string(holder)}});
}

}  // namespace sos::sql
