// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_WHAT_IF_CHANGES_H_
#define SOS_SERVICES_WEB_PAGES_WHAT_IF_CHANGES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/web/pages/page.h"

namespace sos::web {

// One result of the what-if page and the numbers that it is to have. What is absent stays as it is.
struct WhatIfChange {
  Indicator indicator = Indicator::kGraduation;
  StudentGroup group = StudentGroup::kAll;
  std::optional<int64_t> numerator;
  std::optional<int64_t> denominator;
  // The status in points, such as `-12.3`, of indicators without counts. Empty: as it is.
  std::string status;
};

// The most results that one link moves.
inline constexpr size_t kMaxWhatIfChanges = 20;

// The result of a change as links and forms write it: `chronic-ALL`.
std::string WhatIfKey(const WhatIfChange& change);

// The changes of a request. In links each is one argument, `c=chronic-ALL-n:170` (`n` numerator,
// `d` denominator, `s` status; `c=chronic-ALL` for one that is picked and unchanged). The form
// sends `c.chronic-ALL-n=170`, `pick=chronic-ALL` and `drop=chronic-ALL`. What cannot be read is
// left out.
std::vector<WhatIfChange> ReadWhatIfChanges(const HttpRequest& request);

// The arguments `c` of a link to `changes`.
QueryArguments WhatIfArguments(const std::vector<WhatIfChange>& changes);

// True where the arguments are those of the form, which are redirected to the link that means the
// same.
bool IsWhatIfForm(const HttpRequest& request);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_WHAT_IF_CHANGES_H_
