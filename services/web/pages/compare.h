// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_COMPARE_H_
#define SOS_SERVICES_WEB_PAGES_COMPARE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/workbook/workbook.h"
#include "services/web/pages/page.h"

namespace sos::web {

// The entities of `with`, without the page's own, each once, in the order of the link.
std::vector<CdsCode> ComparedEntities(const PageContext& context);

// What the page shows as one table: a row for each entity and indicator, the page's own entity
// first. Entities without results in the year are left out.
absl::StatusOr<Sheet> ComparedResults(const PageContext& context);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_COMPARE_H_
