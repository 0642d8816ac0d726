// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/pages.h"

namespace sos::web {

absl::StatusOr<Page> TargetsPage(const PageContext&) { return absl::UnimplementedError(""); }

}  // namespace sos::web
